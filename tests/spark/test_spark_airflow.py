"""Airflow with the engine Spark: the DAGs are the same, the engine stands in the worker's environment."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.arrival import arrive
from tests.dags.conftest import airflow_database, airflow_home, bag  # noqa: F401 - fixtures
from warehouse.dbt_run import run_dbt
from warehouse.dictionary import public_models
from warehouse.digest import digest
from warehouse.run import run
from warehouse.settings import Settings
from warehouse.spark import newest

pytestmark = [pytest.mark.airflow, pytest.mark.dbt]
PARTIES = ("tax", "social_security", "finance")
PREFIX = "airflow_"


@pytest.fixture(scope="module")
def expected(demo_inbox, tmp_path_factory) -> Settings:
    """January, published by DuckDB without Airflow."""
    settings = Settings(home=tmp_path_factory.mktemp("without"), pseudonym_key="only-for-this-test")
    arrive(demo_inbox, settings.inbox_path, r"_2020(01)?\.")
    assert run(settings).publication is not None
    return settings


@pytest.fixture(scope="module")
def there(expected, running, airflow_database, tmp_path_factory):  # noqa: F811 - a fixture
    """A worker's environment with the engine Spark, and the same files in the inbox."""
    home = tmp_path_factory.mktemp("with")
    shutil.copytree(expected.inbox_path, home / "inbox")
    names = {
        "SANFANG_HOME": str(home),
        "SANFANG_PSEUDONYM_KEY": "only-for-this-test",
        "SANFANG_ENGINE": "spark",
        "SANFANG_SPARK_PORT": str(running.port),
        "SANFANG_SCHEMA_PREFIX": PREFIX,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SANFANG_INBOX", "SANFANG_REGION"):
            patch.delenv(name, raising=False)
        for name, value in names.items():
            patch.setenv(name, value)
        yield Settings()


def test_the_monthly_dag_publishes_what_duckdb_publishes(expected, there, bag):  # noqa: F811 - a fixture
    asked = [*((f"ingest_{party}", None) for party in PARTIES), ("monthly_reconciliation", {"month": "2020-01"})]
    for dag, conf in asked:
        finished = bag.dags[dag].test(run_conf=conf)
        assert {task.state for task in finished.get_task_instances()} == {"success"}, dag
    assert digest(there.published_path) == digest(expected.published_path)


def test_the_documentation_knows_the_tables_of_the_newest_build(there):
    result = run_dbt(newest(there), "docs", "generate", "--static")
    assert result.ok, result.message
    catalog = json.loads(there.under("build", "dbt", "catalog.json").read_text("utf-8"))
    found = {
        node["metadata"]["name"] for node in catalog["nodes"].values() if node["metadata"]["schema"].endswith("marts")
    }
    assert found == {model["name"] for model in public_models()}
