"""What is measured, each as a process of its own: ``python -m benchmarks.speed.contest NAME HOME``.

``stage`` types the text of both parties (not part of the contest: every contestant starts from typed lines).
``ours`` makes keys, runs all passes and gives each line of `ssa_tax` and `tax_fin` its verdict and cause, written down.
``bare join`` is the least that anybody can do: one FULL JOIN of the two parties' lines, in the same file, written down.
The peers read the same lines and keys from Parquet, amounts as whole fen, and write Parquet.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

KEYS = ["ticket_no", "fund_code", "fee_month", "payer_key"]
TAX = "select ticket_no, fund_code, strftime(fee_period_start, '%Y%m') as fee_month, payer_key, amount from typed.stg_tax_collection"
AGENCY = "select ticket_no, fund_code, fee_period as fee_month, payer_key, amount from typed.stg_ss_contribution"
LEGS = ("ssa_tax", "tax_fin")
ANSWER = "line_id, group_id, verdict, cause"
# The product says who a line is when it types it. Whoever starts from typed lines has to be charged for that: made once more.
KEYED = {
    "tax": "select md5_number(concat_ws('', 'tax|', region_code, '|', record_key, '|', fund_code, '|', payer_key, '|', "
    "cast(fee_period_start as string), '|', cast(amount as string), '|1')) as line_id, try_cast(ticket_no as bigint) as ticket, "
    "day.work_no from typed.stg_tax_collection left join matching.working_day as day on coalesce(treasury_date, paid_date) = day",
    "agency": "select md5_number(concat_ws('', 'posting|', region_code, '|', record_key, '|', fund_code, '|', payer_key, '|', "
    "fee_period, '|', cast(amount as string), '|1')) as line_id, case when length(ticket_no) = 18 then try_cast(ticket_no as bigint) end as ticket, "
    "day.work_no from typed.stg_ss_contribution left join matching.working_day as day on posted_date = day",
}
FEN = " * 100 as decimal(18, 0)) as bigint) as amount"


def stage(home: Path) -> None:
    """Typed tables of landing, then the peers' input."""
    seeds = [f"+{leg}_verdict,resource_type:seed" for leg in LEGS]
    _dbt(home, *seeds, "working_day", *[f"+{leg}_verdict,path:models/staging" for leg in LEGS])
    hand_out(home)


def hand_out(home: Path) -> None:
    """The same typed lines for the peers, as Parquet."""
    with _engine(home) as connection:
        for name, query in (("tax", TAX), ("agency", AGENCY)):
            fen = query.replace(" amount ", f" cast(cast(amount{FEN} ")
            connection.execute(f"copy ({fen}) to '{home / name}.parquet' (format parquet)")


def ours(home: Path, without: tuple[str, ...] = ("path:models/staging", "resource_type:seed")) -> None:
    """From typed lines to keys, and to a verdict and a cause for each line of two legs."""
    _dbt(home, *[f"+{leg}_verdict" for leg in LEGS], exclude=without)
    with _engine(home) as connection:
        for party, query in KEYED.items():
            connection.execute(f"create or replace table {party}_key as {query}")
        # In the product these are views, read when the mart is made; here each line's answer is written.
        for leg in LEGS:
            connection.execute(
                f"create or replace table {leg}_line_verdict as select {ANSWER} from matching.{leg}_verdict"
            )


def bare_join(home: Path) -> None:
    """FULL JOIN on ticket, fund, fee month and payer."""
    with _engine(home) as connection:
        keys = ", ".join(KEYS)
        connection.execute(
            f"create or replace table bare_join as select {keys}, t.amount as tax_amount, a.amount as agency_amount "
            f"from ({TAX}) t full join ({AGENCY}) a using ({keys})"
        )


def polars_join(home: Path) -> None:
    """The same join in polars."""
    import polars

    tax, agency = (polars.scan_parquet(home / f"{name}.parquet") for name in ("tax", "agency"))
    tax.join(agency, on=KEYS, how="full", coalesce=True).sink_parquet(home / "polars.parquet")


