"""Parsing must stay quick: no engine, no data frame, no project package is loaded by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys, time
from pathlib import Path
from airflow.dag_processing.dagbag import BundleDagBag
before = set(sys.modules)
started = time.process_time()
folder = Path(sys.argv[1])
bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
seconds = time.process_time() - started
heavy = {"duckdb", "pandas", "yaml", "dbt", "ingest", "warehouse"} & {name.split(".")[0] for name in set(sys.modules) - before}
assert len(bag.dags) == 10 and not bag.import_errors, bag.import_errors
assert not heavy, heavy
assert seconds < 2, seconds
"""


@pytest.mark.airflow
def test_parsing_is_light(airflow_home):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(PROJECT / "dags")],
        env={**os.environ, "AIRFLOW_HOME": str(airflow_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
