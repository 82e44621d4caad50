"""Small tables of a scenario, in the words a person would use, turned into the columns of the parties' files.

A payer is a letter: it becomes an organisation code, written as a USCC or (``old:A``) as the older tax number.
``{R}`` in any cell is the region that the scenario runs under.
"""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str | None]
LEVY = {"110": "10201", "120": "10211", "210": "10202", "410": "10204"}
FUND_NAME = {
    "110": "企业职工基本养老保险基金",
    "120": "机关事业单位基本养老保险基金",
    "210": "失业保险基金",
    "410": "工伤保险基金",
}


def organisation(label: str) -> str:
    """Nine characters of the payer with this letter."""
    return f"PY{label:0>7}"


def uscc(label: str, region: str) -> str:
    """Eighteen characters around the organisation code."""
    return f"91{region}{organisation(label)}0"


def _taxpayer(label: str, region: str) -> str:
    old = label.removeprefix("old:")
    return region + organisation(old) if old != label else uscc(label, region)


def read(folder: Path, name: str, region: str) -> list[Row]:
    """Rows of ``name``.csv; empty cells are no value; no file is no rows."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {key: (value or "").replace("{R}", region) or None for key, value in row.items() if key}
            for row in csv.DictReader(file)
        ]


def tax(row: Row, region: str) -> tuple[str, Row]:
    """Month of the file and canonical columns of a ticket line; fee months default to the month of payment."""
    paid = str(row["paid"])
    start = row.get("from") or paid[:7]
    end = row.get("to") or start
    return row.get("file") or paid[:7].replace("-", ""), {
        "ticket_no": row["ticket"],
        "line_no": row.get("line") or "1",
        "taxpayer_id": _taxpayer(str(row["payer"]), region),
        "payer_name": f"测试单位{row['payer']}",
        "levy_item": LEVY[str(row["fund"])],
        "levy_subitem": LEVY[str(row["fund"])] + "0100",
        "levy_subitem_name": None,
        "fee_period_start": f"{start}-01",
        "fee_period_end": f"{end}-28",
        "levy_type": row.get("type") or "正常",
        "amount": row["amount"],
        "paid_date": paid,
        "treasury_date": row.get("treasury"),
        "transfer_batch_no": row.get("batch"),
        "assessment_no": row.get("assessment"),
    }


def agency(row: Row, region: str) -> tuple[str, Row]:
    """Month of the file and canonical columns of a posting."""
    day = str(row["date"]).replace("-", "")
    return day[:6], {
        "posting_no": row["posting"],
        "employer_no": row["payer"],
        "uscc": uscc(str(row["payer"]), region),
        "employer_name": f"测试单位{row['payer']}",
        "fund_code": row["fund"],
        "fee_period": (row.get("fee") or day[:6]).replace("-", ""),
        "contribution_type": row.get("type") or "正常",
        "assessment_no": row.get("assessment"),
        "amount_due": row.get("due") or row["amount"],
        "amount": row["amount"],
        "posted_date": day,
        "ticket_no": row.get("ticket"),
    }


def assessment(row: Row, region: str) -> tuple[str, Row]:
    """Month of the file and canonical columns of an assessment."""
    month = str(row["fee"]).replace("-", "")
    return month, {
        "assessment_no": row["assessment"],
        "employer_no": row["payer"],
        "uscc": uscc(str(row["payer"]), region),
        "employer_name": f"测试单位{row['payer']}",
        "fund_code": row["fund"],
        "fee_period": month,
        "contribution_type": row.get("type") or "正常",
        "insured_count": "10",
        "contribution_base": "1000.00",
        "amount_due": row["amount"],
        "assessed_date": month + "02",
    }


def benefit(row: Row, region: str) -> tuple[str, Row]:
    """Month of the file and canonical columns of a payment to a person."""
    month = str(row.get("month") or str(row["date"])[:7]).replace("-", "")
    return month, {
        "payment_no": row["payment"],
        "batch_no": row["batch"],
        "person_key": f"person{row['payment']}",
        "fund_code": row["fund"],
        "benefit_item": row.get("item") or "基本养老金",
        "benefit_period": month,
        "amount_due": row["amount"],
        "amount": row["amount"],
        "paid_date": row["date"],
        "is_first": "否",
        "result": row.get("result") or "成功",
        "failure_reason": None,
        "reissue_of": row.get("reissue_of"),
    }


def journal(row: Row, region: str) -> tuple[str, Row]:
    """Month of the file and canonical columns of an entry of the special account."""
    return str(row["date"])[:7].replace("-", ""), {
        "booked_date": row["date"],
        "voucher_no": row["voucher"],
        "entry_no": row.get("entry"),
        "fund": FUND_NAME[str(row["fund"])],
        "item": row.get("item") or "保险费收入",
        "summary": row.get("summary"),
        "counterparty": row.get("counterparty") or "国家金库",
        "income": row.get("income"),
        "expenditure": row.get("expenditure"),
        "balance": "0.00",
    }


def ledger(row: Row, region: str) -> tuple[str, Row]:
    """Month of the file and canonical columns of an account of the books."""
    debit, credit = row.get("debit") or "0.00", row.get("credit") or "0.00"
    return str(row["month"]).replace("-", ""), {
        "fund_code": row["fund"],
        "account_code": row["account"],
        "account_name": row["account"],
        "opening_balance": "0.00",
        "debit": debit,
        "credit": credit,
        "closing_balance": "0.00",
    }
