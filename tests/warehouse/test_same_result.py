"""The same files give the same marts: twice, in another order, month by month, after a crash, from nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.arrival import arrive
from warehouse.build import build
from warehouse.digest import digest
from warehouse.publish import publish
from warehouse.run import run
from warehouse.settings import Settings

pytestmark = [pytest.mark.dbt]
KEY = "only-for-this-test"


@pytest.fixture(scope="module")
def months(demo_inbox, tmp_path_factory):
    """Three months of the demo, so that several runs stay affordable."""
    inbox = tmp_path_factory.mktemp("months")
    arrive(demo_inbox, inbox, r"_2020(0[1-3])?(\.|_v)")
    return inbox


@pytest.fixture(scope="module")
def expected(months, tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("expected"), pseudonym_key=KEY)
    shutil.copytree(months, settings.inbox_path)
    assert run(settings, region="650000").publication is not None
    return settings, digest(settings.published_path)


def test_running_twice_changes_nothing(expected):
    settings, before = expected
    summary = run(settings, region="650000")
    assert {receipt.status for receipt in summary.intake.receipts} <= {"repeated"}
    assert digest(settings.published_path) == before


def test_building_again_from_landing_alone(expected):
    settings, before = expected
    shutil.rmtree(settings.build_path.parent)
    shutil.rmtree(settings.published_path.parent)
    shutil.rmtree(settings.inbox_path)
    assert build(settings).ok
    publish(settings)
    assert digest(settings.published_path) == before


def test_another_order_of_arrival(months, expected, tmp_path):
    settings = Settings(home=tmp_path, pseudonym_key=KEY)
    files = sorted(file for file in months.rglob("*") if file.is_file())
    random.Random(3).shuffle(files)
    from ingest.intake import take_in

    for part in (files[: len(files) // 3], files[len(files) // 3 :]):
        for file in part:
            target = settings.inbox_path / file.relative_to(months)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
        take_in(settings.inbox_path, settings.landing())
    assert run(settings).publication is not None
    assert digest(settings.published_path) == expected[1]


@pytest.mark.slow
def test_killed_at_any_point_and_started_again(months, expected, tmp_path):
    environment = {**os.environ, "SANFANG_HOME": str(tmp_path), "SANFANG_PSEUDONYM_KEY": KEY}
    command = [
        sys.executable,
        "-c",
        "from warehouse.cli import main; main()",
        "run",
        "--inbox",
        str(tmp_path / "inbox"),
    ]
    shutil.copytree(months, tmp_path / "inbox")
    for patience in (1.5, 2.5, 4, 7, 10):
        process = subprocess.Popen(
            command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        time.sleep(patience)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            assert process.poll() is not None
        process.wait()
    done = subprocess.run(
        command, env=environment, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest(tmp_path / "published" / "warehouse.duckdb") == expected[1]
