"""The published year 2020 equals every figure that the agency's report prints, to the 万元.

The figures are typed here from the report, not read from the generator's own table.
"""

from decimal import Decimal

import pytest

from warehouse.connection import reader

pytestmark = pytest.mark.dbt

WAN = """
select cast(round(sum({column}) * cast(0.0001 as decimal(5, 4)), 0) as bigint)
from marts.fct_fund_statement
where region_code = '650000' and period = ? and basis = ? and fund_code = ? and line_code = ?
"""

# fund: opening of the year, income, expenditure, net other transfers, closing, balance (report measure)
ROLL_FORWARD = {
    "110": (8425208, 3138333, 1854899, 882171, 10590813, 2165605),
    "120": (54524, 584294, 478059, 5335, 166094, 111570),
    "410": (23196, 4201, 5769, 22022, 43650, 20454),
    "210": (178292, 22736, 10049, 20415, 211394, 33102),
    "all": (8681220, 3749564, 2348776, 929943, 11011951, 2330731),
}
LINES = {
    "110": {
        "4001": 884009, "4201": 127005, "4202": 610337, "4101": 840031, "4501": 366, "4301": 21885, "440101": 654700,
        "5001": 1267326, "5201": 13672, "530101": 573700, "5401": 202,
    },
    "120": {"4001": 240470, "4201": 1183, "4101": 334818, "4501": 289, "4301": 7534, "5001": 476853, "5201": 1205},
    "410": {"4001": 3717, "4201": 484, "5001": 5734},
    "210": {"4001": 17989, "4201": 4746, "5104": 9529, "5105": 237},
}  # fmt: skip
ITEMS = {
    ("110", "基本养老金"): 1217293,
    ("110", "丧葬补助金和抚恤金"): 50032,
    ("210", "失业保险金"): 215,
    ("210", "基本医疗保险费"): 68,
}
PRIOR_YEAR = {
    ("all", "income"): 3275670, ("all", "expenditure"): 1776333, ("110", "4001"): 1054151, ("110", "5001"): 1244584,
    ("120", "4001"): 171394, ("120", "5001"): 399676, ("410", "income"): 5263, ("410", "4001"): 5097,
    ("410", "expenditure"): 6160, ("210", "4001"): 18832, ("210", "expenditure"): 16959,
}  # fmt: skip
BUDGET = {
    ("110", "expenditure"): 1982942, ("120", "expenditure"): 489150, ("410", "expenditure"): 6926,
    ("210", "expenditure"): 16244, ("110", "5001"): 1330943, ("120", "5001"): 487650, ("410", "5001"): 6803,
    ("210", "5104"): 9529,
}  # fmt: skip
# percent as printed: growth of the year, completion of the adjusted budget
GROWTH = {
    ("all", "income"): "14", ("110", "income"): "9", ("120", "income"): "57", ("410", "income"): "-20", ("210", "income"): "18",
    ("all", "expenditure"): "32", ("110", "expenditure"): "37", ("120", "expenditure"): "19", ("410", "expenditure"): "-6",
    ("210", "expenditure"): "-41", ("110", "4001"): "-16", ("110", "5001"): "1.83", ("120", "4001"): "40",
    ("120", "5001"): "19.31", ("410", "4001"): "-27", ("210", "4001"): "-4.48",
}  # fmt: skip
COMPLETION = {
    ("all", "income"): "115", ("110", "income"): "119", ("120", "income"): "100", ("410", "income"): "108",
    ("210", "income"): "116", ("all", "expenditure"): "94", ("110", "expenditure"): "93.54", ("120", "expenditure"): "97.73",
    ("410", "expenditure"): "83.29", ("210", "expenditure"): "61.86", ("110", "4001"): "100.97", ("110", "5001"): "95.22",
    ("120", "4001"): "99", ("120", "5001"): "97.79", ("410", "4001"): "103", ("210", "4001"): "101.81",
}  # fmt: skip


@pytest.fixture(scope="module")
def ask(golden):
    with reader(golden.published_path) as connection:

        def one(query, *values):
            row = connection.execute(query, list(values)).fetchone()
            return row[0] if row else None

        yield one


def wan(ask, fund, line, column="amount_ytd", period="202012", basis="report"):
    return ask(WAN.format(column=column), period, basis, fund, line)


@pytest.mark.parametrize("fund", ROLL_FORWARD)
def test_roll_forward(ask, fund):
    codes = ("opening", "income", "expenditure", "net_transfers", "closing", "balance")
    assert tuple(wan(ask, fund, code) for code in codes) == ROLL_FORWARD[fund]
    assert wan(ask, fund, "opening", "amount", "202001") == ROLL_FORWARD[fund][0]
    assert wan(ask, fund, "closing", "amount") == ROLL_FORWARD[fund][4]
    assert wan(ask, fund, "adjustment") == 0


