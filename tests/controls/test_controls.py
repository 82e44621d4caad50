"""Every control on small deliveries: where it passes, where it does not, and what it says where it cannot run."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.controls.scenarios import BAD, BARE, BOOKS, GOOD, MONTHS, WAITING, write
from warehouse.connection import reader
from warehouse.run import run
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt

SEED = Path(__file__).parents[2] / "dbt_project" / "seeds" / "control.csv"
with SEED.open(newline="") as file:
    CONTROLS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """{(control, region, fund, month): (status, measured, expected, evidence)} of one build over all regions."""
    settings = Settings(home=tmp_path_factory.mktemp("controls"))
    inbox = settings.under("inbox")
    write(inbox)
    summary = run(settings, inbox)
    assert summary.publication is not None, summary.build.failures or summary.build.message
    with reader(settings.published_path) as connection:
        rows = connection.execute(
            "select control_id, region_code, fund_code, period, status, measured, expected, evidence "
            "from marts.mart_control_result"
        ).fetchall()
    assert len(rows) == len({row[:4] for row in rows})
    return {row[:4]: row[4:] for row in rows}


PASSES = [
    ("K03", "110", "202102"), ("K05", "110", "202101"), ("J02", "110", "202101"), ("K06", "110", "202101"),
    ("K07", "110", "202103"), ("K15", "410", "202101"), ("K17", "110", "202101"), ("K18", "110", "202104"),
    ("K19", "110", "202105"), ("K20", "110", "202101"), ("K21", "120", "202105"), ("K23", "110", "202102"),
    ("K26", "110", "202102"), ("B01", "110", "202102"), ("B01", "110", "202103"), ("K29", "all", "202102"),
    ("K33", "210", "202103"), ("K34", "210", "202102"), ("K34", "210", "202103"), ("K42", "all", "202103"),
    ("K35", "410", "202101"), ("K45", "410", "202101"), ("K46", "110", "202101"), ("S01", "110", "202103"),
    ("S02", "110", "202101"),
]  # fmt: skip

# control, fund, month, status, measured
VIOLATIONS = [
    ("K03", "410", "202101", "warn", "19"),
    ("K05", "110", "202101", "fail", "99"),
    ("K05", "110", "202102", "warn", "10"),
    ("J02", "120", "202101", "fail", "50"),
    ("J02", "120", "202102", "warn", "20"),
    ("K06", "120", "202101", "warn", "777"),
    ("K07", "110", "202101", "warn", "300"),
    ("K15", "410", "202101", "warn", "0.9"),
    ("K17", "110", "202101", "fail", "0.98"),
    ("K17", "110", "202102", "fail", "1.01"),
    ("K18", "110", "202104", "warn", "1"),
    ("K19", "110", "202102", "fail", "1010"),
    ("K20", "410", "202101", "warn", "10"),
    ("K20", "210", "202101", "warn", "-0.285714"),
    ("K21", "110", "202105", "warn", "1000"),
    ("K23", "110", "202101", "warn", "0.5"),
    ("K26", "110", "202102", "fail", "1"),
    ("K26", "120", "202102", "fail", "1"),
    ("B01", "110", "202103", "fail", "1"),
    ("B01", "410", "202103", "warn", "1"),
    ("B01", "210", "202104", "fail", "1"),
    ("K33", "210", "202104", "warn", "1"),
    ("K34", "110", "202101", "fail", "500"),
    ("K34", "120", "202102", "warn", "40"),
    ("K34", "210", "202103", "fail", "1000"),
    ("K34", "410", "202104", "fail", "200"),
    ("K42", "all", "202103", "warn", "1"),
    ("K45", "410", "202101", "warn", "0"),
    ("K46", "210", "202101", "warn", "2"),
    ("S01", "110", "202101", "warn", "1"),
    ("S02", "120", "202101", "warn", "0.95"),
]

# control, region, fund, month, what the reason must name
NOT_RUN = [
    ("K03", BARE, "110", "202101", "批次号"),
    ("K06", BARE, "110", "202101", "1004"),
    ("K07", BARE, "110", "202101", "1002"),
    ("K15", BARE, "410", "202101", "统计月报"),
    ("K17", BARE, "110", "202101", "统计月报"),
    ("K19", BARE, "110", "202101", "fin_budget"),
    ("K20", BARE, "110", "202101", "1004"),
    ("K21", BARE, "210", "202101", "ss_assessment"),
    ("K23", BARE, "210", "202101", "ss_assessment"),
    ("K35", BARE, "110", "202101", "十二个月"),
    ("K37", BARE, "110", "202101", "十二个月"),
    ("S01", BARE, "110", "202101", "死亡人数"),
    ("S02", BARE, "110", "202101", "fin_performance_goal"),
    ("K26", BOOKS, "110", "202001", "历史月份无 ss_benefit"),
    ("K34", WAITING, "110", "202101", "未到齐"),
    ("K27", GOOD, "all", "202101", "死亡人员名册"),
    ("K25", WAITING, "all", "202101", "参保人明细"),
]  # fmt: skip


@pytest.mark.parametrize(("control", "fund", "period"), PASSES)
def test_passes_where_all_is_well(results, control, fund, period):
    status, _, _, evidence = results[control, GOOD, fund, period]
    assert status == "pass", evidence


@pytest.mark.parametrize(("control", "fund", "period", "status", "measured"), VIOLATIONS)
def test_tells_a_violation_and_measures_it(results, control, fund, period, status, measured):
    found = results[control, BAD, fund, period]
    assert (found[0], found[1]) == (status, Decimal(measured)), found


def test_check_digits_are_a_share_of_rows(results):
    status, share, limit, evidence = results["K29", BAD, "all", "202102"]
    assert status == "warn"
    assert share > limit == Decimal("0.001")
    assert "ss_assessment 1 行" in evidence


def test_a_limit_decides_on_the_day_and_month_it_names(results):
    assert results["K18", BAD, "110", "202102"][0] == "pass", "37 days are not 60"
    assert results["K21", BAD, "110", "202104"][0] == "pass", "three months are not four"
    assert results["K19", BAD, "410", "202102"][:2] == ("pass", 1000), "as much as the budget is not more"
    assert results["K33", BAD, "210", "202103"][0] == "pass", "three subsidies a year are allowed"
    assert results["K34", BAD, "410", "202103"][0] == "pass", "the first refund is within its origin"


def test_working_days_follow_the_chinese_calendar(results):
    lag = results["K03", GOOD, "110", "202102"][1]
    assert lag == 7, "eleven weekdays, of which five were holidays, and one worked Saturday"


def test_a_pension_of_two_regions_is_seen_in_both(results):
    assert results["K26", BARE, "110", "202101"][:2] == ("fail", 1)
    assert results["K26", BAD, "120", "202101"][:2] == ("fail", 1)
    assert results["K26", BAD, "110", "202101"][:2] == ("pass", 0)


@pytest.mark.parametrize(
    ("control", "fund", "status"),
    [
        ("K35", "110", "warn"),
        ("K35", "120", "pass"),
        ("K37", "110", "pass"),
        ("K37", "120", "warn"),
        ("K37", "410", "warn"),
    ],
)
def test_a_year_of_books_is_judged_when_it_is_full(results, control, fund, status):
    assert results[control, BOOKS, fund, "202012"][0] == status
    if control == "K37" or fund == "110":
        assert results[control, BOOKS, fund, "202011"][0] == "not_run"


def test_an_advance_is_aged_by_what_was_added_since(results):
    assert results["K35", BOOKS, "110", "202012"][1] == 500
    assert results["K35", BOOKS, "120", "202102"][1] == 0, "added eight months ago"


@pytest.mark.parametrize(("control", "region", "fund", "period", "words"), NOT_RUN)
def test_not_run_names_what_is_missing(results, control, region, fund, period, words):
    status, measured, expected, evidence = results[control, region, fund, period]
    assert (status, measured, expected) == ("not_run", None, None)
    assert evidence.startswith("未执行：")
    assert words in evidence


def test_every_control_reports_once_for_each_of_its_funds_and_months(results):
    months = {(region, period) for _, region, _, period in results}
    assert len(months) == 2 * len(MONTHS) + 2 + 14
    expected = {
        (row["control_id"], region, fund, period)
        for row in CONTROLS
        for fund in row["funds"].split(";")
        for region, period in months
    }
    assert set(results) == expected


def test_each_control_with_a_model_has_run_somewhere(results):
    ran = {key[0] for key, found in results.items() if found[0] != "not_run"}
    assert ran == {row["control_id"] for row in CONTROLS if row["model"]}


def test_nothing_fails_where_all_is_well(results):
    mine = {row[0] for row in PASSES}
    assert [key for key, found in results.items() if key[0] in mine and key[1] == GOOD and found[0] == "fail"] == []
