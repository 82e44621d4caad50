"""Lands N lines per party without files: text Parquet and index exactly as intake leaves them, made in a few statements.

Finance books transfers, not lines: its journal has one entry for some hundreds of tax lines.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from ingest.landing import write_index
from warehouse.closes import write_close_index
from warehouse.decision_file import ensure_decision_files
from warehouse.settings import Settings

REGION, MONTHS = "650900", tuple(f"2023{month:02d}" for month in range(1, 13))
PARTY = {
    "tax_collection": "tax",
    "ss_contribution": "social_security",
    "ss_assessment": "social_security",
    "fin_special_account": "finance",
}
INDEX = """
select dataset || '-' || region || '-' || period || '-v1-00000000' as source_file_id, party, dataset, region as region_code, period,
    1 as version, dataset || '_' || region || '_' || period as file_name, '00' as sha256, 0::bigint as bytes,
    coalesce(landed.rows, 0) as rows, coalesce(landed.rows, 0) as reported_rows, null::decimal(28, 2) as total, 0::bigint as reject_rows, 0::bigint as warning_rows,
    'accepted' as status, null::varchar as reason_code, timestamp '2024-01-01' as received_at
from (select unnest($datasets) as dataset, unnest($parties) as party)
cross join (select unnest($months) as period) cross join (select $region as region)
left join landed using (dataset, period)
"""
SCOPE = """
select $region as region_code, unnest($months) as period, 'complete' as state, null::varchar as missing, null::varchar as refused
"""


def land(settings: Settings, lines: int) -> dict[str, int]:
    """Write the landing zone of ``settings`` and say how many rows each dataset has. The same number, the same rows."""
    landing = settings.landing()
    landing.prepare()
    write_index(landing)  # the empty files of every dataset, so that nothing is missing
    write_close_index(settings.closed_path)
    ensure_decision_files(settings)
    counted: dict[str, int] = {}
    with duckdb.connect(config={"preserve_insertion_order": "false", "memory_limit": "3GB"}) as connection:
        connection.execute(f"set temp_directory = '{settings.under('spill')}'")
        _set(connection, lines)
        connection.execute("create table landed (dataset varchar, period varchar, rows bigint)")
        for dataset in PARTY:
            counted[dataset] = _land(connection, landing.root / "text" / dataset, dataset)
        index = landing.root / "index"
        given = {"region": REGION, "months": list(MONTHS)}
        for name, query, more in (
            ("source_file", INDEX, {"datasets": list(PARTY), "parties": list(PARTY.values())}),
            ("period_scope", SCOPE, {}),
        ):
            connection.execute(f"create table {name} as {query}", {**given, **more})
            connection.execute(f"copy {name} to '{index / name}.parquet' (format parquet)")
    return counted


def _land(connection: duckdb.DuckDBPyConnection, text: Path, dataset: str) -> int:
    """One folder for each month, as intake leaves them."""
    target = text / f"region={REGION}"
    period = "split_part(source_file_id, '-', 3)"
    connection.execute(
        f"copy (select *, {period} as period from {dataset}) to '{target}' (format parquet, partition_by (period))"
    )
    connection.execute(
        f"insert into landed select '{dataset}', {period}, count(*) from read_parquet('{target}/**/*.parquet') group by all"
    )
    row = connection.execute("select sum(rows) from landed where dataset = $dataset", {"dataset": dataset}).fetchone()
    return int(row[0]) if row else 0


def restate(settings: Settings, period: str) -> None:
    """A new version of one month's three large files, with the same rows: what a build has to read again."""
    root = settings.landing_path
    index = root / "index" / "source_file.parquet"
    with duckdb.connect() as connection:
        for dataset in ("tax_collection", "ss_contribution", "ss_assessment"):
            month = root / "text" / dataset / f"region={REGION}" / f"period={period}"
            newer = "replace(source_file_id, '-v1-', '-v2-') as source_file_id"
            rows = f"select * replace ({newer}) from read_parquet('{month}/*.parquet', hive_partitioning = false)"
            connection.execute(f"copy ({rows}) to '{month}.parquet' (format parquet)")
            shutil.rmtree(month)
            Path(f"{month}.parquet").rename(_folder(month) / "rows.parquet")
        changed = f"period = '{period}' and dataset <> 'fin_special_account'"
        newer = f"case when {changed} then replace(source_file_id, '-v1-', '-v2-') else source_file_id end as source_file_id"
        connection.execute(f"create table source_file as select * replace ({newer}) from '{index}'")
        connection.execute(f"copy source_file to '{index}' (format parquet)")


def _set(connection: duckdb.DuckDBPyConnection, lines: int) -> None:
    payers = -(-lines // (3 * len(MONTHS)))
    batches = max(1, lines // (len(MONTHS) * 24 * 3 * 200))
    for name, value in (("lines", lines), ("payers", payers), ("batches", batches)):
        connection.execute(f"set variable {name} = {value}::bigint")
    connection.execute(f"set variable region = '{REGION}'")
    connection.execute((Path(__file__).parent / "lines.sql").read_text(encoding="utf-8"))


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
