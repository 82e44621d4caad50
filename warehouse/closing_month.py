"""A published month as it stands before closing: what blocks it, what a reviewer is shown, a digest of its figures."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from warehouse.closes import current_close
from warehouse.closing_offer import Question
from warehouse.settings import PROJECT, Settings

_HERE = Path(__file__).parent
_LEGS = (_HERE / "closing_legs.sql").read_text("utf-8")
_DIGEST = (_HERE / "closing_digest.sql").read_text("utf-8")
WORKBENCH = "/sanfang"
_HEAD = "| 对账环节 | 状态 | 行数 | 已匹配 | 未达账项 | 未达金额（元） | 差异项 | 差异金额（元） | 未说明（元） |\n|---|---|--:|--:|--:|--:|--:|--:|--:|"


def open_months(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[tuple[str, str]]:
    """(region, period) of every published complete month that is not closed, oldest first."""
    rows = connection.execute(
        "select region_code, period from marts.dim_period where state = 'complete' "
        "and region_code = coalesce($region, region_code) order by period, region_code",
        {"region": settings.region},
    ).fetchall()
    return [(row[0], row[1]) for row in rows if current_close(settings.closed_path, row[0], row[1]) is None]


def regions_of_month(connection: duckdb.DuckDBPyConnection, settings: Settings, period: str) -> list[str]:
    """Regions of which the published warehouse holds the month, complete or not."""
    rows = connection.execute(
        "select region_code from marts.dim_period where period = $period and state <> 'books_only' "
        "and region_code = coalesce($region, region_code) order by region_code",
        {"period": period, "region": settings.region},
    ).fetchall()
    return [row[0] for row in rows]


def open_requirements(connection: duckdb.DuckDBPyConnection, settings: Settings, region: str, period: str) -> list[str]:
    """Names of the requirements of ``mart_close_readiness`` that keep the month from being closed, without their figures.

    The order of the months is judged by the closes on disk: one may have been made after the publication.
    """
    rows = connection.execute(
        "select requirement from marts.mart_close_readiness where region_code = ? and period = ? and status <> 'pass' "
        "and requirement <> 'earlier_closed' order by requirement",
        [region, period],
    ).fetchall()
    own = settings.model_copy(update={"region": region})
    is_early = any(month < period for _, month in open_months(connection, own))
    return [row[0] for row in rows] + (["earlier_closed"] if is_early else [])


def question(connection: duckdb.DuckDBPyConnection, region: str, period: str) -> Question:
    """The month with the digest of its figures."""
    row = connection.execute(_DIGEST, {"region": region, "period": period}).fetchone()
    return Question(region, period, str(row[0]) if row else "")


def headline(region: str, period: str) -> str:
    """Subject of a question: one line."""
    return f"{region} {period[:4]}年{int(period[4:])}月 结账审批"


def statement(connection: duckdb.DuckDBPyConnection, region: str, period: str, run_id: str) -> str:
    """What the reviewer reads before answering, as Markdown."""
    legs = connection.execute(_LEGS, {"region": region, "period": period}).fetchall()
    order = list(_legs())
    lines = [_row(leg) for leg in sorted(legs, key=lambda each: order.index(each[0]))]
    failed = connection.execute(
        "select distinct control_id from marts.mart_control_result where region_code = ? and period = ? and status = 'fail' order by 1",
        [region, period],
    ).fetchall()
    decided = connection.execute(
        "select count(*) from marts.fct_decision where region_code = ? and period = ? and state = 'applied'",
        [region, period],
    ).fetchone()
    return "\n".join(
        [
            "各项结账条件均已满足。",
            "",
            _HEAD,
            *lines,
            "",
            f"- 经人批准的处理：{decided[0] if decided else 0} 项。",
            f"- 未通过的内控检查（不阻止结账）：{'、'.join(row[0] for row in failed) or '无'}。",
            f"- 明细与证据：[工作台 本月]({WORKBENCH}/months/{region}/{period})。发布批次 {run_id}。",
            "",
            "**批准**即以您的名义结账，当月数字从此固定。**退回**请写明理由，月份保持打开。",
        ]
    )


def _row(leg: tuple[object, ...]) -> str:
    name, *counts, status = leg
    cells = [_legs().get(str(name), str(name)), str(status), *(_shown(value) for value in counts)]
    return f"| {' | '.join(cells)} |"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"


@cache
def _legs() -> dict[str, str]:
    with (PROJECT / "dbt_project" / "seeds" / "legs.csv").open(encoding="utf-8", newline="") as file:
        return {row["leg"]: row["leg_name"] for row in csv.DictReader(file)}
