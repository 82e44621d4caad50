"""A real cluster for the whole session; homes of which both engines build the same landing zone."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.scale.cluster import Cluster, cluster
from warehouse.settings import Settings


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "spark: starts a Spark cluster on the loopback; needs Java 17, see `make test-spark`"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.spark)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(5400))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Master, two workers and a Thrift server."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.fail("`make test-spark` needs Java 17 and the extras `spark` and `spark-cluster`")
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


def beside(settings: Settings, home: Path, running: Cluster, prefix: str) -> Settings:
    """The same landing zone in a home whose models run on the cluster."""
    for folder in ("landing", "closed", "state"):
        if settings.under(folder).exists():
            shutil.copytree(settings.under(folder), home / folder)
    return Settings(home=home, engine="spark", spark_port=running.port, schema_prefix=prefix, threads=3)
