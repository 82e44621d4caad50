"""``python -m benchmarks.scale --lines 20000 200000 1000000 --write``: one build, two engines, the same lines, side by side.

Lines are landed as the speed benchmark lands them, twelve months of them. Each engine builds the seeds, the typed lines, all
passes and the verdicts of the two largest legs; then one month is restated and each builds again, typing that month only. After
both builds the results are compared row for row. Spark runs on a cluster of processes on the loopback: a master,
two workers of one core each, a Thrift server. Exit 1 when the engines do not agree.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.scale.cluster import Cluster, Size, cluster, end_when_asked
from benchmarks.scale.parity import Compared, compare
from benchmarks.scale.report import Engine, Measured, table, write
from benchmarks.scale.usage import using
from benchmarks.speed.landing import MONTHS, land, restate
from warehouse.dbt_run import run_dbt
from warehouse.settings import Settings

ASKED = ("build", "-s", "+ssa_tax_verdict", "+tax_fin_verdict", "--exclude-resource-type", "test", "unit_test")


def main(arguments: list[str] | None = None) -> int:
    """Measure each size on both engines, print the tables, write them with ``--write``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    parser.add_argument("--month-at", type=int, nargs="*", help="sizes with a restated month (default: all)")
    parser.add_argument("--memory", default="2g", help="heap of each Spark executor and of the Thrift server")
    parser.add_argument("--write", action="store_true", help="write the table into docs/scale.md")
    parser.add_argument("--keep", type=Path, help="folder for the figures; sizes measured before are not run again")
    given = parser.parse_args(arguments)
    os.environ.setdefault("SANFANG_PSEUDONYM_KEY", "no persons here")
    measured: list[Measured] = []
    end_when_asked()
    with TemporaryDirectory() as folder, cluster(Path(folder) / "cluster", Size(memory=given.memory)) as running:
        _warm(running, Path(folder) / "warm")
        for lines in sorted(given.lines):
            kept = given.keep / f"{lines}.json" if given.keep else None
            if not (kept and kept.exists()):
                once = given.month_at is not None and lines not in given.month_at
                found = measure(lines, Path(folder) / str(lines), running, once)
                kept = kept or Path(folder) / f"{lines}.json"
                kept.parent.mkdir(parents=True, exist_ok=True)
                found.write(kept)
            measured.append(Measured.read(kept))
            print(measured[-1], flush=True)
    text = table(measured)
    print(text)
    if given.write:
        write(text)
    return 0 if all(size.different == 0 for size in measured) else 1


def measure(lines: int, folder: Path, running: Cluster, once: bool = False) -> Measured:
    """Land ``lines`` lines per party and build them on both engines; restate one month of twelve and build again.

    Args:
        once: Without the restated month.

    Raises:
        RuntimeError: A build failed.
    """
    here, there = _homes(lines, folder, running)
    whole = _both(here, there, running)
    layers = running.layers(f"n{lines}_", folder / "tables")
    tables = compare(here.build_path, layers, kinds=("BASE TABLE",))
    month: tuple[Engine | None, Engine | None] = (None, None)
    again: list[Compared] = []
    if not once:
        for settings in (here, there):
            restate(settings, MONTHS[-1])
        month = _both(here, there, running)
        again = compare(here.build_path, layers, kinds=("BASE TABLE",))
    different = [one for one in (*tables, *again) if not one.is_equal]
    print(*different, sep="\n")
    for settings in (here, there):
        shutil.rmtree(settings.home)
    rows = sum(one.rows for one in (*tables, *again))
    return Measured(lines, *whole, *month, len(tables), rows, len(different), os.getloadavg()[1])


def _homes(lines: int, folder: Path, running: Cluster) -> tuple[Settings, Settings]:
    here = Settings(home=folder / "duckdb", threads=2)
    landed = land(here, lines)
    print(f"{lines:,} lines per party landed: {landed}", flush=True)
    here.build_path.parent.mkdir(parents=True, exist_ok=True)
    there = Settings(
        home=folder / "spark", engine="spark", spark_port=running.port, schema_prefix=f"n{lines}_", threads=2
    )
    for part in ("landing", "closed"):
        shutil.copytree(here.under(part), there.under(part))
    return here, there


def _both(here: Settings, there: Settings, running: Cluster) -> tuple[Engine, Engine]:
    with using(idle=running.processes) as duckdb_used:
        _build(here)
    if not (declared := run_dbt(there, "run-operation", "register_sources")).ok:
        raise RuntimeError(declared.message)
    with using() as spark_used:
        _build(there)
    return Engine(**vars(duckdb_used)), Engine(**vars(spark_used))


def _build(settings: Settings) -> None:
    result = run_dbt(settings, *ASKED)
    if not result.ok:
        raise RuntimeError(result.message)


def _warm(running: Cluster, home: Path) -> None:
    """A Thrift server that has never run a query is slow at first; in use it has run thousands."""
    settings = Settings(home=home, engine="spark", spark_port=running.port, schema_prefix="warm_", threads=2)
    for part in (settings.landing_path, settings.closed_path):
        part.mkdir(parents=True)
    if not (result := run_dbt(settings, "seed")).ok:
        raise RuntimeError(result.message)


if __name__ == "__main__":
    raise SystemExit(main())
