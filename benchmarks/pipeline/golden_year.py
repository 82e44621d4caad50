"""The golden year at real size, step by step: wall time, peak memory, rows; `--write` puts the table into docs/performance.md.

.venv/bin/python -m benchmarks.pipeline.golden_year --write
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "performance.md"
START, END = "<!-- golden-year:start -->", "<!-- golden-year:end -->"
SANFANG = [sys.executable, "-c", "from warehouse.cli import main; main()"]
GENERATE = "import sys; from pathlib import Path; from demo import generate; generate(Path(sys.argv[1]))"


def main() -> None:
    """Run every step in a process of its own and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        steps = {
            "generate 24 months": [sys.executable, "-c", GENERATE, str(home / "demo")],
            "ingest (check, pseudonymise, land)": [*SANFANG, "ingest", "--inbox", str(home / "demo" / "inbox")],
            "build (dbt, all models and tests)": [*SANFANG, "build"],
            "publish": [*SANFANG, "publish"],
            "ingest again (nothing new)": [*SANFANG, "ingest", "--inbox", str(home / "demo" / "inbox")],
            "build again (typed lines kept)": [*SANFANG, "build"],
        }
        rows = [(name, *_measure(command, home)) for name, command in steps.items()]
        size = sum(file.stat().st_size for file in (home / "demo" / "inbox").rglob("*") if file.is_file())
        published = (home / "published" / "warehouse.duckdb").stat().st_size
    table = _table(rows, size, published)
    print(table)
    if arguments.write:
        _write(table)


def _measure(command: list[str], home: Path) -> tuple[float, float]:
    """(seconds, peak MB of the process and all it started)."""
    environment = {**os.environ, "SANFANG_HOME": str(home), "PYTHONPATH": str(ROOT)}
    started = time.monotonic()
    process = psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=ROOT)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    code = process.wait()
    watcher.join()
    if code:
        raise SystemExit(f"{command} ended with {code}")
    return time.monotonic() - started, peak[0]


def _watch(process: psutil.Popen, peak: list[float]) -> None:
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            family = [process, *process.children(recursive=True)]
            peak[0] = max(peak[0], sum(member.memory_info().rss for member in family) / 1e6)
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)


def _table(rows: list[tuple[str, float, float]], size: int, published: int) -> str:
    body = "".join(f"| {name} | {seconds:.0f} | {memory:.0f} |\n" for name, seconds, memory in rows)
    total = sum(seconds for _, seconds, _ in rows[:4])
    load = os.getloadavg()[1]
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load average {load:.1f} at the end; "
        f"{size / 1e6:.0f} MB of deliveries, published file {published / 1e6:.0f} MB.\n\n"
        f"| step | seconds | peak MB |\n|---|---|---|\n{body}| **all (without the repetitions)** | **{total:.0f}** | |\n"
    )


def _write(table: str) -> None:
    text = DOCUMENT.read_text()
    before, rest = text.split(START)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{START}\n{table}{END}{after}")


if __name__ == "__main__":
    main()
