"""Monthly text files of premiums: tax_collection, ss_contribution (one month with a second version) and ss_assessment."""

from __future__ import annotations

from pathlib import Path

import duckdb

from demo.store import REGION, run
from demo.textfiles import deliver_csv, deliver_piped, query_text

REVISED_MONTH = 5


def _totals(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, str]:
    count, total = con.execute(query).fetchall()[0]
    return int(count), str(total)


def write_tax_month(con: duckdb.DuckDBPyConnection, folder: Path, year: int, month: int) -> dict[Path, int]:
    """Write tax_collection of one month (GB18030, comma-separated)."""
    run(con, "tax_month", month=month)
    count, total = _totals(con, "SELECT count(*), grouped_yuan(sum(amount)::BIGINT) FROM tax_month")
    target = folder / f"tax_collection_{REGION}_{year}{month:02d}.csv"
    trailer = f'合计,{count},,,,,,,,,"{total}",,,,'
    deliver_csv(con, query_text("tax_file"), target, trailer, "gb18030", folder / ".tax.tmp")
    return {target: count}


def write_contribution_month(con: duckdb.DuckDBPyConnection, folder: Path, year: int, month: int) -> dict[Path, int]:
    """Write ss_contribution of one month; the revised month comes in two versions."""
    run(con, "contribution_month", month=month, revised_month=REVISED_MONTH)
    name = f"ss_contribution_{REGION}_{year}{month:02d}"
    first = "SELECT count(*), yuan(sum(first_amount)::BIGINT) FROM contribution_month WHERE revision <> 6"
    last = "SELECT count(*), yuan(sum(amount)::BIGINT) FROM contribution_month"
    versions = [(f"{name}.txt", True, first), (f"{name}_v2.txt", False, last)]
    written = {}
    for file_name, first_version, totals in versions if month == REVISED_MONTH else [(f"{name}.txt", False, last)]:
        count, total = _totals(con, totals)
        con.execute("SET VARIABLE first_version = ?", [first_version])
        target = folder / file_name
        query = query_text("contribution_file")
        deliver_piped(con, query, target, f"#合计|{count}|{total}", "gbk", folder / ".posting.tmp")
        written[target] = count
    return written


def write_assessment_month(con: duckdb.DuckDBPyConnection, folder: Path, year: int, month: int) -> dict[Path, int]:
    """Write ss_assessment of one month."""
    con.execute("SET VARIABLE month = ?", [month])
    count, total = _totals(
        con,
        f"SELECT count(*), yuan(sum(amount_due)::BIGINT) FROM assessment WHERE p = {month:d}",  # noqa: S608
    )
    target = folder / f"ss_assessment_{REGION}_{year}{month:02d}.txt"
    query = query_text("assessment_file")
    deliver_piped(con, query, target, f"#合计|{count}|{total}", "gbk", folder / ".due.tmp")
    return {target: count}
