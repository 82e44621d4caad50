"""One Airflow home and database for all tests of this folder; nothing of the developer's own is touched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DAGS = PROJECT / "dags"


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory):
    """Environment for Airflow in this process; must be in place before the first import of airflow."""
    home = tmp_path_factory.mktemp("airflow")
    assert "airflow" not in sys.modules, "airflow was imported before its environment was set"
    names = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__CORE__FERNET_KEY": "",
        "AIRFLOW__API_AUTH__JWT_SECRET": "x" * 64,
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
    }
    patch = pytest.MonkeyPatch()
    for name, value in names.items():
        patch.setenv(name, value)
    yield home
    patch.undo()


@pytest.fixture(scope="session")
def airflow_database(airflow_home):
    """Migrated database and the pools, as `sanfang airflow` prepares them."""
    from warehouse.airflow_config import AirflowHome, prepare

    place = AirflowHome(home=airflow_home / "sanfang", dags=DAGS, inbox=airflow_home / "inbox")
    prepare(place)
    program = Path(sys.executable).with_name("airflow")
    for command in (["db", "migrate"], ["pools", "import", str(place.pools)]):
        done = subprocess.run([program, *command], env=os.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return airflow_home


@pytest.fixture(scope="session")
def bag(airflow_home):
    """All DAGs, loaded as the DAG processor loads them (with the folder on the path)."""
    from airflow.dag_processing.dagbag import BundleDagBag

    return BundleDagBag(dag_folder=DAGS, bundle_path=DAGS, bundle_name="dags-folder")
