"""``python -m benchmarks.speed --rows 1000000 5000000 --write``: all passes and verdicts of two legs against a bare join.

Lines are landed without files (see ``landing``), typed once, and then each contestant of ``contest`` starts from them in a
process of its own. Peers that the product does not need are looked for in ``--peers``, any interpreter that has them:

    uv venv PEERS && uv pip install --python PEERS/bin/python polars datacompy pyarrow
    python -m benchmarks.speed --peers PEERS/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.contest import CONTESTANTS
from benchmarks.speed.landing import land
from benchmarks.speed.process import Taken, take
from benchmarks.speed.report import Measured, table, write
from warehouse.settings import Settings

PEERS = ("polars", "pandas", "datacompy (polars)", "datacompy (pandas)")


def measure(lines: int, folder: Path, peers: str, largest_peer: int, small_memory: bool) -> Measured:
    """Land ``lines`` lines per party under ``folder``, then run every contestant on them."""
    os.environ.setdefault("SANFANG_PSEUDONYM_KEY", "no persons here")
    # a process of its own: what this one has held would be counted as the peak of those that it starts
    with get_context("spawn").Pool(1) as apart:
        landed = apart.apply(land, (Settings(home=folder), lines))
    print(f"{lines:,} lines per party landed: {landed}", flush=True)
    taken: dict[str, Taken] = {}
    slowest: dict[str, float] = {}
    for name in CONTESTANTS:
        if name in PEERS and lines > largest_peer:
            continue
        taken[name] = take(name, folder, peers if name in PEERS else sys.executable)
        print(f"  {name}: {taken[name]}", flush=True)
        if name == "stage" and taken[name].failed:
            raise SystemExit((folder / "last_words.txt").read_text())
        if name == "ours":
            slowest = json.loads((folder / "models.json").read_text()) if not taken[name].failed else {}
            print(f"  slowest models: {dict(list(slowest.items())[:8])}", flush=True)
    if small_memory:
        taken["ours, 2 GB"] = take("ours", folder, memory_limit="2GB")
        print(f"  ours, 2 GB: {taken['ours, 2 GB']}", flush=True)
    return Measured(lines, landed, taken, slowest, os.getloadavg()[1])


def main(arguments: list[str] | None = None) -> None:
    """Measure each size, print the tables, write them with ``--write``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--peers", default=sys.executable, help="interpreter that has polars and datacompy")
    parser.add_argument("--largest-peer", type=int, default=5_000_000, help="no peer on more lines than this")
    parser.add_argument(
        "--keep", type=Path, help="folder for the figures of each size; sizes measured before are not run again"
    )
    given = parser.parse_args(arguments)
    measured: list[Measured] = []
    for lines in sorted(given.rows):
        kept = given.keep / f"{lines}.json" if given.keep else None
        if kept and kept.exists():
            measured.append(Measured.read(kept))
            continue
        with TemporaryDirectory() as folder:
            small = lines == max(given.rows)
            measured.append(measure(lines, Path(folder), given.peers, given.largest_peer, small))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            measured[-1].write(kept)
    text = table(measured)
    print(text)
    if given.write:
        write(text)


if __name__ == "__main__":
    main()
