"""Whether an answer holds, and what becomes of it: a proposed explanation, or a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ingest.check_digits import is_resident_id
from warehouse.exchange.choices import EARLIEST, LONGEST
from warehouse.exchange.differences import Choices
from warehouse.exchange.incoming import Given, Problem
from warehouse.exchange.layout import OFFICES
from warehouse.exchange.manifest import Manifest, Sent
from warehouse.exchange.outgoing import NOTES
from warehouse.state.drafts import DecisionDraft, DecisionLine

REASON = "party_confirmed"
_LATER_DAYS = 366
"""How far ahead the date of an announced delivery may lie."""
_NUMBERS = re.compile(r"[0-9A-Za-z\-_/，,、;； ]+")
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_ID_LIKE = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])")


@dataclass(frozen=True)
class Answer:
    """A valid answer. ``cause`` is None for a note."""

    given: Given
    cause: str | None

    @property
    def sent(self) -> Sent:
        """The row it was given in."""
        return self.given.sent


def check(given: Given, choices: Choices, today: date) -> tuple[Answer | None, list[Problem]]:
    """The answer in a row, or what is wrong with it; neither where nothing was entered.

    Args:
        choices: Leg and verdict → label → cause that a person may give.
        today: The day of reading.
    """
    if given.is_empty:
        return None, []
    causes = choices.get((given.sent.leg, given.sent.verdict), {})
    messages = [text for text in (_choice(given, causes), *_texts(given), *_date(given, today)) if text]
    if messages:
        return None, [Problem(text, given.sent.sheet, given.sent.number) for text in messages]
    return Answer(given, causes.get(given.answer)), []


def draft(answer: Answer, rows: list[Sent], manifest: Manifest, attachment: tuple[str, bytes]) -> DecisionDraft:
    """The explanation that an answer proposes, for all rows of its difference.

    Args:
        rows: Rows of the difference as they were sent.
    """
    sent = answer.sent
    lines = tuple(
        DecisionLine(row.side, row.party, row.dataset, row.unit_key, row.record_key, row.fund_code, Decimal(row.amount), row.period)
        for row in rows
    )  # fmt: skip
    return DecisionDraft(
        "explain", sent.leg, manifest.region, manifest.period, answer.cause, REASON, comment(answer.given, manifest),
        lines, attachment,
    )  # fmt: skip


def comment(given: Given, manifest: Manifest) -> str:
    """The answer in one sentence, with who gave it and where it stands."""
    parts = [
        f"{OFFICES[manifest.party]}答复：{given.answer}",
        given.remark,
        f"更正后号码 {given.corrected_no}" if given.corrected_no else "",
        f"对方经办人 {given.clerk}，处理日期 {given.handled_on}",
        f"差异核对表 {manifest.exchange_id} “{given.sent.sheet}”第 {given.sent.number} 行",
    ]
    return "；".join(part for part in parts if part)


def _choice(given: Given, causes: dict[str, str]) -> str:
    if not given.answer:
        return "没有选择答复。"
    if given.answer not in causes and given.answer not in NOTES.values():
        return f"答复“{given.answer[:40]}”不在可选之列：{'、'.join([*causes, *NOTES.values()])}。"
    return ""


def _texts(given: Given) -> list[str]:
    told = {"corrected_no": "更正后的票号/凭证号", "remark": "说明", "clerk": "经办人"}
    problems = []
    for name, label in told.items():
        text = getattr(given, name)
        if len(text) > LONGEST[name]:
            problems.append(f"{label}太长：{len(text)} 字，不超过 {LONGEST[name]} 字。")
        if any(not char.isprintable() and char != "\n" for char in text):
            problems.append(f"{label}里有不可见的控制字符。")
        if any(is_resident_id(number.upper()) for number in _ID_LIKE.findall(text)):
            problems.append(f"{label}里有公民身份号码：请删去。")
    if given.answer and not given.clerk:
        problems.append("没有填经办人。")
    if given.corrected_no and not _NUMBERS.fullmatch(given.corrected_no):
        problems.append("更正后的票号/凭证号只能有数字、字母、横线和分隔的逗号。")
    return problems


def _date(given: Given, today: date) -> list[str]:
    if not given.handled_on:
        return ["没有填处理日期。"] if given.answer else []
    try:
        found = _DATE.fullmatch(given.handled_on)
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        return [f"处理日期“{given.handled_on[:20]}”不是日期，请写成 2020-04-08。"]
    is_note = given.answer in NOTES.values()
    latest = today + timedelta(days=_LATER_DAYS) if is_note else today
    if not EARLIEST <= day <= latest:
        return [f"处理日期 {day.isoformat()} 不合理：应不晚于 {latest.isoformat()}。"]
    if given.sent.business_date and day.isoformat() < given.sent.business_date:
        return [f"处理日期 {day.isoformat()} 早于业务日期 {given.sent.business_date}。"]
    return []
