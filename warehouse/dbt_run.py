"""One `dbt build` as a subprocess: progress while it runs, the result of every node afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.ledger import Node
from warehouse.settings import PROJECT, Settings

Progress = Callable[[str, int, int], None]
_FAILED = frozenset({"error", "fail", "runtime error", "partial success"})


@dataclass(frozen=True)
class DbtResult:
    """What a dbt run did. ``ok`` is dbt's own verdict; ``message`` its last words when it never got to the nodes."""

    ok: bool
    nodes: list[Node]
    message: str | None

    @property
    def failures(self) -> list[Node]:
        """Nodes that failed, in the order in which dbt ran them."""
        return [node for node in self.nodes if node.status in _FAILED]


def dbt_environment(settings: Settings) -> dict[str, str]:
    """Environment for dbt: paths and limits that profiles.yml and the sources read; no calls home."""
    return {
        **os.environ,
        "SANFANG_BUILD_PATH": str(settings.build_path),
        "SANFANG_LANDING": str(settings.landing_path),
        "SANFANG_CLOSED": str(settings.closed_path),
        "SANFANG_DECISIONS": str(settings.decisions_path),
        "SANFANG_MEMORY_LIMIT": settings.memory_limit,
        "SANFANG_THREADS": str(settings.threads),
        **_spark_environment(settings),
        "DBT_PROFILES_DIR": str(PROJECT / "dbt_project"),
        "DO_NOT_TRACK": "1",
        "PYTHONUTF8": "1",
    }


def _spark_environment(settings: Settings) -> dict[str, str]:
    if settings.engine != "spark":
        return {"SANFANG_SCHEMA_PREFIX": "", "SANFANG_TYPED_PREFIX": ""}
    return {
        "SANFANG_SPARK_HOST": settings.spark_host,
        "SANFANG_SPARK_PORT": str(settings.spark_port),
        "SANFANG_SPARK_USER": settings.spark_user,
        "SANFANG_SPARK_AUTH": settings.spark_auth,
        "SANFANG_SCHEMA_PREFIX": settings.schema_prefix + settings.spark_side,
        "SANFANG_TYPED_PREFIX": settings.schema_prefix,
    }


def run_dbt(settings: Settings, *arguments: str, progress: Progress | None = None) -> DbtResult:
    """Run dbt with the project's own paths.

    Args:
        arguments: dbt's command and options, for example ``build`` or ``docs generate``.
        progress: Called with (node name, nodes done, nodes in all).
    """
    target = settings.under("build", "dbt")
    target.mkdir(parents=True, exist_ok=True)
    _forget_other_checkout(target)
    (target / "run_results.json").unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "warehouse.dbt_entry", "--log-format", "json", "--log-format-file", "text", "--log-level-file", "info",
        "--log-path", str(settings.under("logs")), *arguments,
        "--project-dir", str(PROJECT / "dbt_project"), "--target-path", str(target), "--target", settings.engine,
    ]  # fmt: skip
    last_words: list[str] = []
    with subprocess.Popen(
        command, env=dbt_environment(settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        for line in process.stdout:
            _follow(line, progress, last_words)
    nodes = _nodes(target / "run_results.json")
    message = None if process.returncode == 0 else "\n".join(last_words[-12:])
    return DbtResult(process.returncode == 0, nodes, message)


def _forget_other_checkout(target: Path) -> None:
    """Drop what dbt remembers of a checkout elsewhere: its seeds would be looked for there."""
    place = target / "checkout.txt"
    if place.exists() and place.read_text() == str(PROJECT):
        return
    for remembered in target.glob("partial_parse*"):
        remembered.unlink()
    place.write_text(str(PROJECT))


def _follow(line: str, progress: Progress | None, last_words: list[str]) -> None:
    try:
        event: dict[str, Any] = json.loads(line)
    except ValueError:
        last_words.append(line.rstrip())
        return
    data, info = event.get("data", {}), event.get("info", {})
    if info.get("level") in ("error", "warn"):
        last_words.append(str(info.get("msg", "")).strip())
    if progress is not None and "index" in data and "total" in data and info.get("name", "").endswith("Result"):
        progress(str(data.get("node_info", {}).get("node_name", "")), int(data["index"]), int(data["total"]))


def _nodes(run_results: Path) -> list[Node]:
    if not run_results.exists():
        return []
    results = json.loads(run_results.read_text())["results"]
    return [
        Node(
            name=".".join(result["unique_id"].split(".")[2:]),
            kind=result["unique_id"].split(".")[0],
            status=result["status"],
            seconds=f"{result['execution_time']:.3f}",
            message=result.get("message"),
        )
        for result in results
    ]
