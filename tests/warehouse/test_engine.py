"""The order of a build on Spark, without Spark: what is asked of dbt, on which side, and what a failure leaves alone.

Whether the answers are right is the business of tests/spark.
"""

import json

import pytest

from warehouse import spark
from warehouse.dbt_run import DbtResult, dbt_environment
from warehouse.settings import Settings


@pytest.fixture
def asked(monkeypatch):
    """What was asked: (command or operation, prefix of the schemas)."""
    calls: list[tuple[str, str]] = []
    refused: set[str] = set()

    def answer(settings, *arguments, progress=None):
        name = arguments[1] if arguments[0] == "run-operation" else arguments[0]
        calls.append((name, dbt_environment(settings)["SANFANG_SCHEMA_PREFIX"]))
        if name == "point_readers":
            assert json.loads(arguments[3]) == {"schema": "x_published"}
        return DbtResult(name not in refused, [], "refused" if name in refused else None)

    monkeypatch.setattr(spark, "run_dbt", answer)
    answer.calls, answer.refused = calls, refused
    return answer


@pytest.fixture
def settings(tmp_path):
    for folder in ("build", "state"):
        (tmp_path / folder).mkdir()
    return Settings(home=tmp_path, engine="spark", schema_prefix="x_")


def _build_and_show(settings):
    settings.build_path.unlink(missing_ok=True)
    result = spark.build_on_spark(settings, whole=False)
    if result.ok:
        spark.show_readers(settings)
    return result


def test_builds_take_turns_and_readers_are_turned_to_the_newest(settings, asked):
    for side in ("x_a_", "x_b_", "x_a_"):
        asked.calls.clear()
        assert _build_and_show(settings).ok
        assert asked.calls == [(name, side) for name in ("begin_build", "build", "export_models", "point_readers")]


def test_publishing_twice_shows_the_same_side(settings, asked):
    _build_and_show(settings)
    asked.calls.clear()
    spark.show_readers(settings)
    assert asked.calls == [("point_readers", "x_a_")]


@pytest.mark.parametrize("failing", ["begin_build", "build", "export_models"])
def test_a_failed_build_is_made_again_where_nobody_reads(settings, asked, failing):
    _build_and_show(settings)
    asked.refused.add(failing)
    assert not _build_and_show(settings).ok
    asked.refused.clear()
    asked.calls.clear()
    _build_and_show(settings)
    assert {side for _, side in asked.calls} == {"x_b_"}


def test_spark_that_refuses_the_views_is_no_silent_success(settings, asked):
    asked.refused.add("point_readers")
    with pytest.raises(RuntimeError, match="refused"):
        _build_and_show(settings)


def test_typed_lines_are_on_neither_side(settings):
    """What outlives a build does not take turns with it."""
    for side in spark.SIDES:
        environment = dbt_environment(spark.on_side(settings, side))
        assert environment["SANFANG_SCHEMA_PREFIX"] == f"x_{side}"
        assert environment["SANFANG_TYPED_PREFIX"] == "x_"


def test_a_prefix_is_for_spark_alone(tmp_path):
    assert dbt_environment(Settings(home=tmp_path, schema_prefix="x_"))["SANFANG_SCHEMA_PREFIX"] == ""
    with pytest.raises(ValueError, match="pattern"):
        Settings(home=tmp_path, schema_prefix="x; drop")
