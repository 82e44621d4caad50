"""The fund statement on small books: every rule of the three measures, one region per scenario, one build for all."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests import deliveries
from warehouse.connection import reader
from warehouse.run import run
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt
CONTROLS = Path(__file__).parents[2] / "dbt_project" / "seeds" / "control.csv"


def books(*rows):
    """Ledger rows from (account, opening, debit, credit); closing follows from the account's side."""
    result = []
    for fund, account, opening, debit, credit in rows:
        debit_side = account[0] in "15"
        closing = Decimal(opening) + (Decimal(debit) - Decimal(credit)) * (1 if debit_side else -1)
        result.append((fund, account, f"科目{account}", Decimal(opening), Decimal(debit), Decimal(credit), closing))
    return result


def carry_on(rows, flows=()):
    """The next month's books: openings from the closings, movements from ``flows`` {account: (debit, credit)}."""
    moved = dict(flows)
    return books(*((row[0], row[1], str(row[6]), *moved.get(row[1], ("0", "0"))) for row in rows))


MEASURES, ADJUSTED, BARE, BROKEN, LATE_START = "110100", "120100", "130100", "140100", "150100"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("statement"))
    inbox = settings.under("inbox")
    _measures(inbox)
    _adjusted(inbox)
    deliveries.ledger(inbox, BARE, "202101", books(("410", "3001", "5", "0", "0")))
    broken = books(("110", "1003", "100", "7", "0"), ("110", "3001", "100", "0", "0"), ("110", "4001", "0", "0", "7"))
    broken[2] = (*broken[2][:6], Decimal("8.00"))
    broken.append(("110", "400101", "当期", Decimal(0), Decimal(0), Decimal(9), Decimal(9)))
    deliveries.ledger(inbox, BROKEN, "202101", broken)
    late = books(("110", "3001", "50", "0", "0"), ("110", "4001", "30", "0", "10"), ("110", "5001", "4", "1", "0"))
    deliveries.ledger(inbox, LATE_START, "202106", late)
    for region, period in (("110100", "202101"), (BARE, "202101"), (BROKEN, "202101")):
        deliveries.statistics(inbox, region, period, [("110", "参保人数", 3, "人")])
    summary = run(settings, inbox)
    assert summary.publication is not None, summary.build.failures
    return settings.published_path


def _measures(inbox):
    """All transfers, the central adjustment inside them, a prior year and a budget."""
    january = books(
        ("110", "1003", "1000", "150", "65"),
        ("110", "3001", "1000", "0", "0"),
        ("110", "4001", "0", "0", "60"),
        ("110", "4401", "0", "0", "50"),
        ("110", "440101", "0", "0", "30"),
        ("110", "4402", "0", "0", "40"),
        ("110", "5001", "0", "25", "0"),
        ("110", "500101", "0", "20", "0"),
        ("110", "5301", "0", "30", "0"),
        ("110", "530101", "0", "22", "0"),
        ("110", "5302", "0", "10", "0"),
        ("120", "3001", "0.5", "0", "0"),
        ("120", "4001", "0", "0", "1.25"),
    )
    deliveries.ledger(inbox, MEASURES, "202101", january)
    february = carry_on(january, {"4001": ("1", "11"), "5001": ("3", "0"), "500101": ("3", "0")})
    deliveries.ledger(inbox, MEASURES, "202102", february)
    prior = books(("110", "3001", "900", "0", "0"), ("110", "4001", "0", "0", "50"), ("110", "5302", "0", "0", "0"))
    deliveries.ledger(inbox, MEASURES, "202002", prior)
    deliveries.budget(
        inbox, MEASURES, "2021",
        [
            ("110", "收入", "4001", "社会保险费收入", "0.0100", "0.0140"),
            ("110", "收入", "4401", "上级补助收入", "0.0050", "0.0050"),
            ("110", "收入", "440101", "中央调剂金补助收入", "0.0030", "0.0030"),
            ("110", "支出", "5001", "社会保险待遇支出", "0", "0"),
        ],
    )  # fmt: skip


def _adjusted(inbox):
    """February opens 3 yuan above January's closing, and 2 yuan are booked to net assets directly."""
    january = books(("210", "3001", "100", "0", "0"), ("210", "4001", "0", "0", "10"))
    deliveries.ledger(inbox, ADJUSTED, "202101", january)
    deliveries.ledger(
        inbox, ADJUSTED, "202102", books(("210", "3001", "103", "0", "2"), ("210", "4001", "10", "0", "1"))
    )


def figures(published, region, period, fund, basis, column="amount"):
    with reader(published) as connection:
        rows = connection.execute(
            f"select line_code, {column} from marts.fct_fund_statement "
            "where region_code = ? and period = ? and fund_code = ? and basis = ?",
            [region, period, fund, basis],
        ).fetchall()
    return dict(rows)


