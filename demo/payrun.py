"""Benefit runs: one per fund, item and month, with its persons, its number of rows and its fen from the books."""

from __future__ import annotations

from dataclasses import dataclass

from demo.golden import Golden, spread
from demo.plan import Planted
from demo.size import Size

Flows = dict[tuple[str, str, int], int]


@dataclass(frozen=True)
class Payrun:
    """`rows` payments of one item in one month; row i goes to person lo + i mod (hi - lo)."""

    fund: str
    account: str
    item: str
    month: int
    batch: str
    day: int
    lo: int
    hi: int
    first_from: int  # persons from here on are paid for the first time
    rows: int
    fen: int
    fixed_last: int  # fen of the last row where it bounced and is carried to the next month, else 0
    start: int  # rows of the month before this run


NEVER = 10**9  # nobody of this item is paid for the first time
ITEMS = {  # fund, account → item, letter of the batch, day of payment
    ("110", "500101"): ("基本养老金", "N", 15),
    ("120", "500101"): ("基本养老金", "N", 12),
    ("110", "500102"): ("丧葬补助金和抚恤金", "D", 22),
    ("410", "500102"): ("伤残待遇", "N", 16),
    ("410", "500103"): ("工亡待遇", "N", 16),
    ("410", "500101"): ("工伤医疗待遇", "Y", 20),
    ("210", "500101"): ("失业保险金", "N", 18),
    ("210", "500102"): ("基本医疗保险费", "Y", 20),
    ("210", "5104"): ("稳定岗位补贴", "W", 20),
    ("210", "5105"): ("技能提升补贴", "J", 19),
}


def stocks(golden: Golden, fund: str, head: str, when: str = "this") -> list[int]:
    """Thirteen month-end stocks, the first one before January."""
    first, last = (int(n) for n in golden.heads[fund][head][when])
    return [first + (last - first) * month // 12 for month in range(13)]


def flow_heads(golden: Golden, fund: str, head: str, account: str, when: str = "this") -> list[int]:
    """Twelve monthly flows of heads, in the rhythm of the account they are paid from."""
    return spread(int(golden.heads[fund][head][when]), golden.weights(fund, account))


def _pensioners(golden: Golden, size: Size, fund: str, base: int, deaths: list[int]) -> list[tuple[int, int, int, int]]:
    """Return (lo, hi, first_from, rows) of each month: the oldest numbers leave by death, new ones enter at the end."""
    stock = [size.rows(n) for n in stocks(golden, fund, "retired")]
    left, runs, before = 0, [], stock[0]
    for month in range(1, 13):
        hi = left + stock[month]
        runs.append((base + left, base + hi, base + before, stock[month]))
        before, left = hi, left + deaths[month - 1]
    return runs


def _ranges(golden: Golden, size: Size) -> dict[tuple[str, str], list[tuple[int, int, int, int]]]:
    """Persons of each item and month; ranges of persons do not overlap between items."""
    deaths = [size.rows(n) for n in flow_heads(golden, "110", "deaths", "500102")]
    ranges = {("110", "500101"): _pensioners(golden, size, "110", 0, deaths)}
    dead, gone = [], 0
    for count in deaths:
        dead.append((gone, gone + count, gone + count, count))
        gone += count
    ranges["110", "500102"] = dead
    base = ranges["110", "500101"][-1][1]
    ranges["120", "500101"] = _pensioners(golden, size, "120", base, [0] * 12)
    base = ranges["120", "500101"][-1][1]
    unemployed = stocks(golden, "210", "recipients")
    rows = spread(int(golden.heads["210"]["benefit_rows"]["this"]), golden.weights("210", "500101"))
    ranges["210", "500101"] = [
        (base, base + unemployed[m], base + unemployed[m - 1], rows[m - 1]) for m in range(1, 13)
    ]
    medical = flow_heads(golden, "210", "medical", "500102")
    ranges["210", "500102"] = [(base, base + unemployed[m], NEVER, medical[m - 1]) for m in range(1, 13)]
    base += unemployed[12]
    periodic = size.rows(stocks(golden, "410", "periodic")[12] * min(30, size.divisor)) if size.divisor > 1 else 745
    disabled = periodic * 5 // 6
    ranges["410", "500102"] = [(base, base + disabled, NEVER, disabled)] * 12
    ranges["410", "500103"] = [(base + disabled, base + periodic, NEVER, periodic - disabled)] * 12
    base += periodic
    for fund, account, head, one_by_one in (
        ("410", "500101", "treated", False),
        ("210", "5105", "skill", True),
        ("210", "5104", "jobs", False),
    ):
        months = []
        for count in flow_heads(golden, fund, head, account):
            n = count if one_by_one else size.rows(count)
            months.append((base, base + n, base if head == "treated" else NEVER, n))
            base += n
        ranges[fund, account] = months
    return ranges


def plan_payruns(golden: Golden, flows: Flows, planted: Planted, size: Size) -> tuple[list[Payrun], int]:
    """Return all benefit runs of the year and the number of persons they need."""
    ranges = _ranges(golden, size)
    failing = {(fund, month): fen for fund, month, fen in planted.carried}
    runs: list[Payrun] = []
    for month in range(1, 13):
        start = 0
        for (fund, account), (item, batch, day) in ITEMS.items():
            lo, hi, first_from, rows = ranges[fund, account][month - 1]
            pension = account == "500101" and fund in ("110", "120")
            fixed = failing.get((fund, month), 0) if pension else 0
            again = failing.get((fund, month - 1), 0) if pension else 0
            fen = flows[fund, account, month] - again
            runs.append(Payrun(fund, account, item, month, batch, day, lo, hi, first_from, rows, fen, fixed, start))
            start += rows
    return runs, max(run.hi for run in runs)
