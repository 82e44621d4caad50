"""The year at a glance, read from the published warehouse. Every figure is computed and rounded in SQL."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from warehouse.connection import reader

_YEAR = (Path(__file__).parent / "year.sql").read_text()
_HEADINGS = {
    "fund": "险种", "opening": "上年结余", "income": "收入", "expenditure": "支出",
    "net_transfers": "上解下拨净额", "balance": "当期结余", "closing": "滚存结余",
}  # fmt: skip
_CONTROLS = """
    select
        control_id,
        count(*) filter (where status = 'pass'), count(*) filter (where status = 'warn'),
        count(*) filter (where status = 'fail'), count(*) filter (where status = 'not_run')
    from marts.mart_control_result
    where region_code = $region and period like $year || '%'
    group by control_id
    order by control_id
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
    table = Table(title=f"{year} 年 {region} 社会保险基金收支（报告口径，不含上解下拨；单位：万元）")
    for key, heading in _HEADINGS.items():
        table.add_column(heading, justify="left" if key == "fund" else "right")
    for row in year_summary(published, region, year):
        table.add_row(*(row[key] for key in _HEADINGS))
    return table


def control_counts(published: Path, region: str, year: str) -> Table:
    """Terminal table: how often each control of the year passed, warned, failed or did not run."""
    table = Table(title=f"{year} 年控制点")
    for heading in ("控制点", "通过", "提示", "不通过", "未执行"):
        table.add_column(heading, justify="left" if heading == "控制点" else "right")
    with reader(published) as connection:
        for row in connection.execute(_CONTROLS, {"region": region, "year": year}).fetchall():
            table.add_row(*(str(value) for value in row))
    return table