@pytest.mark.parametrize(
    ("basis", "income", "expenditure", "net_transfers"),
    [("accounting", "150", "65", "0"), ("subtotal", "60", "25", "50"), ("report", "90", "47", "42")],
)
def test_three_measures_share_one_balance(published, basis, income, expenditure, net_transfers):
    line = figures(published, MEASURES, "202101", "110", basis)
    assert [line["income"], line["expenditure"], line["net_transfers"]] == [
        Decimal(income), Decimal(expenditure), Decimal(net_transfers),
    ]  # fmt: skip
    assert line["balance"] == Decimal(85)
    assert line["income"] - line["expenditure"] + line["net_transfers"] == line["balance"]
    assert line["opening"] + line["balance"] + line["adjustment"] == line["closing"] == Decimal(1085)


def test_lines_of_a_measure_are_what_its_total_counts(published):
    accounting = figures(published, MEASURES, "202101", "110", "accounting")
    assert accounting["4401"] == 50
    assert accounting["440101"] == 30
    subtotal = figures(published, MEASURES, "202101", "110", "subtotal")
    assert not {"4401", "440101", "4402", "5301", "530101", "5302"} & set(subtotal)
    report = figures(published, MEASURES, "202101", "110", "report")
    assert report["440101"] == 30
    assert report["530101"] == 22
    assert not {"4401", "4402", "5301", "5302"} & set(report)
    assert report["500101"] == 20


def test_month_and_year_to_date(published):
    month = figures(published, MEASURES, "202102", "110", "report")
    year = figures(published, MEASURES, "202102", "110", "report", "amount_ytd")
    assert (month["4001"], year["4001"]) == (10, 70)
    assert (month["income"], year["income"]) == (10, 100)
    assert (month["opening"], year["opening"]) == (1085, 1000)
    assert month["closing"] == year["closing"] == 1092


def test_comparisons_with_prior_year_and_budget(published):
    growth = figures(published, MEASURES, "202102", "110", "report", "growth")
    completion = figures(published, MEASURES, "202102", "110", "report", "completion")
    budget = figures(published, MEASURES, "202102", "110", "report", "budget_adjusted")
    assert growth["4001"] == Decimal("0.400000")
    assert growth["expenditure"] is None, "the base of last year is missing or zero: a dash, not 0 %"
    assert (budget["income"], completion["income"]) == (170, Decimal("0.588235"))
    assert completion["4001"] == Decimal("0.500000")
    assert completion["5001"] is None, "a zero budget has no completion"


def test_fund_all_sums_the_funds(published):
    alone = figures(published, MEASURES, "202101", "110", "accounting")
    other = figures(published, MEASURES, "202101", "120", "accounting")
    together = figures(published, MEASURES, "202101", "all", "accounting")
    for code in ("income", "opening", "closing", "balance", "4001"):
        assert together[code] == alone[code] + other[code]


def test_opening_that_differs_is_a_signed_adjustment(published):
    line = figures(published, ADJUSTED, "202102", "210", "accounting")
    assert (line["opening"], line["balance"], line["adjustment"], line["closing"]) == (110, 1, 5, 116)
    assert figures(published, ADJUSTED, "202101", "210", "accounting")["adjustment"] == 0


def test_books_with_net_assets_alone_have_a_statement(published):
    line = figures(published, BARE, "202101", "410", "report")
    assert (line["opening"], line["closing"], line["balance"]) == (5, 5, 0)
    assert (line["income"], line["expenditure"]) == (0, 0)


def test_year_to_date_is_right_although_the_year_starts_late(published):
    year = figures(published, LATE_START, "202106", "110", "accounting", "amount_ytd")
    assert (year["4001"], year["5001"], year["balance"], year["opening"], year["closing"]) == (40, 5, 35, 50, 85)


def control(published, control_id, region, fund, period):
    with reader(published) as connection:
        return connection.execute(
            "select status, measured, expected, evidence from marts.mart_control_result "
            "where control_id = ? and region_code = ? and fund_code = ? and period = ?",
            [control_id, region, fund, period],
        ).fetchone()


@pytest.mark.parametrize(
    ("control_id", "good", "bad"),
    [
        ("K08", (MEASURES, "110", "202101"), (BROKEN, "110", "202101")),
        ("F05", (MEASURES, "110", "202102"), (ADJUSTED, "210", "202102")),
        ("F11", (MEASURES, "110", "202101"), (BROKEN, "110", "202101")),
    ],
)
def test_controls_tell_good_books_from_bad(published, control_id, good, bad):
    assert control(published, control_id, *good)[0] == "pass"
    status, measured, expected, evidence = control(published, control_id, *bad)
    assert status == "fail"
    assert measured != expected
    assert evidence


def test_every_control_reports_once_for_every_fund_and_month(published):
    with reader(published) as connection:
        wanted = connection.execute("select count(*) from marts.dim_period cross join (values (1)) as one").fetchone()[
            0
        ]
        per_control = connection.execute(
            "select control_id, count(*), count(distinct (region_code, fund_code, period)) "
            "from marts.mart_control_result group by control_id"
        ).fetchall()
    with CONTROLS.open(newline="") as file:
        assert len(per_control) == len(list(csv.DictReader(file)))
    for control_id, rows, distinct in per_control:
        assert rows == distinct
        assert rows % wanted == 0, control_id


def test_a_control_that_cannot_run_says_so(published):
    status, measured, _, evidence = control(published, "K14", MEASURES, "110", "202101")
    assert (status, measured) == ("not_run", None)
    assert "未执行" in evidence