def pandas_join(home: Path) -> None:
    """The same join in pandas."""
    import pandas

    tax, agency = (pandas.read_parquet(home / f"{name}.parquet") for name in ("tax", "agency"))
    tax.merge(agency, on=KEYS, how="outer", indicator=True).to_parquet(home / "pandas.parquet")


def datacompy_pandas(home: Path) -> None:
    """datacompy on pandas: which rows are on one side only, which amounts differ."""
    import datacompy
    import pandas

    tax, agency = (pandas.read_parquet(home / f"{name}.parquet") for name in ("tax", "agency"))
    compared = datacompy.PandasCompare(tax, agency, join_columns=KEYS)
    compared.all_mismatch().to_parquet(home / "datacompy.parquet")
    (home / "datacompy.txt").write_text(compared.report(), encoding="utf-8")


def datacompy_polars(home: Path) -> None:
    """datacompy on polars."""
    import datacompy
    import polars

    tax, agency = (polars.read_parquet(home / f"{name}.parquet") for name in ("tax", "agency"))
    compared = datacompy.PolarsCompare(tax, agency, join_columns=KEYS)
    compared.all_mismatch().write_parquet(home / "datacompy.parquet")
    (home / "datacompy.txt").write_text(compared.report(), encoding="utf-8")


CONTESTANTS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "stage": (stage, ()),
    "bare join": (bare_join, ()),
    "ours": (ours, ()),
    "polars": (polars_join, ("polars",)),
    "pandas": (pandas_join, ("pandas", "pyarrow")),
    "datacompy (polars)": (datacompy_polars, ("datacompy", "polars")),
    "datacompy (pandas)": (datacompy_pandas, ("datacompy", "pandas", "pyarrow")),
}
MISSING = 77


def _dbt(home: Path, *selected: str, exclude: tuple[str, ...] = ()) -> None:
    from warehouse.dbt_run import run_dbt
    from warehouse.settings import Settings

    settings = Settings(home=home)
    settings.build_path.parent.mkdir(parents=True, exist_ok=True)
    without = ["--exclude", *exclude] if exclude else []
    kinds = ["--exclude-resource-type", "test", "unit_test"]
    result = run_dbt(settings, "build", "-s", *selected, *without, *kinds)
    if not result.ok:
        raise SystemExit("\n".join(f"{node.name}: {node.message}" for node in result.failures) or str(result.message))
    slowest = sorted(result.nodes, key=lambda node: -float(node.seconds))
    times = {node.name: float(node.seconds) for node in slowest}
    (home / "models.json").write_text(json.dumps(times, indent=1), encoding="utf-8")


def _engine(home: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    from warehouse.settings import Settings

    settings = Settings(home=home)
    connection = duckdb.connect(str(settings.build_path))
    connection.execute(f"set memory_limit = '{settings.memory_limit}'")
    connection.execute(f"set threads = {settings.threads}")
    for setting, value in _engine_settings().items():
        connection.execute(f"set {setting} = '{value}'")
    return connection


def _engine_settings() -> dict[str, str]:
    """What the product's own build sets and no environment changes, so that the floor is run on the same engine."""
    import yaml

    from warehouse.settings import PROJECT

    profile = yaml.safe_load((PROJECT / "dbt_project" / "profiles.yml").read_text(encoding="utf-8"))
    settings = profile["sanfang"]["outputs"]["duckdb"]["settings"]
    return {name: str(settings[name]) for name in ("preserve_insertion_order", "disabled_compression_methods")}


if __name__ == "__main__":
    contestant, needs = CONTESTANTS[sys.argv[1]]
    if any(importlib.util.find_spec(name) is None for name in needs):
        raise SystemExit(MISSING)
    contestant(Path(sys.argv[2]))
