"""Figures of the statistics, the budget and the goals, worked out from the same truth."""

from __future__ import annotations

import duckdb

from benchmarks.quality.workbooks import Row

FUNDS = ("110", "120", "210", "410")


def _one(con: duckdb.DuckDBPyConnection, query: str, **given: object) -> int:
    row = con.execute(query, given).fetchone()
    return int(row[0] or 0) if row else 0


def statistics(con: duckdb.DuckDBPyConnection, period: str) -> list[Row]:
    """统计月报 of a month: stocks at its end, flows in it."""
    lines: list[Row] = []
    for fund in FUNDS:
        insured = _one(
            con,
            "select sum(heads) from payment where fund = $fund and ym(fee_month) = $period",
            fund=fund, period=period,
        )  # fmt: skip
        people = _one(con, "select count(*) from person where fund = $fund", fund=fund)
        first = _one(
            con,
            "select count(*) from benefit where fund = $fund and ym(first_day) = $period and is_first and not again",
            fund=fund, period=period,
        )  # fmt: skip
        lines.append([fund, "参保人数", insured, "人"])
        if fund < "200":
            lines.append([fund, "离退休人数", people, "人"])
            lines.append([fund, "首次发放人次", first, "人次"])
            lines.append([fund, "首次发放准确人次", first, "人次"])
        elif fund == "210":
            lines.append([fund, "领取待遇人数", people, "人"])
        lines += [[fund, "满意度调查人数", 200, "人"], [fund, "满意人数", 197, "人"], [fund, "上访件数", 0, "件"]]
        if fund == "410":
            lines += [[fund, "结算业务笔数", 40, "件"], [fund, "按期结算业务笔数", 39, "件"]]
    return lines


def budget(con: duckdb.DuckDBPyConnection, months: int) -> list[Row]:
    """Accounts of the ledger, extended to twelve months and rounded up to whole 万元."""
    found = con.execute(
        "select fund, code, name, greatest(1, ceil(sum(abs(fen)) * 12 / $months / 1000000))::bigint from ledger "
        "where code[1] in ('4', '5') group by all order by fund, code",
        {"months": months},
    ).fetchall()
    return [[f, "收入" if code[0] == "4" else "支出", code, name, n, n] for f, code, name, n in found]


def goals(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """A few goals per fund; the reasons are left to people."""
    lines: list[Row] = []
    for fund in FUNDS:
        insured = _one(con, "select max(total) from (select sum(heads) total from payment where fund = $fund "
                            "group by month)", fund=fund)  # fmt: skip
        lines += [
            [fund, "产出指标", "数量指标", "参保人数", f"{fund}-insured", "≥", insured, "人", 20, "否", None, None],
            [fund, "产出指标", "时效指标", "待遇按时发放率", f"{fund}-on-time", "≥", 100, "%", 30, "否", None, None],
            [fund, "满意度指标", "服务对象满意度", "满意度", f"{fund}-satisfied", "≥", 95, "%", 10, "否", None, None],
        ]
    return lines
