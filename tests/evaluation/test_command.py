"""`sanfang evaluate` as a person meets it."""

import pytest
import typer
from typer.testing import CliRunner

from tests.evaluation.scenarios import PLAIN, RULES
from warehouse.cli.evaluation import register

pytestmark = pytest.mark.dbt


@pytest.fixture
def call(scored, monkeypatch):
    monkeypatch.setenv("SANFANG_HOME", str(scored.home))
    app = typer.Typer()
    register(app)
    app.command("nothing")(lambda: None)  # with one command alone typer would drop its name
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", *arguments])


def test_a_draft_is_given_whatever_is_missing(call):
    result = call("--year", "2021", "--region", RULES)
    assert result.exit_code == 0
    assert "草稿，尚不能定稿" in result.output
    assert "社保经办机构" in result.output


def test_final_is_refused_with_exit_code_1(call):
    result = call("--year", "2021", "--region", RULES, "--final")
    assert result.exit_code == 1
    assert "不能定稿" in result.output


def test_a_table_that_lacks_goals_names_who_sets_them(call):
    result = call("--year", "2021", "--region", PLAIN)
    assert "财政部门" in result.output
    assert "100.00" in result.output


def test_an_unknown_year_is_an_error_in_words(call):
    result = call("--year", "1999")
    assert isinstance(result.exception, ValueError)
    assert "没有 1999 年" in str(result.exception)
