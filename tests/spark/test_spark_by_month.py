"""Typed lines month by month: `insert_overwrite` there, delete and insert here, and on both what a whole build gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from benchmarks.scale.cluster import Cluster
from benchmarks.scale.parity import compare
from tests.spark.conftest import beside
from warehouse.build import _begin
from warehouse.closes import write_close_index
from warehouse.dbt_run import run_dbt
from warehouse.decision_file import ensure_decision_files
from warehouse.scope import write_scope
from warehouse.settings import Settings

KEPT = ("stg_ss_contribution", "stg_ss_assessment", "stg_ss_benefit", "stg_tax_collection")
STAYS, COMES, GOES = "202001", "202011", "202003"


def _typed(settings: Settings, whole: bool) -> None:
    write_scope(settings)
    if settings.engine == "spark":
        begun = run_dbt(settings, "run-operation", "begin_build", "--args", json.dumps({"whole": whole}))
        assert begun.ok, begun.message
    else:
        _begin(settings, "run", kept=not whole)
    models = " ".join(f"+{model}" for model in KEPT)
    result = run_dbt(settings, "build", "-s", models, "--exclude-resource-type", "test", "unit_test")
    assert result.ok, result.message


def _withhold(settings: Settings, period: str) -> None:
    """The tax bureau's file of a month has not come: the month waits, and no line of it counts."""
    (receipt,) = (settings.landing_path / "receipts").glob(f"tax_collection-650000-{period}-*.json")
    receipt.rename(receipt.with_suffix(".withheld"))


def _bring(settings: Settings, period: str) -> None:
    (receipt,) = (settings.landing_path / "receipts").glob(f"tax_collection-650000-{period}-*.withheld")
    receipt.rename(receipt.with_suffix(".json"))


def _files(running: Cluster, period: str) -> dict[Path, int]:
    found = running.tables.glob(f"m_typed.db/*/region_code=650000/period={period}/*.parquet")
    return {file: file.stat().st_mtime_ns for file in found}


@pytest.fixture(scope="module")
def homes(golden, running, tmp_path_factory) -> tuple[Settings, Settings, Settings]:
    """DuckDB and Spark after a month came and another went, and DuckDB built at once."""
    folder = tmp_path_factory.mktemp("by_month")
    here, whole = Settings(home=folder / "duckdb"), Settings(home=folder / "whole")
    for settings in (here, whole):
        shutil.copytree(golden.landing_path, settings.landing_path)
        write_close_index(settings.closed_path)
        ensure_decision_files(settings)
    there = beside(here, folder / "spark", running, "m_")
    for settings in (here, there):
        _withhold(settings, COMES)
        _typed(settings, whole=True)
    before = {period: _files(running, period) for period in (STAYS, COMES, GOES)}
    for settings in (here, there):
        _bring(settings, COMES)
        _withhold(settings, GOES)
        _typed(settings, whole=False)
    _withhold(whole, GOES)
    _typed(whole, whole=True)
    after = {period: _files(running, period) for period in (STAYS, COMES, GOES)}
    assert before[STAYS], "a file for each of the tables"
    assert before[STAYS] == after[STAYS], "a month whose files are the same is not written again"
    assert (before[COMES], after[GOES]) == ({}, {})
    assert len(after[COMES]) >= len(KEPT) <= len(before[GOES])
    return here, there, whole


def test_spark_month_by_month_equals_duckdb_at_once(homes, running, tmp_path):
    compared = compare(homes[2].build_path, running.layers("m_", tmp_path / "tables"))
    typed = [found for found in compared if found.name.startswith("typed.")]
    assert [found.name.removeprefix("typed.") for found in typed] == sorted(KEPT)
    assert [found for found in typed if not found.is_equal] == []
    assert all(found.rows for found in typed)


def test_spark_month_by_month_equals_duckdb_month_by_month(homes, running, tmp_path):
    compared = compare(homes[0].build_path, running.layers("m_", tmp_path / "tables"))
    assert [found for found in compared if not found.is_equal] == []
