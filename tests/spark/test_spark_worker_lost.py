"""A machine that goes down in the middle of a model costs time and changes nothing."""

from __future__ import annotations

import contextlib
import re
import threading
import time

import psutil

from benchmarks.scale.cluster import HOST, Cluster, cluster
from benchmarks.scale.parity import compare
from benchmarks.speed.landing import land
from tests.spark.conftest import beside
from warehouse.build import _begin as fresh_build_file
from warehouse.dbt_run import run_dbt
from warehouse.settings import Settings

LINES = 30_000
MODELS = ("-s", "+ssa_tax_p2_assessment")


def _kill_a_busy_worker(running: Cluster, enough: threading.Event, killed: list[str]) -> None:
    """Once some models are done: the moment a task starts on an executor, its worker loses its power."""
    enough.wait(1800)
    log = running.folder / "thrift.log"
    seen = log.stat().st_size
    while not killed:
        with log.open("rb") as file:
            file.seek(seen)
            started = re.findall(r"Starting task .*?executor (\d+)", file.read().decode(errors="replace"))
        for worker in ("worker-1", "worker-2"):
            if started and _runs(running, worker, started[-1]):
                running.kill(worker)
                killed.append(worker)
                return
        time.sleep(0.05)


def _runs(running: Cluster, worker: str, executor: str) -> bool:
    for child in psutil.Process(running.parts[worker].pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if f"--executor-id {executor} " in " ".join(child.cmdline()) + " ":
                return True
    return False


def test_killing_a_worker_changes_nothing(tmp_path):
    here = Settings(home=tmp_path / "duckdb", pseudonym_key="no persons here")
    land(here, LINES)
    fresh_build_file(here, "run", kept=False)
    assert run_dbt(here, "build", *MODELS, "--exclude-resource-type", "test", "unit_test").ok
    killed: list[str] = []
    enough = threading.Event()
    with cluster(tmp_path / "cluster") as running:
        there = beside(here, tmp_path / "spark", running, "")
        assert run_dbt(there, "run-operation", "register_sources").ok
        watcher = threading.Thread(target=_kill_a_busy_worker, args=(running, enough, killed), daemon=True)
        watcher.start()

        def progress(model: str, _done: int, _all: int) -> None:
            if model == "stg_tax_collection":
                enough.set()

        result = run_dbt(there, "build", *MODELS, "--exclude-resource-type", "test", "unit_test", progress=progress)
        assert killed, "the worker was to die while a task ran"
        assert result.ok, result.message
        log = (running.folder / "thrift.log").read_text(errors="replace")
        compared = compare(here.build_path, running.tables, kinds=("BASE TABLE",))
    assert "while it was being computed, its executor exited" in log, "a task was lost, and computed again"
    assert [found for found in compared if not found.is_equal] == []
    assert sum(found.rows for found in compared if found.name.startswith("matching.")) > LINES


def test_the_cluster_listens_on_the_loopback_only(running):
    for process in running.processes():
        for connection in process.net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN:
                assert connection.laddr.ip in (HOST, "::ffff:127.0.0.1", "::1"), process.cmdline()[-1]


def test_nothing_of_the_cluster_survives(tmp_path):
    with cluster(tmp_path) as running:
        processes = running.processes()
        assert len(processes) >= 4
    assert not [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
