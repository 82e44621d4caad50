"""The books are books: double entry, carried balances, sub-accounts, cash that moves with the flows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.demo.reading import ledger, months

PERIODS = [*months(2019), *months(2020)]
Month = dict[tuple[str, str], tuple[int, int, int, int]]


@pytest.fixture(scope="module")
def books(inbox: Path) -> dict[str, Month]:
    return {period: ledger(inbox, period) for period in PERIODS}


def test_debits_equal_credits_by_fund_and_month(books: dict[str, Month]) -> None:
    for period, month in books.items():
        for fund in ("110", "120", "210", "410"):
            main = [row for (f, a), row in month.items() if f == fund and len(a) == 4]
            assert sum(r[1] for r in main) == sum(r[2] for r in main) > 0, (period, fund)


def test_balances_follow_from_movements(books: dict[str, Month]) -> None:
    for month in books.values():
        for (_, account), (opening, debit, credit, closing) in month.items():
            change = debit - credit if account[0] in "15" else credit - debit
            assert closing == opening + change


def test_assets_equal_net_assets_and_the_result_of_the_year(books: dict[str, Month]) -> None:
    for period, month in books.items():
        for fund in ("110", "120", "210", "410"):
            side = {
                kind: sum(r[3] for (f, a), r in month.items() if f == fund and len(a) == 4 and a[0] == kind)
                for kind in "1345"
            }
            assert side["1"] == side["3"] + side["4"] - side["5"], (period, fund)


def test_opening_is_the_closing_before(books: dict[str, Month]) -> None:
    for before, after in pairwise(PERIODS):
        for (fund, account), row in books[after].items():
            closed = books[before][fund, account][3]
            if not after.endswith("01") or account[0] in "12":
                assert row[0] == closed, (after, fund, account)
            elif account[0] in "45":
                assert row[0] == 0
        if after.endswith("01"):
            for fund in ("110", "120", "210", "410"):
                earned = sum(r[3] * (1 if a[0] == "4" else -1) for (f, a), r in books[before].items()
                             if f == fund and len(a) == 4 and a[0] in "45")  # fmt: skip
                assert books[after][fund, "3001"][0] == books[before][fund, "3001"][3] + earned


def test_sub_accounts_add_up_to_their_account(books: dict[str, Month]) -> None:
    for month in books.values():
        parents = {(f, a[:4]) for f, a in month if len(a) == 6}
        assert parents
        for fund, parent in parents:
            parts = [r for (f, a), r in month.items() if f == fund and len(a) == 6 and a[:4] == parent]
            assert tuple(map(sum, zip(*parts, strict=True))) == month[fund, parent]


def test_collecting_accounts_are_empty_at_month_end_but_for_one_batch(books: dict[str, Month]) -> None:
    left = {
        (p, f, a): r[3] for p, month in books.items() for (f, a), r in month.items() if a in ("1002", "1005") and r[3]
    }
    assert list(left) == [("202006", "210", "1005")]
    assert left["202006", "210", "1005"] > 0


def test_the_special_account_never_runs_dry(books: dict[str, Month]) -> None:
    for period, month in books.items():
        for fund in ("110", "120", "210", "410"):
            assert month[fund, "1003"][3] > 0, (period, fund)
            assert month[fund, "1004"][3] >= 0, (period, fund)


def test_general_balance_moves_only_by_the_provision_to_the_reserve(books: dict[str, Month]) -> None:
    for period, month in books.items():
        for fund in ("110", "120", "210", "410"):
            moved = month[fund, "3001"][1] or month[fund, "3001"][2]
            assert bool(moved) == (period == "202012" and fund == "410")


def test_the_seasons_are_plausible(books: dict[str, Month]) -> None:
    premiums = [books[p]["110", "4001"][2] - books[p]["110", "4001"][1] for p in months(2020)]
    assert max(premiums) == premiums[11]
    assert 12 < premiums[11] * 100 / sum(premiums) < 16
    subsidies = [books[p]["210", "5104"][1] for p in months(2020)]
    assert max(subsidies) == subsidies[2]
    assert [p for p in months(2020) if books[p]["410", "4402"][2]] == ["202010", "202011", "202012"]
