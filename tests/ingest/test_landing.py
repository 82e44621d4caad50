"""Versions, repetition, order of arrival, being killed: the landing zone is the same in the end."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ingest_deliveries import benefit_file, benefit_row, ledger_book, tax_file, tax_row
from ingest_house import House

import ingest.intake
import ingest.reception
from ingest.landing import write_index

FIRST = tax_file([tax_row(1), tax_row(2)])
SECOND = tax_file([tax_row(1), tax_row(2, 实缴金额="7.00")])
NAME = "tax_collection_650000_202101{}.csv"


def tree(house: House) -> dict[str, Any]:
    """Everything landed, without the time of arrival."""
    write_index(house.landing)
    found: dict[str, Any] = {}
    for path in sorted((house.home / "landing").rglob("*")):
        name = str(path.relative_to(house.home))
        if path.is_dir() or name.endswith(".lock"):
            continue
        if path.suffix == ".json":
            found[name] = {k: v for k, v in json.loads(path.read_text()).items() if k != "received_at"}
        elif path.name == "source_file.parquet":
            found[name] = house.index()
        elif path.suffix == ".parquet":
            # rows carry their number; which row group is written first is left to the threads
            order = " ORDER BY source_row" if "/text/" in name else ""
            found[name] = house.sql(f"FROM '{path}'{order}")
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    found["vault"] = (
        house.sql(f"ATTACH '{house.home}/vault/persons.duckdb' AS v (READ_ONLY); FROM v.person ORDER BY ALL")
        if (house.home / "vault/persons.duckdb").exists()
        else []
    )
    return found


def test_same_bytes_again_change_nothing(house: House) -> None:
    house.put("tax", NAME.format(""), FIRST)
    assert house.one().status == "accepted"
    before = tree(house)
    again = house.one()
    assert (again.status, again.rows) == ("repeated", 2)
    assert tree(house) == before


def test_same_version_with_other_bytes_is_refused_with_advice(house: House) -> None:
    house.put("tax", NAME.format(""), FIRST)
    house.one()
    house.put("tax", NAME.format(""), SECOND)
    receipt = house.one()
    assert (receipt.status, receipt.reason_code) == ("refused", "version_taken")
    assert "tax_collection_650000_202101_v2.csv" in house.report(receipt)["problems"][0]["expected"]
    assert sorted((r[9], r[14]) for r in house.index()) == [(0, "refused"), (2, "accepted")]


def test_a_new_version_supersedes_and_both_are_kept(house: House) -> None:
    house.put("tax", NAME.format("_v2"), SECOND)
    house.put("tax", NAME.format(""), FIRST)
    assert [r.status for r in house.take().receipts] == ["accepted", "accepted"]
    house.index()
    assert house.sql(
        f"SELECT version, status, total FROM '{house.home}/landing/index/source_file.parquet' ORDER BY version"
    ) == [(1, "superseded", Decimal("2004.00")), (2, "accepted", Decimal("1008.50"))]
    assert len(house.text("tax_collection")) == 4


def test_a_refused_second_version_leaves_the_first_current(house: House) -> None:
    house.put("tax", NAME.format(""), FIRST)
    house.put("tax", NAME.format("_v2"), SECOND[:-9])
    house.take()
    assert [(r[5], r[14]) for r in sorted(house.index(), key=lambda r: r[5])] == [(1, "accepted"), (2, "refused")]


def test_any_order_of_arrival_ends_the_same(house: House, tmp_path: Path) -> None:
    files = [
        ("tax", NAME.format(""), FIRST),
        ("tax", NAME.format("_v2"), SECOND),
        ("social_security", "ss_benefit_650000_202101.csv", benefit_file([benefit_row(1), benefit_row(2)])),
        (
            "social_security",
            "ss_benefit_650000_202101_v2.csv",
            benefit_file([benefit_row(2, 姓名="别名"), benefit_row(3)]),
        ),
    ]
    ends = []
    for number, order in enumerate(itertools.islice(itertools.permutations(files), 0, 24, 7)):
        other = House(tmp_path / str(number), house.limits)
        for file in order:
            other.put(*file)
            other.take()
        ends.append(tree(other))
    assert all(end == ends[0] for end in ends)
    assert len(ends[0]["vault"]) == 4, "one row for each spelling of a person's name"


class Killed(BaseException):
    """Stands for a process that ends in the middle."""


def stopping(real: Callable[..., Any], steps: Iterator[int], step: int) -> Callable[..., Any]:
    def run(*args: Any, **options: Any) -> Any:
        if next(steps) == step:
            raise Killed
        return real(*args, **options)

    return run


@pytest.mark.parametrize("step", range(6))
def test_stopped_at_any_step_and_started_again(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    house.put("social_security", "ss_benefit_650000_202101.csv", benefit_file([benefit_row(i) for i in range(1, 50)]))
    house.put("tax", NAME.format(""), FIRST[:-9])
    undisturbed = House(tmp_path / "undisturbed", house.limits)
    shutil.copytree(house.inbox, undisturbed.inbox)
    undisturbed.take()

    steps = itertools.count()
    for module, name in (
        (ingest.reception, "settle"),
        (ingest.reception, "write_receipt"),
        (ingest.intake, "write_report"),
        (ingest.intake, "write_receipt"),
        (ingest.intake, "put_away"),
    ):
        monkeypatch.setattr(module, name, stopping(getattr(module, name), steps, step))
    with pytest.raises(Killed):
        house.take()
    monkeypatch.undo()
    house.take()
    expected = {k: v for k, v in tree(undisturbed).items() if "receipts/" not in k}
    assert {k: v for k, v in tree(house).items() if "receipts/" not in k} == expected
    assert not list((house.home / "landing/work").glob("tmp*"))
    assert not list(house.inbox.glob("tax/*"))


PROGRAM = """
import sys; from pathlib import Path; from ingest.intake import take_in; from ingest.landing import Landing
home = Path(sys.argv[1]); print('ready', flush=True)
take_in(home / 'inbox', Landing(home / 'landing', home / 'quarantine', home / 'vault', b'a key for tests only, 32 bytes..'))
"""


def test_killed_and_started_again(house: House, tmp_path: Path) -> None:
    house.put("tax", NAME.format(""), tax_file([tax_row(i) for i in range(60_000)]))
    undisturbed = House(tmp_path / "undisturbed", house.limits)
    shutil.copytree(house.inbox, undisturbed.inbox)
    undisturbed.take()
    for delay in (0.02, 0.3, 0.6):
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(house.home)], stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    house.take()
    assert tree(house) == tree(undisturbed)
    assert not list((house.home / "landing/work").glob("tmp*"))


def test_index_without_any_delivery(house: House) -> None:
    assert house.index() == []
    assert house.sql(f"SELECT count(*) FROM read_parquet('{house.home}/landing/text/tax_collection/**/*.parquet')") == [
        (0,)
    ]
    names = house.sql(f"SELECT column_name FROM (DESCRIBE FROM '{house.home}/landing/text/ss_benefit/_schema.parquet')")
    assert [n[0] for n in names][:5] == ["source_file_id", "source_row", "payment_no", "batch_no", "person_key"]
    assert ("person_name",) not in names and ("person_id",) not in names


def test_schema_file_has_the_columns_of_a_landed_file(house: House) -> None:
    house.put("tax", NAME.format(""), FIRST)
    ledger_book(house.inbox / "social_security/ss_ledger_650000_202101.xlsx")
    house.take()
    write_index(house.landing)
    for dataset in ("tax_collection", "ss_ledger"):
        landed = next(house.home.glob(f"landing/text/{dataset}/*/*/*.parquet"))
        schema = house.home / f"landing/text/{dataset}/_schema.parquet"
        assert house.sql(f"DESCRIBE FROM read_parquet('{landed}', hive_partitioning=false)") == house.sql(
            f"DESCRIBE FROM '{schema}'"
        )
        assert house.sql(f"SELECT count(*) FROM '{schema}'") == [(0,)]


def test_private_folders(house: House) -> None:
    house.put("social_security", "ss_benefit_650000_202101.csv", benefit_file([benefit_row(1)]))
    assert house.one().status == "accepted"
    modes = {
        p: stat.S_IMODE((house.home / p).stat().st_mode)
        for p in ("landing/raw", "landing/work", "vault", "vault/persons.duckdb")
    }
    assert modes == {"landing/raw": 0o700, "landing/work": 0o700, "vault": 0o700, "vault/persons.duckdb": 0o600}
    raw = next(p for p in (house.home / "landing/raw").rglob("*") if p.is_file())
    assert stat.S_IMODE(raw.stat().st_mode) == 0o600


def test_progress_of_a_long_file(house: House) -> None:
    house.put("tax", NAME.format(""), tax_file([tax_row(i) for i in range(60_000)]))
    seen: list[tuple[str, int, int]] = []
    house.take(progress=lambda name, done, total: seen.append((name, done, total)))
    assert len(seen) >= 3
    assert [d for _, d, _ in seen] == sorted(d for _, d, _ in seen)
    assert seen[-1] == (NAME.format(""), seen[-1][2], seen[-1][2])
