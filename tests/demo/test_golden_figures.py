"""Every figure that the report of 2020 prints, recomputed in 万元 from the generated ledger, budget and statistics files."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.demo.reading import form_rows, ledger, months

FUNDS = ("110", "120", "210", "410")
Year = dict[tuple[str, str], int]


def wan(fen: int) -> int:
    return int((Decimal(fen) / 1_000_000).quantize(Decimal(1), ROUND_HALF_UP))


def percent(part: Decimal | int, whole: Decimal | int, digits: int = 0) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def flows(inbox: Path, year: int) -> Year:
    """Flow of the year by fund and account: the December balance of income and expenditure accounts."""
    return {key: row[3] for key, row in ledger(inbox, f"{year}12").items() if key[1][0] in "45"}


@pytest.fixture(scope="module")
def this(inbox: Path) -> Year:
    return flows(inbox, 2020)


@pytest.fixture(scope="module")
def prior(inbox: Path) -> Year:
    return flows(inbox, 2019)


def total(year: Year, side: str, funds: tuple[str, ...], basis: str = "report") -> int:
    """Fen of income ('4') or expenditure ('5') of funds."""
    levels = {"4": ("4401", "4402"), "5": ("5301", "5302")}[side]
    central = {"4": "440101", "5": "530101"}[side]
    whole = sum(v for (f, a), v in year.items() if f in funds and len(a) == 4 and a[0] == side)
    if basis == "accounting":
        return whole
    between = sum(year.get((f, a), 0) for f in funds for a in levels)
    return whole - between + sum(year.get((f, central), 0) for f in funds)


def benefits(year: Year) -> int:
    """All funds; the report counts only the unemployment benefit itself in fund 210."""
    return sum(year[f, "5001"] for f in ("110", "120", "410")) + year["210", "500101"]


PRINTED = {
    ("110", "4001"): 884009, ("110", "4201"): 127005, ("110", "4202"): 610337, ("110", "4101"): 840031, ("110", "4501"): 366,
    ("110", "4301"): 21885, ("110", "440101"): 654700, ("110", "500101"): 1217293, ("110", "500102"): 50032,
    ("110", "5001"): 1267326, ("110", "5201"): 13672, ("110", "530101"): 573700, ("110", "5401"): 202,
    ("120", "4001"): 240470, ("120", "400101"): 224391, ("120", "400104"): 16079, ("120", "4201"): 1183, ("120", "4101"): 334818,
    ("120", "4501"): 289, ("120", "4301"): 7534, ("120", "5001"): 476853, ("120", "5201"): 1205,
    ("410", "4001"): 3717, ("410", "4201"): 484, ("410", "5001"): 5734, ("410", "4402"): 23314, ("410", "5302"): 1292,
    ("210", "4001"): 17989, ("210", "4201"): 4746, ("210", "500101"): 215, ("210", "500102"): 68, ("210", "5105"): 237,
    ("210", "5104"): 9529,
}  # fmt: skip
PRINTED_2019 = {
    ("110", "4001"): 1054151, ("110", "5001"): 1244584, ("110", "500101"): 1187578, ("120", "4001"): 171394,
    ("120", "400101"): 167482, ("120", "5001"): 399676, ("410", "4001"): 5097, ("210", "4001"): 18832,
}  # fmt: skip


@pytest.mark.parametrize("key", PRINTED, ids="-".join)
def test_item_of_2020(this: Year, key: tuple[str, str]) -> None:
    assert wan(this[key]) == PRINTED[key]


@pytest.mark.parametrize("key", PRINTED_2019, ids="-".join)
def test_item_of_2019(prior: Year, key: tuple[str, str]) -> None:
    assert wan(prior[key]) == PRINTED_2019[key]


BALANCES = {  # opening, + income, − expenditure, + net other transfers, = closing; balance of the year
    ("110",): (8425208, 3138333, 1854899, 882171, 10590813, 2165605),
    ("120",): (54524, 584294, 478059, 5335, 166094, 111570),
    ("410",): (23196, 4201, 5769, 22022, 43650, 20454),
    ("210",): (178292, 22736, 10049, 20415, 211394, 33102),
    FUNDS: (8681220, 3749564, 2348776, 929943, 11011951, 2330731),
}


@pytest.mark.parametrize("funds", BALANCES, ids="-".join)
def test_the_balance_of_the_year(inbox: Path, this: Year, funds: tuple[str, ...]) -> None:
    january, december = ledger(inbox, "202001"), ledger(inbox, "202012")
    start = sum(row[0] for (f, a), row in january.items() if f in funds and a in ("3001", "3201"))
    net = sum(row[3] for (f, a), row in december.items() if f in funds and a in ("3001", "3201"))
    income, expenditure = total(this, "4", funds), total(this, "5", funds)
    year = total(this, "4", funds, "accounting") - total(this, "5", funds, "accounting")
    transfers = year - (income - expenditure)
    found = tuple(map(wan, (start, income, expenditure, transfers, net + year, year)))
    assert found == BALANCES[funds]


def test_the_reserve_of_the_injury_fund(inbox: Path) -> None:
    assert wan(ledger(inbox, "202012")["410", "3201"][3]) == 11867


def test_injury_assessment_and_prevention(this: Year) -> None:
    assert wan(this["410", "5102"] + this["410", "5103"]) == 35


def test_prior_year_totals(prior: Year) -> None:
    assert wan(total(prior, "4", FUNDS)) == 3275670
    assert wan(total(prior, "5", FUNDS)) == 1776333
    assert wan(total(prior, "4", ("410",))) == 5263
    assert wan(total(prior, "5", ("410",))) == 6160
    assert wan(total(prior, "5", ("210",))) == 16959
    assert wan(benefits(prior)) == 1650512


def test_growth_of_totals(this: Year, prior: Year) -> None:
    for side, rates in (("4", (9, 57, -20, 18, 14)), ("5", (37, 19, -6, -41, 32))):
        for funds, rate in zip((("110",), ("120",), ("410",), ("210",), FUNDS), rates, strict=True):
            now, before = total(this, side, funds), total(prior, side, funds)
            assert percent(now - before, before) == rate, (side, funds)


@pytest.mark.parametrize(
    ("key", "change", "rate", "digits"),
    [
        (("110", "4001"), -170142, "-16", 0),
        (("110", "5001"), 22742, "1.83", 2),
        (("120", "4001"), 69076, "40", 0),
        (("120", "400101"), 56909, "34", 0),
        (("120", "5001"), 77177, "19.31", 2),
        (("410", "4001"), -1380, "-27", 0),
        (("210", "4001"), -843, "-4.48", 2),
        (("110", "500101"), 29715, "2.50", 2),
    ],
)
def test_growth_of_items(this: Year, prior: Year, key: tuple[str, str], change: int, rate: str, digits: int) -> None:
    assert wan(this[key] - prior[key]) == change
    assert percent(this[key] - prior[key], prior[key], digits) == Decimal(rate)


def test_changes_of_totals(this: Year, prior: Year) -> None:
    assert wan(total(this, "4", FUNDS) - total(prior, "4", FUNDS)) == 473894
    assert wan(total(this, "5", FUNDS) - total(prior, "5", FUNDS)) == 572443
    assert wan(total(this, "4", ("410",)) - total(prior, "4", ("410",))) == -1062
    assert wan(total(this, "5", ("410",)) - total(prior, "5", ("410",))) == -391
    assert wan(total(this, "5", ("210",)) - total(prior, "5", ("210",))) == -6910
    assert wan(benefits(this)) == 1750128
    assert wan(benefits(this) - benefits(prior)) == 99616
    assert percent(benefits(this) - benefits(prior), benefits(prior), 2) == Decimal("6.04")


def budget(inbox: Path) -> dict[tuple[str, str], int]:
    rows = form_rows(inbox, "fin_budget_650000_2020.xlsx", 3, 2)
    return {(str(r["险种"]), str(r["科目编码"])): int(str(r["调整预算"])) for r in rows}


def test_completion_of_the_budget(inbox: Path, this: Year) -> None:
    planned = budget(inbox)
    assert [total(planned, "5", (f,)) for f in ("110", "120", "410", "210")] == [1982942, 489150, 6926, 16244]
    for side, rates in (("4", (119, 100, 108, 116, 115)), ("5", (94, 98, 83, 62, 94))):
        for funds, rate in zip((("110",), ("120",), ("410",), ("210",), FUNDS), rates, strict=True):
            assert percent(total(this, side, funds), total(planned, side, funds) * 1_000_000) == rate, (side, funds)
    assert [planned["110", a] for a in ("5001", "500101", "500102")] == [1330943, 1263157, 67786]
    assert (planned["120", "5001"], planned["410", "5001"], planned["210", "500101"]) == (487650, 6803, 194)
    assert planned["210", "5104"] == 9529
    assert percent(benefits(this), benefits(planned) * 1_000_000, 2) == Decimal("95.87")
    for key, rate, digits in (
        (("110", "4001"), "100.97", 2), (("120", "4001"), "99", 0), (("120", "400101"), "99", 0), (("410", "4001"), "103", 0),
        (("210", "4001"), "101.81", 2), (("110", "5001"), "95.22", 2), (("120", "5001"), "97.79", 2),
        (("110", "500101"), "96.37", 2),
    ):  # fmt: skip
        assert percent(this[key], planned[key] * 1_000_000, digits) == Decimal(rate), key


def test_heads(inbox: Path) -> None:
    def statistics(period: str) -> dict[tuple[object, object], int]:
        rows = form_rows(inbox, f"ss_statistics_650000_{period}.xlsx", 3, 2)
        return {(r["险种"], r["指标"]): int(str(r["数值"])) for r in rows}

    year = {period: statistics(period) for period in months(2020)}
    december, before = year["202012"], statistics("201912")
    assert (december["110", "离退休人数"], before["110", "离退休人数"]) == (218100, 212700)
    assert (december["120", "离退休人数"], before["120", "离退休人数"]) == (64600, 55600)
    assert (december["410", "参保人数"], december["210", "参保人数"]) == (127900, 135200)
    assert (december["410", "定期待遇人数"], december["210", "领取待遇人数"]) == (745, 214)
    flows_of_year = {
        ("110", "死亡人数"): 4265, ("210", "代缴医疗保险人次"): 1402, ("210", "技能补贴人数"): 1445, ("210", "稳岗补贴人次"): 118800,
    }  # fmt: skip
    for key, count in flows_of_year.items():
        assert sum(month[key] for month in year.values()) == count
    for fund, least in (("110", 99), ("120", 99), ("210", 95), ("410", 95)):
        asked, content, first, right = (
            sum(month[fund, name] for month in year.values())
            for name in ("满意度调查人数", "满意人数", "首次发放人次", "首次发放准确人次")
        )
        assert content * 100 >= least * asked
        assert right * 100 >= 99 * first > 0
        assert sum(month[fund, "上访件数"] for month in year.values()) == 0
