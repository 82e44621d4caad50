"""The founding report with its errors put right: prose that nobody wrote for this benchmark."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from benchmarks.checker.slots import Draft, Slot

REPORT = Path(__file__).parents[2] / "tests" / "checker" / "reports" / "2020-self-evaluation-report.txt"

#: What is wrong in the published text, and what makes it right. Each stands there exactly as often as given.
CORRECTIONS = (
    ("增加 690760 万元", "增加 69076 万元", 1),
    ("工伤保险待遇支出 6803 元", "工伤保险待遇支出 6803 万元", 1),
    ("增加 0.9 人", "增加 0.9 万人", 1),
    ("1217293 万元", "1217295 万元", 1),
    ("上解中央调剂金支出 573700 万元", "上解中央调剂金支出 573700 万元，其他支出 200 万元", 1),
    ("稳岗补贴支出 9529 万元。", "稳岗补贴支出 9529 万元、代缴医疗保险费 68 万元。", 2),
    ("（不含上解下拨，下同）", "", 2),
    ("全年预算支出执行目标 95%以上", "全年预算支出执行目标 60%以上", 4),
    ("全年享受技能补贴 2.44 万人", "全年享受技能补贴 0.14 万人", 1),
)
_SUMS = """
3749564 3138333 584294 4201 22736|2348776 1854899 478059 5769 10049|2330731 2165605 111570 20454 33102
11011951 10590813 166094 43650 211394|3138333 884009 127005 610337 840031 366 21885 654700
1854899 1217295 50032 13672 573700 200|584294 240470 1183 334818 289 7534|478059 476853 1205
240470 224391 16079|4201 3717 484|22736 17989 4746|10049 215 237 9529 68
"""
#: Figure, its change, and how many rates follow the change: growth, then completion of the budget named last.
_GROWTH = """
3749564 473894|2348776 572443|884009 -170142|1267326 22742|240470 69076|224391 56909|476853 77177|4201 -1062
3717 -1380|5769 -391 6926|17989 -843|10049 -6910 16244|1750128 99616|1217295 29717 1263157
"""
_HEADS = ("21.81 21.27 0.54", "6.46 5.56 0.9")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?) ?(万元|万人次|万人|万名|人次|人|名|%)")


def corrected() -> list[str]:
    """Paragraphs of the report without its errors."""
    lines = [line.rstrip("\n") for line in REPORT.read_text(encoding="utf-8").splitlines() if line.strip()]
    paragraphs, current = [], ""
    for line in lines:
        current += line.strip()
        if line.endswith(" "):
            paragraphs.append(current)
            current = ""
    text = "\n".join([*paragraphs, current])
    text = re.sub(r"(?<=\d)(?=(?:万元|万人|万名))", " ", text.replace("％", "%").replace("％", "%"))
    text = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d{3,}\s?万)", " ", text)
    for wrong, right, times in CORRECTIONS:
        if text.count(wrong) != times:
            raise AssertionError(f"{wrong} stands {text.count(wrong)} times in the report, not {times}")
        text = text.replace(wrong, right)
    return text.split("\n")


def published(random: Random, name: str) -> Draft:
    """Always the same text; ``random`` is not needed."""
    draft = Draft(name)
    for paragraph in corrected():
        draft.say(*_pieces(draft, paragraph))
    for line in _SUMS.replace("\n", "|").split("|"):
        if line:
            whole, *parts = line.split()
            _sums(draft, whole, parts)
    for line in _GROWTH.replace("\n", "|").split("|"):
        if line:
            head, change, *budget = line.split()
            _growth(draft, head, change, budget)
    for line in _HEADS:
        now, before, step = (_all(draft, text)[-1] for text in line.split())
        draft.difference(now, before, step)
    draft.slots = [slot for slot in draft.slots if any(slot in slots for slots, _ in draft.promises)]
    return draft


def _pieces(draft: Draft, paragraph: str) -> list[str | Slot]:
    pieces: list[str | Slot] = []
    end = 0
    for match in _FIGURE.finditer(paragraph):
        unit = {"名": "人", "万名": "万人", "万人次": "万人"}.get(match[2], match[2])
        slot = Slot(match[1], match[1], unit)
        # Long amounts that are printed alike are one amount.
        twin = next((each for each in draft.slots if each.fact == match[1] and len(match[1]) > 3), None)
        if twin is not None and unit == "万元":
            draft.agree(twin, slot)
        draft.slots.append(slot)
        pieces += [paragraph[end : match.start()], slot]
        # The words keep their own unit; the slot prints the one that it computes with.
        end = match.end()
    return [*pieces, paragraph[end:]]


def _all(draft: Draft, text: str) -> list[Slot]:
    return [slot for slot in draft.slots if slot.text == text and slot.unit != "%"]


def _sums(draft: Draft, whole: str, parts: list[str]) -> None:
    """Once where it is listed: the total's printing next before its first part."""
    first = draft.slots.index(_all(draft, parts[0])[0])
    wholes = _all(draft, whole)
    before = [slot for slot in wholes if draft.slots.index(slot) < first]
    draft.total(before[-1] if before else wholes[0], [_all(draft, part)[0] for part in parts])


def _growth(draft: Draft, head: str, change: str, budget: list[str]) -> None:
    for step in _all(draft, change.lstrip("-")):
        index = draft.slots.index(step)
        heads = [slot for slot in draft.slots[:index] if slot.text == head]
        rates = draft.slots[index + 1 : index + 3]
        if change.startswith("-"):
            step.sign = rates[0].sign = -1
        draft.growth(heads[-1], step, rates[0])
        if budget and rates[1].unit == "%":
            draft.completion(heads[-1], _all(draft, budget[0])[0], rates[1])