@pytest.mark.parametrize(("fund", "line"), [(fund, line) for fund, lines in LINES.items() for line in lines])
def test_lines(ask, fund, line):
    assert wan(ask, fund, line) == LINES[fund][line]


@pytest.mark.parametrize(("fund", "item"), ITEMS)
def test_benefit_items(ask, fund, item):
    query = WAN.format(column="amount_ytd").replace("line_code = ?", "item = ? and line_kind = 'detail'")
    assert ask(query, "202012", "report", fund, item) == ITEMS[fund, item]


def test_benefits_of_all_funds_count_unemployment_benefit_only(ask):
    total = """
        select cast(round(sum({column}) * cast(0.0001 as decimal(5, 4)), 0) as bigint)
        from marts.fct_fund_statement
        where region_code = '650000' and period = '202012' and basis = 'report'
            and ((fund_code in ('110', '120', '410') and line_code = '5001') or (fund_code = '210' and item = '失业保险金'))
    """
    assert ask(total.format(column="amount_ytd")) == 1750128
    assert ask(total.format(column="prior_year_ytd")) == 1650512
    assert ask(total.format(column="budget_adjusted")) == 1825590


def test_premiums_of_institutions_split_into_current_and_settlement(ask):
    parts = """
        select cast(round(amount_ytd * cast(0.0001 as decimal(5, 4)), 0) as bigint)
        from marts.fct_fund_statement
        where region_code = '650000' and period = '202012' and basis = 'report' and fund_code = '120'
            and line_kind = 'detail' and line_code like '4001%' and amount_ytd > 0
        order by amount_ytd desc
    """
    assert ask(parts) == 224391
    assert ask(parts + " offset 1") == 16079


def test_injury_pays_35_for_appraisal_and_prevention(ask):
    assert (wan(ask, "410", "5102") or 0) + (wan(ask, "410", "5103") or 0) == 35


def test_transfers_of_the_injury_fund(ask):
    assert wan(ask, "410", "4402", basis="accounting") == 23314
    assert wan(ask, "410", "5302", basis="accounting") == 1292


@pytest.mark.parametrize(("fund", "line"), PRIOR_YEAR)
def test_prior_year(ask, fund, line):
    assert wan(ask, fund, line, "prior_year_ytd") == PRIOR_YEAR[fund, line]


def test_prior_year_pension(ask):
    query = WAN.format(column="prior_year_ytd").replace("line_code = ?", "item = ? and line_kind = 'detail'")
    assert ask(query, "202012", "report", "110", "基本养老金") == 1187578


@pytest.mark.parametrize(("fund", "line"), BUDGET)
def test_adjusted_budget(ask, fund, line):
    assert wan(ask, fund, line, "budget_adjusted") == BUDGET[fund, line]


def percent(ask, column, fund, line, printed):
    places = max(0, -Decimal(printed).as_tuple().exponent)
    return ask(
        f"select cast(round({column} * 100, {places}) as varchar) from marts.fct_fund_statement "
        "where region_code = '650000' and period = '202012' and basis = 'report' and fund_code = ? and line_code = ?",
        fund, line,
    )  # fmt: skip


@pytest.mark.parametrize(("fund", "line"), GROWTH)
def test_growth_as_printed(ask, fund, line):
    printed = GROWTH[fund, line]
    assert Decimal(percent(ask, "growth", fund, line, printed)) == Decimal(printed)


@pytest.mark.parametrize(("fund", "line"), COMPLETION)
def test_completion_as_printed(ask, fund, line):
    printed = COMPLETION[fund, line]
    assert Decimal(percent(ask, "completion", fund, line, printed)) == Decimal(printed)


def test_injury_reserve_is_inside_the_closing(golden):
    from warehouse.connection import writer

    with writer(golden.build_path) as connection:
        reserve = connection.execute(
            "select cast(round(closing_balance * cast(0.0001 as decimal(5, 4)), 0) as bigint) from staging.stg_ss_ledger "
            "where region_code = '650000' and period = '202012' and fund_code = '410' and account_code = '3201'"
        ).fetchone()
    assert reserve == (11867,)


def test_controls_fail_where_a_difference_was_planted_and_nowhere_else(golden):
    with reader(golden.published_path) as connection:
        failed = connection.execute(
            "select control_id, fund_code, period from marts.mart_control_result where status = 'fail'"
        ).fetchall()
        passed = connection.execute(
            "select count(*) from marts.mart_control_result where status = 'pass' and period like '2020%'"
        ).fetchone()
    # In April a treasury batch of another fund was booked to the unemployment fund's sub-account.
    assert failed == [("K04", "210", "202004")]
    assert passed[0] > 400
