"""The evaluation of 2020 as the report prints it: targets of section 一(二), results of section 三(二), typed from the report."""

from decimal import Decimal

import pytest

from warehouse.connection import reader

pytestmark = pytest.mark.dbt

# fund, indicator: target as set, unit
TARGETS = {
    ("110", "retired_count"): ("21.72", "万人"), ("110", "death_benefit_count"): ("0.5", "万人"),
    ("110", "expenditure_execution"): ("95", "%"), ("110", "paid_by_25th"): ("100", "%"),
    ("110", "first_payment_accuracy"): ("99", "%"), ("110", "satisfaction"): ("99", "%"),
    ("120", "retired_count"): ("6.46", "万人"), ("120", "expenditure_execution"): ("95", "%"),
    ("120", "first_payment_accuracy"): ("99", "%"), ("120", "satisfaction"): ("99", "%"),
    ("410", "insured_count"): ("12.51", "万人"), ("410", "periodic_count"): ("745", "人"),
    ("410", "expenditure_execution"): ("95", "%"), ("410", "settled_in_20_workdays"): ("100", "%"),
    ("410", "first_payment_accuracy"): ("99", "%"), ("410", "satisfaction"): ("95", "%"),
    ("210", "insured_count"): ("13.45", "万人"), ("210", "recipient_count"): ("110", "人"),
    ("210", "medical_count"): ("1315", "人次"), ("210", "skill_subsidy_count"): ("2.44", "万人"),
    ("210", "expenditure_execution"): ("95", "%"), ("210", "first_payment_accuracy"): ("99", "%"),
    ("210", "satisfaction"): ("95", "%"),
}  # fmt: skip
# fund, indicator: the figure as printed, factor from the base unit
RESULTS = {
    ("110", "retired_count"): ("21.81", "0.0001"), ("110", "death_benefit_count"): ("4265", "1"),
    ("120", "retired_count"): ("6.46", "0.0001"), ("410", "insured_count"): ("12.79", "0.0001"),
    ("410", "periodic_count"): ("745", "1"), ("210", "insured_count"): ("13.52", "0.0001"),
    ("210", "recipient_count"): ("214", "1"), ("210", "recipient_person_count"): ("214", "1"),
    ("210", "average_unemployment_benefit"): ("610", "1"), ("210", "medical_count"): ("1402", "1"),
    ("210", "skill_subsidy_count"): ("1445", "1"), ("210", "job_subsidy_count"): ("11.88", "0.0001"),
    ("all", "petition_count"): ("0", "1"), ("all", "benefit_execution"): ("95.87", "1"),
    ("110", "premium_completion"): ("100.97", "1"),
    ("110", "income_completion"): ("119", "1"),
    ("210", "job_subsidy_execution"): ("100", "1"),
    ("210", "skill_subsidy_execution"): ("3.67", "1"),
    ("110", "payable_months"): ("68.5", "1"),
    ("110", "benefit_execution"): ("95.22", "1"), ("120", "benefit_execution"): ("97.79", "1"),
}  # fmt: skip
EXECUTION = {"110": "93.54", "120": "97.73", "410": "83.29", "210": "61.86", "all": "94.13"}
SCORES = {"110": "9.35", "120": "9.77", "410": "8.33", "210": "6.19", "all": "9.41"}
BENEFITS = {
    "110": (1267326, 1330943),
    "120": (476853, 487650),
    "410": (5734, 6803),
    "210": (215, 194),
    "all": (1750128, 1825590),
}


def half_up(number, places):
    return number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def places(printed):
    return max(0, -Decimal(printed).as_tuple().exponent)


@pytest.fixture(scope="module")
def ask(golden):
    with reader(golden.published_path) as connection:
        yield lambda query, *values: connection.execute(query, list(values)).fetchall()


@pytest.fixture(scope="module")
def rows(ask):
    columns = "fund_code, coalesce(catalogue_code, indicator_code), block, target, unit, actual, weight, score, status, deviation_reason, executed, budget_adjusted, execution_rate"
    names = [
        name.strip().split(".")[-1]
        for name in columns.replace("coalesce(catalogue_code, indicator_code)", "code").split(",")
    ]
    found = ask(f"select {columns} from marts.mart_self_evaluation where region_code = '650000' and year = 2020")
    return [dict(zip(names, row, strict=True)) for row in found]


