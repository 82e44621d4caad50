"""Every rule of scoring on the real engine: one row met, one half met, and what is missing is never guessed."""

from decimal import Decimal

import pytest

from tests.evaluation.scenarios import INJURY, LATER, PENSION, PLAIN, RULES
from warehouse.connection import reader
from warehouse.evaluate import NotFinalError, evaluate

pytestmark = pytest.mark.dbt


def gaps(settings, region, fund):
    with reader(settings.published_path) as connection:
        return connection.execute(
            "select indicator_code, gap_kind, owner, blocks_final from marts.mart_self_evaluation_gap "
            "where region_code = ? and fund_code = ? order by gap_no",
            [region, fund],
        ).fetchall()


@pytest.mark.parametrize(
    ("fund", "goal"), [*(("110", g) for g in PENSION), *(("410", g) for g in INJURY if g[0] != "S07")]
)
def test_each_goal(scored, scored_rows, fund, goal):
    code, actual, score, gap = goal[0], *goal[9:]
    row = scored_rows[RULES, fund, code]
    assert row["actual"] == (None if actual is None else Decimal(actual))
    assert row["score"] == (None if score is None else Decimal(score))
    assert row["status"] == ("incomplete" if gap else "complete")
    assert [kind for indicator, kind, _, _ in gaps(scored, RULES, fund) if indicator == code] == ([gap] if gap else [])
    assert bool(row["missing"]) == bool(gap)


def test_a_name_that_fits_two_indicators_fits_none(scored, scored_rows):
    row = scored_rows[RULES, "410", "S07"]
    assert (row["matched_by"], row["actual"], row["score"], row["catalogue_code"]) == ("ambiguous", None, None, None)
    assert "多个指标" in row["missing"]


def test_names_are_recognised_and_the_table_says_how(scored_rows):
    assert scored_rows[RULES, "110", "S01"]["matched_by"] == "name"
    assert scored_rows[PLAIN, "110", "110.retired_count"]["matched_by"] == "code"
    unknown = scored_rows[RULES, "410", "S04"]
    assert unknown["matched_by"] == "unknown"
    assert "S04" in unknown["missing"]


def test_over_achievement_keeps_its_points_and_asks_why(scored_rows):
    explained, silent = scored_rows[RULES, "110", "S06"], scored_rows[RULES, "110", "S07"]
    assert explained["is_over_achieved"]
    assert silent["is_over_achieved"]
    assert (explained["status"], silent["status"]) == ("complete", "incomplete")
    assert not scored_rows[RULES, "110", "S01"]["is_over_achieved"]


def test_execution_is_scored_and_under_the_floor_asks_why(scored, scored_rows):
    row = scored_rows[RULES, "110", "total"]
    assert (row["executed"], row["budget_adjusted"], row["budget_initial"]) == (1140, 1200, 1200)
    assert (row["execution_rate"], row["weight"], row["score"]) == (Decimal("0.95"), 10, Decimal("9.50"))
    assert row["status"] == "incomplete"
    full = scored_rows[PLAIN, "110", "total"]
    assert (full["score"], full["status"], full["budget_initial"]) == (10, "complete", 11000)
    assert ("total", "reason", "社保经办机构", True) in gaps(scored, RULES, "110")


def test_zero_budget_is_no_hundred_percent(scored, scored_rows):
    row = scored_rows[RULES, "410", "total"]
    assert row["executed"] == 480
    assert (row["execution_rate"], row["score"]) == (None, None)
    assert row["status"] == "incomplete"
    assert ("total", "budget", "财政部门", True) in gaps(scored, RULES, "410")


def test_a_missing_score_leaves_the_total_open(scored_rows):
    for fund in ("110", "410"):
        total = scored_rows[RULES, fund, "total_score"]
        assert (total["score"], total["actual"], total["grade"], total["status"]) == (None, None, None, "incomplete")
        assert "没有" in total["missing"] or "尚未评定" in total["missing"]


def test_weights_that_do_not_make_100_are_said(scored):
    kinds = {kind for _, kind, _, _ in gaps(scored, RULES, "410")}
    assert {"weights", "block_weights"} <= kinds
    assert ("weights" in {kind for _, kind, _, _ in gaps(scored, RULES, "110")}) is False


def test_a_table_without_goals_says_so(scored, scored_rows):
    assert scored_rows[PLAIN, "all", "total"]["score"] == 10
    assert scored_rows[PLAIN, "all", "total_score"]["score"] is None
    assert [kind for _, kind, _, _ in gaps(scored, PLAIN, "all")] == ["goals"]


def test_a_plain_table_is_complete(scored, scored_rows):
    total = scored_rows[PLAIN, "110", "total_score"]
    assert (total["score"], total["weight"], total["grade"], total["status"]) == (100, 100, "优", "complete")
    assert gaps(scored, PLAIN, "110") == []


def test_the_year_chooses_the_scheme(scored_rows):
    total = scored_rows[LATER, "110", "total_score"]
    assert (total["scheme"], total["year"], total["score"]) == ("fund-2023", 2023, 100)
    assert scored_rows[LATER, "110", "total"]["weight"] is None
    assert scored_rows[PLAIN, "110", "total_score"]["scheme"] == "project-2020"


def test_draft_is_given_and_final_refused_with_names(scored):
    draft = evaluate(scored, 2021, RULES)
    assert draft.is_whole_year
    assert not draft.is_complete
    assert {table.fund_code for table in draft.tables} == {"110", "410", "all"}
    with pytest.raises(NotFinalError, match=r"社保经办机构：110100 险种 110.*未说明原因") as refused:
        evaluate(scored, 2021, RULES, final=True)
    assert "财政部门：110100 险种 410" in str(refused.value)
    with pytest.raises(ValueError, match="没有 1999 年"):
        evaluate(scored, 1999)
