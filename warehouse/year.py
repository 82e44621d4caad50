"""The year at a glance, read from the published warehouse. Every figure is computed and rounded in SQL."""

from __future__ import annotations

from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from warehouse.connection import reader

_YEAR = (Path(__file__).parent / "year.sql").read_text()
_HEADINGS = {
    "fund": "险种", "opening": "上年结余", "income": "收入", "expenditure": "支出",
    "net_transfers": "上解下拨", "balance": "当期结余", "closing": "滚存结余",
}  # fmt: skip
_CONTROLS = """
    select
        control_id,
        count(*) filter (where status = 'pass'), count(*) filter (where status = 'warn'),
        count(*) filter (where status = 'fail'), count(*) filter (where status = 'not_run')
    from marts.mart_control_result
    where region_code = $region and period like $year || '%'
    group by control_id
    having count(*) filter (where status in ('warn', 'fail')) > 0
    order by control_id
"""
_LEGS = """
    select
        case leg
            when 'ssa_tax' then '社保到账与税务征收' when 'tax_fin' then '税务入库与财政专户'
            when 'ssa_fin_benefit' then '待遇发放与专户拨付' when 'ledger_fin' then '社保账与专户分项' else '三方总额'
        end,
        format('{:,d}', sum(lines)), format('{:,d}', sum(matched_lines)), format('{:,d}', sum(differing_lines)),
        format('{:,d}', sum(open_lines)), cast(sum(unexplained) as varchar),
        count(*) filter (where status in ('proven', 'proven_with_open_items')) || '/' || count(*)
    from marts.mart_reconciliation_summary
    where region_code = $region and period like $year || '%'
    group by leg
    order by min(case leg when 'ssa_tax' then 1 when 'tax_fin' then 2 when 'ssa_fin_benefit' then 3 when 'ledger_fin' then 4 else 5 end)
"""


def year_summary(published: Path, region: str, year: str) -> list[dict[str, str]]:
    """Totals of the year by fund and over all funds, report measure (不含上解下拨), as text in 万元.

    Returns:
        One dict per fund in the order of documents: ``fund`` and the line codes of the totals. Empty when the
        year's December is not published.
    """
    with reader(published) as connection:
        cursor = connection.execute(_YEAR, {"region": region, "year": year})
        names = [str(column[0]) for column in cursor.description or []]
        return [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]


def year_table(published: Path, region: str, year: str) -> Table:
    """Terminal table of :func:`year_summary`."""
    table = Table(
        title=f"{year} 年 {region} 社会保险基金收支（报告口径；万元）", box=SIMPLE_HEAD, padding=0, pad_edge=False
    )
    for key, heading in _HEADINGS.items():
        table.add_column(heading, justify="left" if key == "fund" else "right")
    for row in year_summary(published, region, year):
        table.add_row(*(row[key] for key in _HEADINGS))
    return table


def control_counts(published: Path, region: str, year: str) -> Table:
    """Terminal table: how often each control of the year passed, warned, failed or did not run."""
    headings = ("控制点", "通过", "提示", "不通过", "未执行")
    return _table(published, _CONTROLS, f"{year} 年有提示或不通过的控制点", headings, region, year)


def leg_table(published: Path, region: str, year: str) -> Table:
    """Terminal table: each leg of the reconciliation with its lines, what agrees, what is open, what is unexplained."""
    headings = ("环节", "行数", "相符", "差异", "未清", "未解释元", "已证明")
    return _table(published, _LEGS, f"{year} 年三方对账（各险种各月合计）", headings, region, year)


def _table(published: Path, query: str, title: str, headings: tuple[str, ...], region: str, year: str) -> Table:
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left")
    with reader(published) as connection:
        for row in connection.execute(query, {"region": region, "year": year}).fetchall():
            table.add_row(*(str(value) for value in row))
    return table
