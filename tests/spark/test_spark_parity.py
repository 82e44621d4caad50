"""Both engines, the same landing zone: no row differs in any model, no type, and readers see the same digest."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from benchmarks.quality.deliveries import plant
from benchmarks.scale.parity import Compared, compare
from tests.approved import explain_open
from tests.restated import next_run, restate_one_posting
from tests.spark.conftest import beside
from warehouse.build import BuildResult, build
from warehouse.close import close_month
from warehouse.digest import digest
from warehouse.publish import publish
from warehouse.run import run
from warehouse.settings import Settings
from warehouse.spark import export, on_side


@dataclass(frozen=True)
class Both:
    """One landing zone, built and published by both engines, and what the comparison found."""

    duckdb: Settings
    spark: Settings
    result: BuildResult
    compared: list[Compared]


REGION, JANUARY = "150200", "201901"


def _dirty(home: Path) -> Settings:
    """Two months of a region of its own, full of planted differences: explained by people, one month closed and then restated."""
    planted = plant(home / "planted", REGION, 2019, 2, 7505, 120, 3.0, 60, hard=True)
    settings = Settings(home=home)
    shutil.copytree(planted.inbox, settings.inbox_path)
    summary = run(settings, region=REGION)
    assert summary.publication is not None, summary.build.failures or summary.build.message
    assert explain_open(settings) > 0
    next_run(settings)
    close_month(settings, REGION, JANUARY, "张会计", "一月月结")
    restate_one_posting(settings, REGION, JANUARY)
    next_run(settings)
    return settings


@pytest.fixture(scope="module", params=["golden", "planted"])
def both(request, tmp_path_factory, running) -> Both:
    folder = tmp_path_factory.mktemp(request.param)
    here = request.getfixturevalue("golden") if request.param == "golden" else _dirty(folder / "duckdb")
    there = beside(here, folder / "spark", running, f"{request.param}_")
    result = build(there)
    assert result.ok, [(node.name, node.message) for node in result.failures] or result.message
    publish(there)
    assert export(on_side(there, "a_"), folder / "views", views_only=True).ok
    layers = running.layers(f"{request.param}_", folder / "tables", side="a_")
    return Both(here, there, result, compare(here.build_path, layers, folder / "views"))


def test_every_model_and_every_test_ran(both):
    with duckdb.connect(str(both.duckdb.build_path), read_only=True) as connection:
        (built,) = connection.execute(
            "select count(*) from information_schema.tables where table_schema not in ('ops', 'information_schema')"
        ).fetchone()
    assert len(both.compared) == built == both.result.models
    assert both.result.tests > 80


def test_no_row_and_no_type_differs(both):
    assert [found for found in both.compared if not found.is_equal] == []
    assert sum(found.rows for found in both.compared) > 10_000
    matching = [found for found in both.compared if found.name.startswith("matching.") and found.rows]
    assert len(matching) > 50, "most passes find something"


def test_people_and_closes_were_among_it(both):
    """What people decided, closed and corrected is read on both engines, not only there."""
    if "planted" not in str(both.spark.home):
        pytest.skip("nobody decides in the golden year")
    with duckdb.connect(str(both.spark.published_path), read_only=True) as connection:
        for table in ("fct_decision", "fct_closed_line", "fct_restatement"):
            assert connection.execute(f"select count(*) from marts.{table}").fetchone() > (0,), table


def test_readers_see_the_same_digest(both):
    assert digest(both.spark.published_path) == digest(both.duckdb.published_path)


def test_what_readers_are_told_is_the_same(both):
    told = (
        "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'marts' "
        "union all select table_name, '', '', comment from duckdb_tables() where schema_name = 'marts' order by all"
    )
    answers = []
    for settings in (both.duckdb, both.spark):
        with duckdb.connect(str(settings.published_path), read_only=True) as connection:
            answers.append(connection.execute(told).fetchall())
    assert answers[0] == answers[1]


def test_a_changed_row_would_be_seen(both, tmp_path):
    """The comparison itself: one amount changed by one fen, one type changed."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{both.duckdb.build_path}' as b (read_only)")
        folder = tmp_path / "marts" / "fct_fund_statement"
        folder.mkdir(parents=True)
        connection.execute(
            "copy (select * replace (cast(case when rowid = 0 then amount + 0.01 else amount end as decimal(28, 2)) as amount, cast(line_no as bigint) as line_no) "
            f"from b.marts.fct_fund_statement) to '{folder}/part.parquet' (format parquet)"
        )
    (found,) = [one for one in compare(both.duckdb.build_path, tmp_path) if one.name == "marts.fct_fund_statement"]
    assert (found.only_duckdb, found.only_spark) == (1, 1)
    assert [column for column, _, _ in found.types] == ["line_no"]
