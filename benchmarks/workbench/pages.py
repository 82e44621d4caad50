"""Server time of every accountants' page on a published home; `--write` puts the table into docs/performance.md.

.venv/bin/python -m benchmarks.workbench.pages HOME --write
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
import warnings
from pathlib import Path

import duckdb
from starlette.testclient import TestClient

from warehouse.settings import Settings
from warehouse.state.people import Grant, Person
from workbench.access import Viewer
from workbench.app import create_app

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "performance.md"
START, END = "<!-- pages:start -->", "<!-- pages:end -->"
RUNS = 7
LIMIT_MS = 300
TITLE = "## Pages of the workbench"


def main() -> None:
    """Ask for every page and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path, help="a home with a published warehouse; nothing is written to it")
    options.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    arguments = options.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANFANG_STATE_URL"] = f"sqlite:///{folder}/state.sqlite"
        settings = Settings(home=arguments.home)
        with duckdb.connect(settings.published_path, read_only=True) as marts:
            pages, lines = _pages(marts), marts.execute("select count(*) from marts.fct_reconciliation_line").fetchone()
        client = TestClient(create_app(settings, authenticate=_everybody), base_url="http://127.0.0.1")
        started = time.perf_counter()
        client.get("/")
        opening = (time.perf_counter() - started) * 1000
        rows = [(name, *_measure(client, path)) for name, path in pages.items()]
    table = _table(rows, lines[0], opening)
    print(table)
    if arguments.write:
        _write(table)


async def _everybody(_request: object) -> Viewer:
    grants = (Grant("accountant"), Grant("reviewer"), Grant("auditor"))
    return Viewer(Person("bench", "Bench", True, grants), "token")


def _pages(marts: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Every page, with the lines that are hardest for it."""
    (region, period) = marts.execute(
        "select region_code, max(period) from marts.dim_period where state = 'complete' group by region_code limit 1"
    ).fetchone()
    middle = f"{period[:4]}06"
    lines = {
        "a difference of two lines": "verdict = 'amount_differs'",
        "a difference with candidates": "verdict = 'ambiguous'",
        "a difference of a batch": "verdict = 'group_sum_differs' and party = 'finance' and leg = 'tax_fin'",
    }
    found = {
        name: marts.execute(
            f"select leg, line_id from marts.mart_open_item where {condition} order by amount desc, line_id limit 1"
        ).fetchone()
        for name, condition in lines.items()
    }
    largest = marts.execute(
        "select leg, line_id from marts.fct_reconciliation_line where verdict = 'matched' and party = 'finance' "
        "and leg = 'ssa_fin_benefit' order by amount desc limit 1"
    ).fetchone()
    return {
        "overview of the latest month": f"/months/{region}/{period}",
        "overview of a month inside": f"/months/{region}/{middle}",
        "differences, open": "/differences",
        "differences, open at an earlier month's end": f"/differences?as_of={middle}",
        "differences, by text": "/differences?q=0001",
        "differences, lines that agree in a month": f"/differences?state=matched&period={middle}",
        **{f"{name}": f"/differences/{each[1]}?leg={each[0]}" for name, each in found.items() if each},
        "a line in the largest group": f"/differences/{largest[1]}?leg={largest[0]}",
        "decisions": "/decisions",
        "reconciliation statement": f"/statement/{region}/{middle}/ssa_tax/110",
        "reconciliation statement, all funds": f"/statement/{region}/{middle}/ssa_fin_benefit/all",
        "controls of a month": f"/controls?period={middle}",
        "one control": "/controls/K14",
        "self-evaluation": f"/evaluation/{period[:4]}",
    }


def _measure(client: TestClient, path: str) -> tuple[float, float, float, int]:
    """(median ms, worst ms, median CPU ms, kB) of asking again; the first answer is not counted."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    walls, processors = [], []
    for _ in range(RUNS):
        wall, processor = time.perf_counter(), time.process_time()
        client.get(path)
        processors.append((time.process_time() - processor) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return statistics.median(walls), max(walls), statistics.median(processors), len(answer.content) // 1024


def _table(rows: list[tuple[str, float, float, float, int]], lines: int, opening: float) -> str:
    slow = [name for name, median, *_ in rows if median > LIMIT_MS]
    body = "\n".join(
        f"| {name} | {median:.0f} | {worst:.0f} | {processor:.0f} | {size} |"
        for name, median, worst, processor, size in rows
    )
    return (
        f"{lines:,} lines in `fct_reconciliation_line`; {RUNS} answers each after a first one; {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} while measuring. Opening a new publication: {opening:.0f} ms, once.\n\n"
        "| page | median ms | worst ms | CPU ms | kB |\n|---|---:|---:|---:|---:|\n"
        f"{body}\n\n" + (f"Over {LIMIT_MS} ms: {', '.join(slow)}." if slow else f"Every page is under {LIMIT_MS} ms.")
    )


def _write(table: str) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    section = f"{START}\n{table}\n{END}"
    if START in text:
        before, _, rest = text.partition(START)
        text = before + section + rest.partition(END)[2]
    else:
        text = f"{text.rstrip()}\n\n{TITLE}\n\n{section}\n"
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
