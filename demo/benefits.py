"""Benefits: the payments to persons, made and written one month at a time so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import duckdb

from demo.payrun import Payrun
from demo.plan import Planted
from demo.store import REGION, fill, run
from demo.textfiles import deliver_csv, query_text

PAYRUN_COLUMNS = (
    "fund VARCHAR, account VARCHAR, item VARCHAR, month INTEGER, batch VARCHAR, day INTEGER, lo BIGINT, hi BIGINT, "
    "first_from BIGINT, rows BIGINT, fen BIGINT, fixed_last BIGINT, start BIGINT"
)


def make_benefits(
    con: duckdb.DuckDBPyConnection,
    runs: list[Payrun],
    planted: Planted,
    folder: Path,
    year: int,
    step: Callable[[int], None],
) -> dict[Path, int]:
    """Write ss_benefit of the twelve months; leaves `batch_total` and `bounced`; returns rows by file."""
    fill(con, "payrun", PAYRUN_COLUMNS, [astuple(r) for r in runs])
    run(con, "benefit_start")
    written: dict[Path, int] = {}
    paid_before = 0
    for month in range(1, 13):
        run(
            con,
            "benefit_month",
            month=month,
            paid_before=paid_before,
            returned=planted.returned,
            late_one_in=planted.late_one_in,
        )
        count, total = con.execute("SELECT count(*), yuan(sum(amount)::BIGINT) FROM month_row").fetchall()[0]
        target = folder / f"ss_benefit_{REGION}_{year}{month:02d}.csv"
        trailer = f"合计,{count},,,,,,,{total},,,,,"
        deliver_csv(con, query_text("benefit_file"), target, trailer, "utf-8-sig", folder / ".benefit.tmp")
        written[target] = count
        paid_before += count
        step(month)
    con.execute("DROP TABLE month_row")
    return written
