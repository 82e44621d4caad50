"""A landing zone of many regions made of scenario tables, so that one build judges all scenarios at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.contract import load_contracts
from tests.reconciliation import tables

Row = tables.Row
READERS: dict[str, tuple[str, str, Callable[[Row, str], tuple[str, Row]]]] = {
    "tax_collection": ("tax", "tax", tables.tax),
    "ss_contribution": ("agency", "social_security", tables.agency),
    "ss_assessment": ("assessment", "social_security", tables.assessment),
    "ss_benefit": ("benefit", "social_security", tables.benefit),
    "ss_ledger": ("ledger", "social_security", tables.ledger),
    "fin_special_account": ("journal", "finance", tables.journal),
}
SUMS = {
    "tax_collection": ["amount"],
    "ss_contribution": ["amount"],
    "ss_benefit": ["amount"],
    "ss_ledger": ["debit", "credit"],
    "fin_special_account": ["income", "expenditure"],
}


@dataclass
class Delivered:
    """Rows of one region: dataset → month → rows in file order."""

    region: str
    months: list[str]
    files: dict[str, dict[str, list[Row]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))


def deliver(folder: Path, region: str, months: Iterable[str] | None = None) -> Delivered:
    """Read a scenario as deliveries of ``region``; ``months`` keeps only these. The books follow the postings and payments
    unless the scenario's ``ledger.csv`` has the account; a row with account ``-`` keeps a fund without books."""
    delivered = Delivered(region, [])
    for dataset, (name, _, turn) in READERS.items():
        for row in tables.read(folder, name, region):
            month, columns = turn(row, region)
            delivered.files[dataset][month].append(columns)
    seen = sorted({month for files in delivered.files.values() for month in files})
    _book(delivered, seen)
    delivered.months = [month for month in seen if months is None or month in months]
    return delivered


def _book(delivered: Delivered, months: list[str]) -> None:
    books = delivered.files["ss_ledger"]
    given = {(row["fund_code"], row["account_code"]) for rows in books.values() for row in rows}
    for month in months:
        books[month] = [row for row in books[month] if row["account_code"] != "-"]
        for fund in tables.FUND_NAME:
            for account, side, amount in (
                ("4001", "credit", _sum(delivered.files["ss_contribution"].get(month, []), fund)),
                ("5001", "debit", _sum(delivered.files["ss_benefit"].get(month, []), fund)),
            ):
                if not {(fund, account), (fund, "-")} & given:
                    row: Row = {"month": month, "fund": fund, "account": account, side: str(amount)}
                    books[month].append(tables.ledger(row, delivered.region)[1])


def _sum(rows: list[Row], fund: str) -> Decimal:
    kept = [row for row in rows if row["fund_code"] == fund and row.get("result") in (None, "成功")]
    return sum((Decimal(str(row["amount"])) for row in kept), Decimal("0.00"))


def write_landing(root: Path, deliveries: list[Delivered], *, backwards: bool = False) -> None:
    """Write text Parquet and index as ingest would; ``backwards`` turns the rows of every file around."""
    connection = duckdb.connect()
    index: list[tuple[object, ...]] = []
    totals: list[tuple[str, str, str]] = []
    for dataset, contract in load_contracts().items():
        names = ["source_file_id", "source_row", *contract.landed]
        rows: list[list[object]] = []
        for region in deliveries:
            for month in region.months:
                file_rows = region.files.get(dataset, {}).get(month, [])
                file_id = f"{dataset}-{region.region}-{month}-v1-00000000"
                ordered = list(reversed(file_rows)) if backwards else file_rows
                for number, row in enumerate(ordered, start=2):
                    rows.append([file_id, number, *(row.get(name) for name in names[2:])])
                if dataset in READERS:
                    index.append((file_id, READERS[dataset][1], dataset, region.region, month, len(file_rows)))
                for column in SUMS.get(dataset, []):
                    counted = [r for r in file_rows if dataset != "ss_ledger" or len(str(r["account_code"])) == 4]
                    totals.append((file_id, column, str(sum(Decimal(str(r.get(column) or 0)) for r in counted))))
        _parquet(connection, root / "text" / dataset / "rows.parquet", names, rows)
    _write_index(connection, root, deliveries, index, totals)


def _parquet(connection: duckdb.DuckDBPyConnection, path: Path, names: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kinds = ", ".join(f'"{n}" {"bigint" if n == "source_row" else "varchar"}' for n in names)
    connection.execute(f"create or replace table t ({kinds})")
    if rows:
        connection.executemany(f"insert into t values ({', '.join('?' * len(names))})", rows)
    connection.execute(f"copy t to '{path}' (format parquet)")


def _write_index(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    deliveries: list[Delivered],
    index: list[tuple[object, ...]],
    totals: list[tuple[str, str, str]],
) -> None:
    target = root / "index"
    target.mkdir(parents=True, exist_ok=True)
    (root / "findings").mkdir(exist_ok=True)
    connection.execute(
        "create table f (source_file_id varchar, party varchar, dataset varchar, region_code varchar, period varchar, rows bigint)"
    )
    connection.executemany("insert into f values (?, ?, ?, ?, ?, ?)", index)
    connection.execute(
        "copy (select source_file_id, party, dataset, region_code, period, 1 as version, source_file_id as file_name, "
        "'00' as sha256, 0::bigint as bytes, rows, rows as reported_rows, null::decimal(28, 2) as total, "
        "0::bigint as reject_rows, 0::bigint as warning_rows, 'accepted' as status, null::varchar as reason_code, "
        f"timestamp '2023-01-01' as received_at from f) to '{target / 'source_file.parquet'}' (format parquet)"
    )
    connection.execute("create table r (source_file_id varchar, column_name varchar, amount decimal(28, 2))")
    connection.executemany("insert into r values (?, ?, ?)", totals)
    connection.execute(f"copy r to '{target / 'reported_total.parquet'}' (format parquet)")
    connection.execute(
        "create table p (region_code varchar, period varchar, state varchar, missing varchar, refused varchar)"
    )
    months = [(d.region, month, "complete", None, None) for d in deliveries for month in d.months]
    connection.executemany("insert into p values (?, ?, ?, ?, ?)", months)
    connection.execute(f"copy p to '{target / 'period_scope.parquet'}' (format parquet)")
    connection.execute(
        "copy (select null::varchar as source_file_id, null::varchar as dataset, null::bigint as source_row, "
        "null::varchar as column_name, null::varchar as value, null::varchar as code, null::varchar as severity, "
        f"null::varchar as message where false) to '{root / 'findings' / '_schema.parquet'}' (format parquet)"
    )
