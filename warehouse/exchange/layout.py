"""What the sheets look like: the declared columns of each leg, and the values of a row in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.check_digits import is_resident_id
from warehouse.exchange.differences import Row
from warehouse.exchange.documents import Document, shown_payer
from warehouse.state.drafts import leg_parties
from warehouse.state.permissions import PARTIES

OFFICES = {"social_security": "社会保险经办机构", "tax": "税务部门", "finance": "财政部门"}
ANSWERS = ("answer", "corrected_no", "handled_on", "remark", "clerk")
FIRST_ROW = 3
"""0-based row of the first record: title, line of particulars, header stand above it."""

Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: ``kind`` is count, word, code, text, money or date."""

    name: str
    header: str
    width: float
    kind: str


@cache
def declared() -> dict[str, Any]:
    """The file layout.yml."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return found


def leg_title(leg: str) -> str:
    """Name of a leg, which is its sheet's name."""
    return str(declared()["legs"][leg]["title"])


@cache
def columns(leg: str, party: str) -> tuple[Column, ...]:
    """Columns that show the record, for one recipient; the answers follow them."""
    sides = leg_parties()[leg]
    plan = declared()["legs"][leg]
    own = plan["own"].get(party) or next(iter(plan["own"].values()))
    names = ["case_no", "party", *own, *plan["columns"], "difference", "finding", "age_days"]
    words = {"left": PARTIES[sides[0]], "right": PARTIES[sides[1]]}
    return tuple(_column(name, declared()["columns"][name], words) for name in names)


@cache
def answer_columns() -> tuple[Column, ...]:
    """Columns that the other party fills in."""
    return tuple(_column(name, {**declared()["answers"][name], "kind": "answer"}, {}) for name in ANSWERS)


def values(row: Row, document: Document | None, shown: tuple[Column, ...]) -> tuple[Value, ...]:
    """What the columns show of a row."""
    told = _told(row, document or Document())
    return tuple(told[column.name] for column in shown)


def cell_text(value: Value) -> str:
    """A value as a reader of workbooks gives it back: numbers in their shortest decimal text, dates in ISO."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def finding(row: Row) -> str:
    """Verdict and cause as one phrase, in which the sides are called by their names."""
    left, right = leg_parties()[row.leg]
    verdict = (row.verdict_label or row.verdict).replace("左方", PARTIES[left]).replace("右方", PARTIES[right])
    return "：".join(word for word in dict.fromkeys([verdict, row.cause_label]) if word)


def month_name(period: str) -> str:
    """``202003`` as 2020年3月."""
    return f"{period[:4]}年{int(period[4:])}月"


def _column(name: str, plan: dict[str, Any], words: dict[str, str]) -> Column:
    return Column(name, plan["header"].format(**words), plan["width"], plan["kind"])


def _told(row: Row, document: Document) -> dict[str, Value]:
    payer_id, payer_name = shown_payer(row)
    is_batch = row.lines > 1
    batch = document.batch_no
    is_ledger = row.dataset == "ss_ledger"
    own_no = None if is_batch else document.voucher_no or row.record_key
    found: dict[str, Value] = {
        "case_no": row.case_no,
        "party": PARTIES.get(row.party, row.party),
        "ticket_no": None if is_batch else document.ticket_no,
        "assessment_no": None if is_batch else document.assessment_no,
        "posting_no": own_no if row.dataset == "ss_contribution" else None,
        "voucher_no": own_no if row.dataset == "fin_special_account" else None,
        "account_no": own_no if is_ledger else None,
        "treasury_batch": batch,
        "benefit_batch": batch,
        "payer_id": payer_id,
        "payer_name": payer_name,
        "fund": row.fund_name or row.fund_code,
        "fee_period": document.fee_period,
        "kind": None if is_batch else document.kind,
        "lines": row.lines,
        "left_amount": row.left_amount,
        "right_amount": row.right_amount,
        "posted_date": row.business_date,
        "entered_date": row.business_date,
        "paid_date": row.business_date,
        "treasury_date": document.treasury_date,
        "difference": row.difference,
        "finding": finding(row),
        "age_days": row.age_days,
    }
    return {name: _without_person(value) for name, value in found.items()}


def _without_person(value: Value) -> Value:
    """An identity number in a column that should hold a business number is not passed on."""
    return "（略）" if isinstance(value, str) and is_resident_id(value.strip().upper()) else value
