"""Drafts, the final version, and other regions."""

from __future__ import annotations

import pytest
import yaml
from typer.testing import CliRunner

from reporting.report import report
from tests.documents.conftest import by_name
from warehouse.evaluate import NotFinalError

_EXPLAINED = """
    update marts.mart_self_evaluation set status = 'complete', missing = null,
        deviation_reason = coalesce(deviation_reason, '培训机构停课'), improvement = coalesce(improvement, '据实测算')
    where needs_reason or block = 'total';
    delete from marts.mart_self_evaluation_gap where blocks_final;
"""
_ELSEWHERE = """
    insert into marts.dim_region values ('654000', '伊犁哈萨克自治州', '新疆维吾尔自治区', false);
    update marts.fct_fund_statement set region_code = '654000';
    update marts.dim_period set region_code = '654000';
    update marts.dim_source_file set region_code = '654000';
    update marts.fct_indicator_actual set region_code = '654000';
    delete from marts.mart_self_evaluation;
"""


def test_the_same_marts_give_the_same_bytes(golden, documents):
    before = {name: path.read_bytes() for name, path in documents.items()}
    again = by_name(report(golden, 2020, "650000"))
    assert {name: path.read_bytes() for name, path in again.items()} == before


def test_final_waits_for_reasons_then_for_people_then_is_written(altered, golden):
    with pytest.raises(NotFinalError, match="享受技能提升补贴人数"):
        report(golden, 2020, final=True)
    settings = altered(_EXPLAINED)
    with pytest.raises(NotFinalError, match="主管部门全称"):
        report(settings, 2020, final=True)
    prose = settings.under("reports", "2020", "prose-650000.yml")
    assert not list(prose.parent.glob("650000-*"))
    asked = yaml.safe_load(prose.read_text())
    prose.write_text(yaml.safe_dump({name: f"已写{number}" for number, name in enumerate(asked)}, allow_unicode=True))
    page = by_name(report(settings, 2020, final=True))["annual-report.html"].read_text()
    assert "待填" not in page
    assert "草稿" not in page
    assert "已写0" in page


def test_a_region_without_goals_has_its_report_and_says_what_is_missing(altered):
    files = by_name(report(altered(_ELSEWHERE), 2020, "654000"))
    page = files["annual-report.html"].read_text()
    assert "伊犁哈萨克自治州本级" in page
    assert "没有绩效目标表" in page
    assert files["self-evaluation.xlsx"].name == "654000-self-evaluation.xlsx"


def test_the_command_names_what_it_wrote_and_refuses_what_is_not_final(golden, monkeypatch):
    import typer

    from warehouse.cli import report as command

    monkeypatch.setenv("SANFANG_HOME", str(golden.home))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    refused = CliRunner().invoke(app, ["report", "--year", "2020", "--final"])
    assert refused.exit_code == 1
    unknown = CliRunner().invoke(app, ["report", "--year", "1999"])
    assert isinstance(unknown.exception, ValueError)
