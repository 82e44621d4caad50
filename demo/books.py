"""The books of the agency: postings of a month become rows of the account balance table, by double entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from demo.golden import FUNDS, Golden
from demo.plan import Planted

Flows = dict[tuple[str, str, int], int]
Posting = tuple[str, str, str, int]  # fund, debit account, credit account, fen

NAMES = {
    "1002": "收入户存款", "1003": "财政专户存款", "1004": "支出户存款", "1005": "国库存款",
    "1201": "债券投资", "1202": "委托投资",
    "4001": "社会保险费收入", "400101": "当期征缴收入", "400104": "清算补缴收入", "4101": "财政补贴收入",
    "4201": "利息收入", "4202": "委托投资收益", "4301": "转移收入", "4401": "上级补助收入",
    "440101": "中央调剂金补助收入", "4402": "下级上解收入", "4501": "其他收入",
    "5001": "社会保险待遇支出", "5102": "劳动能力鉴定支出", "5103": "工伤预防费用支出",
    "5104": "稳定岗位补贴支出", "5105": "技能提升补贴支出", "5201": "转移支出", "5301": "上解上级支出",
    "530101": "上解中央调剂金支出", "5302": "补助下级支出", "5401": "其他支出",
    "3001": "一般基金结余", "3201": "储备金结余",
}  # fmt: skip
BENEFITS = {
    "110": ("基本养老金", "丧葬补助金和抚恤金"),
    "120": ("基本养老金",),
    "210": ("失业保险金", "基本医疗保险费"),
    "410": ("工伤医疗待遇", "伤残待遇", "工亡待遇"),
}


@dataclass(frozen=True)
class LedgerRow:
    """One account of one fund and month, in fen; the balance is on the account's normal side."""

    fund: str
    account: str
    name: str
    opening: int
    debit: int
    credit: int
    closing: int


def account_name(fund: str, account: str) -> str:
    """Name of an account; the sub-accounts of 5001 differ by fund."""
    if account.startswith("5001") and len(account) == 6:
        return BENEFITS[fund][int(account[4:]) - 1]
    return NAMES[account]


def simple_postings(flows: Flows, month: int) -> list[Posting]:
    """Return postings of a month in which nothing is in transit (all of the year before the golden year)."""
    postings: list[Posting] = []
    for (fund, account, m), fen in flows.items():
        if m != month or not fen:
            continue
        if account.startswith("4001"):
            postings += [(fund, "1005", account, fen), (fund, "1003", "1005", fen)]
        elif account[0] == "4":
            postings.append((fund, "1003", account, fen))
        elif account in ("530101", "5302", "5401"):
            postings.append((fund, account, "1003", fen))
        else:
            postings += [(fund, "1004", "1003", fen), (fund, account, "1004", fen)]
    return postings


def golden_postings(con: duckdb.DuckDBPyConnection, flows: Flows, planted: Planted, month: int) -> list[Posting]:
    """Return postings of a month of the golden year, as the events have them: by treasury voucher, transfer and bank payment."""
    postings: list[Posting] = []
    for (fund, account, m), fen in flows.items():
        if m != month or not fen:
            continue
        late = planted.total("late_fee", fund, month)
        refunded = planted.total("not_yet_posted", fund, month)
        as_spending = planted.total("posted_as_expenditure", fund, month)
        by_agency = planted.total("agency_collected", fund, month)
        if account == "400101":
            postings += [(fund, "1005", account, fen + refunded - by_agency), (fund, account, "1003", refunded)]
            postings += [(fund, "1002", account, by_agency), (fund, "1003", "1002", by_agency)]
        elif account == "400104":
            postings.append((fund, "1005", account, fen))
        elif account == "4501":
            postings += [(fund, "1005", account, late), (fund, "1003", account, fen - late)]
        elif account[0] == "4":
            postings.append((fund, "1003", account, fen))
        elif account in ("530101", "5302", "5401"):
            postings.append((fund, account, "1003", fen - (as_spending if account == "5401" else 0)))
            if account == "5401":
                postings.append((fund, account, "1003", as_spending))
        else:
            postings.append((fund, account, "1004", fen))
            if account in ("5201", "5102", "5103"):
                postings.append((fund, "1004", "1003", fen))
    moved = "SELECT fund, sum(fen)::BIGINT FROM receipt WHERE booked_month = ? GROUP BY ALL ORDER BY ALL"
    postings += [(f, "1003", "1005", fen) for f, fen in con.execute(moved, [month]).fetchall()]
    paid = "SELECT fund, sum(fen)::BIGINT FROM payout WHERE month(booked_date) = ? GROUP BY ALL ORDER BY ALL"
    postings += [(f, "1004", "1003", fen) for f, fen in con.execute(paid, [month]).fetchall()]
    return [p for p in postings if p[3]]


class Books:
    """Running balances by fund and account; every posting has two sides, so debits equal credits."""

    def __init__(self, golden: Golden, prior: Flows) -> None:
        self._golden = golden
        self._balance: dict[tuple[str, str], int] = defaultdict(int)
        self._used: dict[str, set[str]] = {f: {"1002", "1003", "1004", "1005", "3001"} for f in FUNDS}
        for fund, account, _ in golden.flows:
            self._used[fund] |= {account, account[:4]}
        for fund in FUNDS:
            result = sum(fen if a[0] == "4" else -fen for (f, a, _), fen in prior.items() if f == fund)
            self._open_fund(fund, golden.opening[fund] - result)

    def _open_fund(self, fund: str, net_assets: int) -> None:
        reserve = self._golden.reserve.get(fund, (0, 0))[0]
        if reserve:
            self._used[fund].add("3201")
            self._balance[fund, "3201"] = reserve
        self._balance[fund, "3001"] = net_assets - reserve
        held = self._golden.assets.get(fund, {})
        for account, fen in held.items():
            self._used[fund].add(account)
            self._balance[fund, account] = fen
        self._balance[fund, "1003"] = net_assets - sum(held.values())

    def open_year(self) -> None:
        """Carry the result of the year to 3001 and start income and expenditure from zero."""
        for (fund, account), fen in list(self._balance.items()):
            if account[0] in "45":
                if len(account) == 4:
                    self._balance[fund, "3001"] += fen if account[0] == "4" else -fen
                self._balance[fund, account] = 0

    def special_account(self) -> int:
        """Fen in the special accounts of all funds."""
        return sum(fen for (_, account), fen in self._balance.items() if account == "1003")

    def provision(self, fund: str) -> list[Posting]:
        """Return the December posting to the reserve."""
        fen = self._golden.reserve.get(fund, (0, 0))[1]
        return [(fund, "3001", "3201", fen)] if fen else []

    def close_month(self, postings: Iterable[Posting]) -> list[LedgerRow]:
        """Book a month and return its rows in the order of the form: assets, income, expenditure, net assets."""
        debit: dict[tuple[str, str], int] = defaultdict(int)
        credit: dict[tuple[str, str], int] = defaultdict(int)
        for fund, to, source, fen in postings:
            for account in {to, to[:4]}:
                debit[fund, account] += fen
            for account in {source, source[:4]}:
                credit[fund, account] += fen
        rows = []
        for fund in FUNDS:
            for account in sorted(self._used[fund], key=lambda a: (a[0] == "3", a)):
                key = fund, account
                opening = self._balance[key]
                change = debit[key] - credit[key] if account[0] in "15" else credit[key] - debit[key]
                self._balance[key] = opening + change
                rows.append(
                    LedgerRow(
                        fund, account, account_name(fund, account), opening, debit[key], credit[key], opening + change
                    )
                )
        return rows
