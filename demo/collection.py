"""Premiums: what payers owe, the lines of the tax bureau and the postings of the agency, all in the working database."""

from __future__ import annotations

import duckdb

from demo.store import fill, run

SETTLEMENT_MONTHS = (6, 9, 11, 12)


def make_collection(
    con: duckdb.DuckDBPyConnection,
    pools: list[tuple[str, str, int, int]],
    enterprises: int,
    settlers: int,
) -> None:
    """Create payer events, `line`, `assessment`, `tax_line` and `posting`; the lines in the treasury equal the pools.

    `settlers` institutions (the first ones) pay the settlement of the preparation years besides.
    """
    fill(con, "pool", "fund VARCHAR, kind VARCHAR, month INTEGER, fen BIGINT", pools)
    fill(
        con,
        "settlement",
        "k BIGINT, p INTEGER",
        [(enterprises + n, month) for n in range(settlers) for month in SETTLEMENT_MONTHS],
    )
    for step in ("event", "line", "tax_line", "posting"):
        run(con, step)
    unplaced = """
        SELECT kind, fund, month FROM plant ANTI JOIN
        (SELECT plant_id FROM line UNION SELECT plant_id FROM posting) placed USING (plant_id) ORDER BY ALL"""
    if missing := con.execute(unplaced).fetchall():
        raise ValueError(f"no line is free for these planted cases, fewer are needed: {missing}")
