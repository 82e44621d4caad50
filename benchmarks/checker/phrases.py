"""Ways of saying the same: the words of a report and how a figure's growth and completion are told."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from benchmarks.checker.slots import Draft, Slot


@dataclass(frozen=True)
class Voice:
    """The words of one author."""

    than: str
    up: str
    down: str
    grew: str
    fell: str
    done: str
    of_which: str
    year_balance: str
    closing: str
    decimals: int
    unit: str
    unit_decimals: int

    @classmethod
    def draw(cls, random: Random, unit: str, unit_decimals: int) -> Voice:
        """An author."""
        return cls(
            than=random.choice(("较上年", "比上年", "较上年同期", "与去年同期相比", "同比")),
            up=random.choice(("增加", "增加了")),
            down="减少",
            grew=random.choice(("增长", "上升")),
            fell=random.choice(("降低", "下降")),
            done=random.choice(("完成预算的", "完成全年预算的", "为预算的", "预算完成率")),
            of_which=random.choice(("其中：", "。其中：", "，其中：", "，其中，")),
            year_balance=random.choice(("基金当期结余", "本年收支结余", "当年结余")),
            closing=random.choice(("累计结余", "滚存结余", "年末滚存结余")),
            decimals=random.choice((1, 2, 2)),
            unit=unit,
            unit_decimals=unit_decimals,
        )


class Teller:
    """Makes pieces of sentences and the promises that go with them."""

    def __init__(self, draft: Draft, voice: Voice) -> None:
        self.draft, self.voice = draft, voice

    def money(self, fact: str, value: int) -> Slot:
        """An amount in the author's unit."""
        return self.draft.slot(fact, value, self.voice.unit, self.voice.unit_decimals)

    def signed(self, fact: str, value: int) -> Slot:
        """A balance, with its minus where it is a deficit."""
        return self.draft.signed(self.money(fact, value))

    def grown(self, fact: str, head: Slot, now: int, before: int, decimals: int | None = None) -> list[str | Slot]:
        """，较上年增加 X 万元，增长 Y%"""
        voice, step = self.voice, now - before
        change = self.money(fact + ".change", step)
        rate = self.draft.slot(
            fact + ".growth", Fraction(100 * step, before), "%", voice.decimals if decimals is None else decimals
        )
        change.sign = rate.sign = -1 if step < 0 else 1
        self.draft.growth(head, change, rate)
        way, word = (voice.down, voice.fell) if step < 0 else (voice.up, voice.grew)
        return [f"，{voice.than}{way}", change, f"，{word}", rate]

    def completed(self, fact: str, head: Slot, now: int, budget: int, budget_slot: Slot | None) -> list[str | Slot]:
        """，完成预算的 Z%"""
        rate = self.draft.slot(fact + ".completion", Fraction(100 * now, budget), "%", self.voice.decimals)
        if budget_slot is not None:
            self.draft.completion(head, budget_slot, rate)
        return [f"，{self.voice.done}", rate]

    def parts(self, whole: Slot, named: list[tuple[str, Slot]]) -> list[str | Slot]:
        """其中：A X 万元，B Y 万元"""
        self.draft.total(whole, [slot for _, slot in named])
        pieces: list[str | Slot] = [self.voice.of_which]
        for index, (name, slot) in enumerate(named):
            pieces += ["，" if index else "", name, slot]
        return pieces
