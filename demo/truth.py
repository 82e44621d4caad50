"""The planted truth, written beside the inbox where the product never looks.

`difference` has one row per line of a party that does not simply match in its own month; lines of one case share `case_id`.
`record_key`: tax ticket_no-line_no, agency posting_no or payment_no, finance voucher_no, ledger fund-account-period.
`link` says which lines are the same payment (benefits: batch number ↔ voucher). `revision` holds what version 2 changed.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from demo.store import run

TABLES = {
    "difference": "leg, party, record_key, verdict, cause, case_id, period",
    "link": "leg, left_key, right_key",
    "oddity": "dataset, period, column_name, row_of",
    "revision": "posting_no",
}


def write_truth(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write difference and link as Parquet, all tables as CSV where they are short; needs every table of the year."""
    folder.mkdir(parents=True, exist_ok=True)
    for step in ("truth_collection", "truth_journal", "truth_books"):
        run(con, step)
    for table, order in TABLES.items():
        query = f"SELECT * FROM {table} ORDER BY {order}"  # noqa: S608  names are ours
        if table in ("difference", "link"):
            con.execute(f"COPY ({query}) TO '{folder / table}.parquet' (FORMAT parquet)")
        else:
            con.execute(f"COPY ({query}) TO '{folder / table}.csv' (FORMAT csv, HEADER true)")