def one(rows, fund, code, block="indicator"):
    (row,) = [r for r in rows if (r["fund_code"], r["code"], r["block"]) == (fund, code, block)]
    return row


@pytest.mark.parametrize(("fund", "code"), TARGETS)
def test_targets(rows, fund, code):
    row = one(rows, fund, code)
    assert (row["target"], row["unit"]) == TARGETS[fund, code]


@pytest.mark.parametrize(("fund", "code"), RESULTS)
def test_results(ask, fund, code):
    printed, factor = RESULTS[fund, code]
    ((actual,),) = ask(
        "select actual from marts.fct_indicator_actual where region_code = '650000' and year = 2020 and fund_code = ? and indicator_code = ?",
        fund, code,
    )  # fmt: skip
    assert half_up(actual * Decimal(factor), places(printed)) == Decimal(printed)


@pytest.mark.parametrize("fund", EXECUTION)
def test_execution_and_its_score(rows, fund):
    row = one(rows, fund, "expenditure_execution", "funds")
    assert half_up(row["execution_rate"] * 100, 2) == Decimal(EXECUTION[fund])
    assert row["score"] == Decimal(SCORES[fund])


@pytest.mark.parametrize("fund", BENEFITS)
def test_benefit_line_of_the_funds_block(rows, fund):
    row = one(rows, fund, "benefit_execution", "funds")
    wan = [half_up(row[column] * Decimal("0.0001"), 0) for column in ("executed", "budget_adjusted")]
    assert tuple(wan) == BENEFITS[fund]


def test_promises_in_words_are_measured_and_kept(rows):
    for fund, at_least in (("110", 99), ("120", 99), ("410", 95), ("210", 95)):
        assert one(rows, fund, "satisfaction")["actual"] >= at_least
        assert one(rows, fund, "first_payment_accuracy")["actual"] >= 99
    assert 99 < one(rows, "410", "settled_in_20_workdays")["actual"] <= 100
    assert 99 < one(rows, "110", "paid_by_25th")["actual"] <= 100


def test_deadline_scores_the_share_in_time(rows):
    row = one(rows, "110", "paid_by_25th")
    assert row["score"] == half_up(row["weight"] * row["actual"] / 100, 2)


def test_skill_subsidy_is_5_92_percent_and_nobody_explained_it(rows):
    row = one(rows, "210", "skill_subsidy_count")
    assert half_up(row["actual"] / Decimal(row["target"]) * 100, 2) == Decimal("5.92")
    assert row["score"] == Decimal("0.47")
    assert row["status"] == ("complete" if row["deviation_reason"] else "incomplete")


def test_totals_are_sums_of_printed_scores_out_of_100(rows):
    for fund in EXECUTION:
        total = one(rows, fund, "total_score", "total")
        assert total["weight"] == 100
        assert total["score"] == sum(
            r["score"] for r in rows if r["fund_code"] == fund and r["block"] != "total" and r["score"] is not None
        )


def test_people_of_the_year_before(ask):
    before = dict(ask(
        "select fund_code, base_value from marts.fct_statistic where region_code = '650000' and period = '201912' and indicator = '离退休人数'"
    ))  # fmt: skip
    assert before == {"110": Decimal(212700), "120": Decimal(55600)}


def test_every_indicator_of_the_catalogue_is_measured_from_rows(ask):
    never = ask(
        "select indicator_code from marts.dim_indicator where indicator_code not in "
        "(select indicator_code from marts.fct_indicator_actual where year = 2020 and status = 'measured')"
    )
    assert never == []


def test_controls_that_passed_are_counted(ask):
    ((rate,),) = ask(
        "select actual from marts.fct_indicator_actual where year = 2020 and fund_code = 'all' and indicator_code = 'control_pass_rate'"
    )
    ((passed, ran),) = ask(
        "select count(*) filter (where status = 'pass'), count(*) from marts.mart_control_result "
        "where period like '2020%' and status <> 'not_run'"
    )
    assert rate == half_up(Decimal(100 * passed) / ran, 6)
