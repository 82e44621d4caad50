"""GB18030 CSV to checked Parquet: this product's own path against ``pandas.read_csv`` + ``to_parquet``.

    .venv/bin/python benchmarks/ingest/csv_to_parquet.py [--rows 1000000] [--runs 3]

Each run is a process of its own; time is wall and CPU time of the best run, memory the largest peak of all runs.
``pandas, types guessed`` destroys identifiers (leading zeros, 18 digits); ``pandas, text`` keeps them, as we do.
Neither checks anything; ours checks every row, the control totals, the keys and the check digits.
``whole intake`` also copies the file, hashes it (SHA-256), keeps the raw bytes and writes the receipt.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from stdnum.cn import uscc

HEADER = (
    "电子税票号码,明细序号,纳税人识别号,缴费人名称,征收项目,征收品目,品目名称,费款所属期起,费款所属期止,税款种类,实缴金额,"
    "缴款日期,入库日期,国库划转批次号,核定单号"
)
ROWS = """
SELECT lpad(CAST(465016210100000000 + i // 3 AS VARCHAR), 18, '0') || chr(9) || ',' || (i % 3 + 1) || ',' || payer
    || ',测试企业有限责任公司' || k || ',' || ['10201', '10202', '10204'][i % 3 + 1] || ','
    || ['102010100', '102020100', '102040100'][i % 3 + 1] || ','
    || ['职工基本养老保险(单位缴纳)', '失业保险(单位缴纳)', '工伤保险'][i % 3 + 1]
    || ',2021-01-01,2021-01-31,正常,"' || format('{:,.2f}', ((i * 7919) % 10000000) / 100.0) || '",2021-01-'
    || lpad(CAST(i % 28 + 1 AS VARCHAR), 2, '0') || ',2021-01-' || CAST(i % 3 + 28 AS VARCHAR) || ',GK65000020210112'
    || (i % 3 + 1) || '10,' || CASE WHEN i % 3 = 0 THEN 'H650000202101' || lpad(CAST(i AS VARCHAR), 8, '0') ELSE '' END
FROM range(?) AS t(i) JOIN payers ON k = (i // 3 * 7) % 20000 ORDER BY i
"""
NAME = "tax_collection_650000_202101.csv"


def payer(number: int) -> str:
    """A made-up USCC with a right check digit."""
    body = f"91650000{number:08d}X"
    return body + uscc.calc_check_digit(body + "0")


def make_sample(path: Path, rows: int) -> None:
    """Write the file of one month with ``rows`` lines; memory stays flat."""
    with duckdb.connect() as engine, path.open("wb") as target:
        engine.execute(
            "CREATE TABLE payers AS SELECT unnest(?) AS payer, unnest(range(20000)) AS k",
            [[payer(i) for i in range(20000)]],
        )
        total = engine.execute("SELECT sum((i * 7919) % 10000000) FROM range(?) AS t(i)", [rows]).fetchone()
        target.write(f"{HEADER}\r\n".encode("gb18030"))
        lines = engine.execute(ROWS, [rows])
        while piece := lines.fetchmany(50_000):
            target.write("".join(f"{row[0]}\r\n" for row in piece).encode("gb18030"))
        cents = int(total[0]) if total else 0
        target.write(f'合计,{rows},,,,,,,,,"{cents // 100:,}.{cents % 100:02d}",,,,\r\n'.encode("gb18030"))


def ours(sample: Path, folder: Path) -> None:
    """Transcode, parse, check and write, as for a delivery, without the archive of raw bytes."""
    from ingest.contract import load_contracts
    from ingest.examine import examine
    from ingest.job import Job
    from ingest.landing import Landing
    from ingest.naming import parse_name

    landing = Landing(folder / "landing", folder / "quarantine", folder / "vault", b"benchmark")
    landing.prepare()
    name = parse_name(NAME)
    with landing.scratch() as scratch, landing.engine(scratch) as engine:
        job = Job(name, load_contracts()["tax_collection"], "benchmark", sample, scratch, landing.limits)
        examined = examine(engine, job, landing, lambda done, total: None)
        assert examined.found.rows > 0 and examined.found.reject_rows == 0
        examined.text.replace(folder / "ours.parquet")


def whole(sample: Path, folder: Path) -> None:
    """Take in the file from an inbox."""
    from ingest.intake import take_in
    from ingest.landing import Landing

    inbox = folder / "inbox" / "tax"
    inbox.mkdir(parents=True)
    (inbox / NAME).hardlink_to(sample)
    landing = Landing(folder / "landing", folder / "quarantine", folder / "vault", b"benchmark")
    assert [r.status for r in take_in(folder / "inbox", landing).receipts] == ["accepted"]


def pandas_guessed(sample: Path, folder: Path) -> None:
    """pandas as it comes."""
    import pandas

    # low_memory=False: otherwise types are guessed piece by piece, and the control row at the end stops to_parquet
    pandas.read_csv(sample, encoding="gb18030", low_memory=False).to_parquet(folder / "pandas.parquet")


def pandas_text(sample: Path, folder: Path) -> None:
    """pandas with every column as text, as in the landing zone."""
    import pandas

    pandas.read_csv(sample, encoding="gb18030", dtype=str).to_parquet(folder / "pandas.parquet")


WAYS = {"ours": ours, "whole intake": whole, "pandas, types guessed": pandas_guessed, "pandas, text": pandas_text}


def measured(way: str, sample: Path) -> dict[str, float]:
    """One run in a fresh process; what a process does once (imports, contracts) is not counted."""
    with tempfile.TemporaryDirectory(dir=sample.parent) as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--way", way, "--sample", str(sample), "--folder", folder],
            check=True,
            capture_output=True,
            text=True,
        )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run_one(way: str, sample: Path, folder: Path) -> None:
    """Run ``way`` and print its figures as JSON."""
    import pandas  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    import ingest.examine
    import ingest.intake  # noqa: F401
    from ingest.contract import load_contracts

    load_contracts()
    start, used = time.perf_counter(), time.process_time()
    WAYS[way](sample, folder)
    figures = {
        "wall": time.perf_counter() - start,
        "cpu": time.process_time() - used,
        "peak": _peak(),
    }
    print(json.dumps(figures))


def _peak() -> float:
    """Peak memory of this process in MiB; ``getrusage`` would count what its parent had when it started it."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Make the sample, run every way, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", choices=list(WAYS), action="append", help="run only these")
    options.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    options.add_argument("--sample", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.way:
        run_one(given.way, given.sample, given.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / NAME
        make_sample(sample, given.rows)
        print(f"{given.rows:,} rows, {sample.stat().st_size / 2**20:,.0f} MiB of GB18030; best of {given.runs} runs\n")
        # taking turns, so that a busy moment of the machine does not fall on one way only
        turns = [(w, measured(w, sample)) for _ in range(given.runs) for w in (given.only or WAYS)]
    best = {w: min((f for name, f in turns if name == w), key=lambda f: f["wall"]) for w, _ in turns}
    peak = {w: max(f["peak"] for name, f in turns if name == w) for w, _ in turns}
    base = best.get("ours", next(iter(best.values())))
    print(
        "| way | wall s | CPU s | rows/s | peak MiB | ours is faster by (wall) | (CPU) |\n|---|--:|--:|--:|--:|--:|--:|"
    )
    for way, f in best.items():
        print(
            f"| {way} | {f['wall']:.2f} | {f['cpu']:.2f} | {given.rows / f['wall']:,.0f} | {peak[way]:,.0f} "
            f"| {f['wall'] / base['wall']:.2f} | {f['cpu'] / base['cpu']:.2f} |"
        )


if __name__ == "__main__":
    main()
