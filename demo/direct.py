"""Journal lines that follow from the books alone: subsidies, interest, transfers between levels, and payments without a batch."""

from __future__ import annotations

import datetime

from demo.golden import spread
from demo.plan import Planted

Flows = dict[tuple[str, str, int], int]
Direct = tuple[str, str, str, datetime.date, int, bool, int]  # fund, item, note, day, fen, income, part

INCOME = {
    "4101": ("财政补贴收入", 8, 1),
    "4201": ("利息收入", 21, 1),
    "4202": ("委托投资收益", 18, 1),
    "4301": ("转移收入", 16, 2),
    "440101": ("上级补助收入", 11, 1),
    "4402": ("下级上解收入", 17, 3),
    "4501": ("其他收入", 19, 1),
}
SPENDING = {
    "530101": ("上解上级支出", "", 12, 1),
    "5302": ("补助下级支出", "", 6, 3),
    "5401": ("其他支出", "", 21, 1),
    "5201": ("拨付支出户", "养老保险关系转移支出", 11, 1),
    "5102": ("拨付支出户", "劳动能力鉴定费", 11, 1),
    "5103": ("拨付支出户", "工伤预防费", 13, 1),
}


def direct_entries(flows: Flows, planted: Planted, year: int) -> list[Direct]:
    """Return the lines of one year; late fees and refunds kept in 4501 and 5401 reach the journal by other lines."""
    entries: list[Direct] = []
    for (fund, account, month), booked in sorted(flows.items()):
        if account in INCOME:
            item, day, parts = INCOME[account]
            fen = booked - (planted.total("late_fee", fund, month) if account == "4501" else 0)
            note, is_income = "", True
        elif account in SPENDING:
            item, note, day, parts = SPENDING[account]
            fen = booked - (planted.total("posted_as_expenditure", fund, month) if account == "5401" else 0)
            is_income = False
        else:
            continue
        for part, share in enumerate(spread(fen, [5, 3, 2][:parts])):
            if share:
                first = datetime.date(year, month, day + 2 * part)
                entries.append((fund, item, note, first, share, is_income, part))
    return entries
