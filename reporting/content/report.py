"""The annual report and the form of one region and year, as documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reporting.content.facts import Facts, layout, sql
from reporting.content.form import form_tables
from reporting.content.human import Human
from reporting.content.names import Names
from reporting.content.prose import Marks, blocks, render
from reporting.content.statement import statement_table
from reporting.document import Block, Chart, Document, Paragraph, Series

_GAPS = """
    select distinct detail || '（由' || owner || '补充）' as gap from marts.mart_self_evaluation_gap
    where region_code = $region and year = $year and blocks_final order by gap
"""


def annual_report(facts: Facts, human: Human, missing: list[str], *, is_final: bool) -> Document:
    """The annual self-evaluation report in its five sections.

    Args:
        missing: What keeps the report from being final, beyond the gaps of its tables.
        is_final: Leave out the status that a draft carries.
    """
    names = Names(facts, human, Marks())
    text = render("report.txt", names.for_template())
    body = tuple(blocks(text, names.marks, lambda name: _insert(facts, human, names, name)))
    title = f"{facts.scope.year} 年{facts.scope.region_name}本级社会保险基金预算绩效自评报告"
    status = () if is_final else tuple(_status(facts, human, missing))
    return _document(facts, title, (*status, *body), is_final=is_final)


def official_form(report: Document) -> Document:
    """The tables of section 五 alone, for the workbook. Without goals there is nothing but a line that says so."""
    tables = tuple(table for table in report.tables() if table.key.startswith("form-"))
    empty = Paragraph((f"没有 {report.year} 年的绩效目标表：请财政部门报送。",), "status")
    return replace(report, title=report.title.replace("预算绩效自评报告", "支出绩效自评表"), blocks=tables or (empty,))


def _insert(facts: Facts, human: Human, names: Names, name: str) -> list[Block]:
    if name == "statement":
        return [statement_table(facts, names)]
    if name != "forms":
        return [_chart(facts, names, name)]
    tables: list[Block] = list(form_tables(facts, human))
    return tables or [Paragraph(("本年度没有报送绩效目标表，无法填列。",), "status")]


def _chart(facts: Facts, names: Names, key: str) -> Chart:
    entry: dict[str, Any] = layout("charts")[key]
    funds = [(fund.code, fund.short) for fund in names.funds]
    if entry.get("with_all"):
        funds.append(("all", "合计"))
    series = []
    for row in entry["series"]:
        keys = {"line": row["line"], "basis": "report"} if "line" in row else {}
        figures = (facts.figure(row["kind"], row["measure"], fund=code, **keys) for code, _ in funds)
        series.append(Series(row["name"], tuple(figures)))
    return Chart(key, entry["title"], entry["unit"], tuple(short for _, short in funds), tuple(series))


def _status(facts: Facts, human: Human, missing: list[str]) -> list[Paragraph]:
    scope = {"region": facts.scope.region_code, "year": facts.scope.year}
    gaps = [*missing, *(gap for (gap,) in facts.rows(_GAPS, scope))]
    gaps += [f"{hint}（由编报单位在 {human.path.name} 中填写）" for hint in human.missing()]
    lines = ["草稿。" + ("定稿前须补齐：" if gaps else "资料已齐全，可以定稿。")]
    lines += [f"{number}. {gap}" for number, gap in enumerate(gaps, 1)]
    return [Paragraph((line,), "status") for line in lines]


def _document(facts: Facts, title: str, body: tuple[Block, ...], *, is_final: bool) -> Document:
    scope = facts.scope
    (published,) = facts.rows("select max(digest) from ops.publication")[0]
    subtitle = f"{scope.period[:4]} 年度（数据截至 {scope.period[:4]} 年 {scope.period[4:]} 月；数仓摘要 {published}）"
    document = Document(title, subtitle, scope.year, scope.region_code, is_final, body, {})
    used = {figure.provenance for figure in document.figures()}
    return replace(document, provenance={key: value for key, value in facts.provenance.items() if key in used})


def scopes(facts_query: Any, year: int, region: str | None) -> list[tuple[str, str, str, str]]:
    """Regions with a month of the year that counts: code, name, last month, the same month a year earlier."""
    return [tuple(row) for row in facts_query(sql("regions"), {"year": year, "region": region}).fetchall()]
