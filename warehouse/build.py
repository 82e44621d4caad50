"""Build the warehouse: index of landing, then ONE `dbt build` (models and tests). Only typed lines outlive a build."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from filelock import FileLock

from warehouse.closes import write_close_index
from warehouse.connection import scratch, writer
from warehouse.dbt_run import DbtResult, Progress, run_dbt
from warehouse.decision_file import decisions_digest
from warehouse.ledger import Node, RunLedger
from warehouse.scope import MonthState, write_scope
from warehouse.settings import Settings
from warehouse.typed_lines import forget_typed, only_typed_left, remember_typed, typed_by_this_code


@dataclass(frozen=True)
class BuildResult:
    """Outcome of a build.

    Attributes:
        run_id: Id in the ledger of runs; the build file carries it too.
        ok: Every model was built and every test passed.
        models: Number of models and seeds built.
        tests: Number of tests that ran.
        failures: Nodes that failed, with dbt's message.
        months: State of each region and month in the landing zone.
        seconds: Wall time.
    """

    run_id: str
    ok: bool
    models: int
    tests: int
    failures: tuple[Node, ...]
    message: str | None
    months: tuple[MonthState, ...]
    seconds: int


@contextmanager
def single_writer(settings: Settings) -> Iterator[None]:
    """One build or publication at a time for a home directory; a second one waits its turn."""
    lock = settings.under("build", ".writer.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        yield


def run_ledger(settings: Settings) -> RunLedger:
    """Ledger of runs of this home directory."""
    return RunLedger(settings.under("state", "runs.sqlite"))


def build(settings: Settings, progress: Progress | None = None, whole: bool = False) -> BuildResult:
    """Build everything that landing holds. A pure function of landing, closes and decisions: twice gives the same marts.

    Args:
        progress: Called with (node name, nodes done, nodes in all).
        whole: Type the lines of all months again, not only those of months whose files changed.
    """
    from warehouse.state.export import write_decisions
    from warehouse.state.store import open_state

    started = time.monotonic()
    with single_writer(settings):
        months = write_scope(settings)
        write_close_index(settings.closed_path)
        write_decisions(settings, open_state(settings))
        ledger = run_ledger(settings)
        run_id = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        ledger.start(run_id, input_digest(settings))
        kept = not whole and typed_by_this_code(settings)
        _begin(settings, run_id, kept)
        result = _run_models(settings, not kept, progress)
        if result.ok:
            remember_typed(settings)
            _complete(settings)
        ledger.finish(run_id, result.ok, result.nodes, result.message)
    return _summary(run_id, result, months, int(time.monotonic() - started))


def _run_models(settings: Settings, whole: bool, progress: Progress | None) -> DbtResult:
    if settings.engine == "spark":
        from warehouse.spark import build_on_spark

        return build_on_spark(settings, whole, progress)
    return run_dbt(settings, "build", progress=progress)


def input_digest(settings: Settings) -> str:
    """Digest of what a build reads: every delivery with its status, not the moment at which it came, and every decision."""
    index = settings.landing_path / "index" / "source_file.parquet"
    with scratch() as connection:
        rows = connection.execute(
            "select source_file_id, sha256, status from read_parquet(?) order by all", [str(index)]
        ).fetchall()
    return hashlib.sha256((repr(rows) + decisions_digest(settings)).encode()).hexdigest()[:16]


def _begin(settings: Settings, run_id: str, kept: bool) -> None:
    if not (kept and only_typed_left(settings.build_path)):
        forget_typed(settings)
    with writer(settings.build_path) as connection:
        connection.execute("create schema ops")
        connection.execute("create table ops.build (run_id varchar primary key, completed boolean not null)")
        connection.execute("insert into ops.build values (?, false)", [run_id])


def _complete(settings: Settings) -> None:
    with writer(settings.build_path) as connection:
        connection.execute("update ops.build set completed = true")


def _summary(run_id: str, result: DbtResult, months: list[MonthState], seconds: int) -> BuildResult:
    kinds = [node.kind for node in result.nodes]
    return BuildResult(
        run_id=run_id,
        ok=result.ok,
        models=kinds.count("model") + kinds.count("seed"),
        tests=kinds.count("test") + kinds.count("unit_test"),
        failures=tuple(result.failures),
        message=result.message,
        months=tuple(months),
        seconds=seconds,
    )
