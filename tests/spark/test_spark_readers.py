"""Whoever reads the marts on the platform sees the old rows or the new ones, and never a missing table."""

from __future__ import annotations

import threading

import pytest

from warehouse.dictionary import public_models
from warehouse.settings import Settings
from warehouse.spark import SIDES, show_readers

hive = pytest.importorskip("pyhive.hive", reason="the client of the spark extra is not installed: make test-spark")

READ = "select count(*) from r_published.fct_fund_statement"


def test_readers_meet_no_gap_while_their_views_are_turned(running, tmp_path):
    settings = Settings(home=tmp_path, engine="spark", spark_port=running.port, schema_prefix="r_")
    for folder in ("build", "state"):
        (tmp_path / folder).mkdir()
    with hive.connect(settings.spark_host, settings.spark_port, auth="NOSASL") as connection:
        cursor = connection.cursor()
        for rows, side in enumerate(SIDES, start=1):
            _marts(cursor, f"r_{side}marts", rows)
        show_readers(settings)
        turning = threading.Thread(target=lambda: [_turn(settings, side) for side in reversed(SIDES)])
        turning.start()
        seen = []
        while turning.is_alive():
            cursor.execute(READ)
            seen.append(cursor.fetchone()[0])
        cursor.execute(READ)
        assert cursor.fetchone()[0] == 1
    assert set(seen) == {1, 2}, "rows of either side, both of them, and nothing else"


def _turn(settings: Settings, side: str) -> None:
    settings.under("build", "spark_side").write_text(side)
    show_readers(settings)


def _marts(cursor: hive.Cursor, schema: str, rows: int) -> None:
    cursor.execute(f"create schema {schema}")
    for model in public_models():
        columns = ", ".join(f"{column['name']} {column['data_type']}" for column in model["columns"])
        cursor.execute(f"create table {schema}.{model['name']} ({columns}) using parquet")
    for _ in range(rows):
        cursor.execute(f"insert into {schema}.fct_fund_statement (region_code) values ('650000')")
