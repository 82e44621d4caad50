"""Typed lines outlive a build: only months whose files changed are typed again, and the result is that of a whole build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from tests.arrival import arrive
from tests.restated import restate_one_posting
from warehouse.build import build
from warehouse.digest import digest
from warehouse.publish import publish
from warehouse.run import run
from warehouse.settings import Settings
from warehouse.typed_lines import only_typed_left

REGION, JANUARY, FEBRUARY = "650000", "202001", "202002"
KEPT = ("stg_ss_contribution", "stg_ss_assessment", "stg_ss_benefit", "stg_tax_collection")
MARK = "typed by an earlier build"


def change(settings: Settings, statement: str) -> None:
    with duckdb.connect(str(settings.build_path)) as connection:
        connection.execute(statement)


def asked(settings: Settings, question: str) -> list[tuple]:
    with duckdb.connect(str(settings.build_path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def marked(settings: Settings) -> int:
    return asked(settings, f"select count(*) from typed.stg_ss_benefit where failure_reason = '{MARK}'")[0][0]


def months(settings: Settings, table: str) -> list[str]:
    return [row[0] for row in asked(settings, f"select distinct period from typed.{table} order by 1")]


@pytest.fixture(scope="module")
def grown(demo_inbox, tmp_path_factory) -> Settings:
    """January; then February comes, a posting of January is restated and half of January's tickets were lost: two builds."""
    settings = Settings(home=tmp_path_factory.mktemp("grown"), pseudonym_key="only-for-this-test")
    arrive(demo_inbox, settings.inbox_path, rf"_(2020|{JANUARY})(\.|_v)")
    assert run(settings).publication is not None
    arrive(demo_inbox, settings.inbox_path, rf"_{FEBRUARY}(\.|_v)")
    restate_one_posting(settings, REGION, JANUARY)
    change(settings, f"delete from typed.stg_tax_collection where period = '{JANUARY}' and line_no = 1")
    assert run(settings).publication is not None
    return settings


@pytest.fixture(scope="module")
def whole(grown, tmp_path_factory) -> Iterator[Settings]:
    """The same landing zone, built at once."""
    settings = Settings(home=tmp_path_factory.mktemp("whole"), pseudonym_key="only-for-this-test")
    shutil.copytree(grown.landing_path, settings.landing_path)
    assert build(settings).ok
    publish(settings)
    return settings


def test_two_builds_give_what_one_gives(grown, whole):
    assert digest(grown.published_path) == digest(whole.published_path)


@pytest.mark.parametrize("table", KEPT)
def test_no_typed_line_differs(grown, whole, table):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{grown.build_path}' as grown (read_only)")
        connection.execute(f"attach '{whole.build_path}' as whole (read_only)")
        for left, right in (("grown", "whole"), ("whole", "grown")):
            missing = f"select count(*) from (from {left}.typed.{table} except all from {right}.typed.{table})"
            assert connection.execute(missing).fetchone() == (0,)
        assert connection.execute(f"select count(*) > 0 from whole.typed.{table}").fetchone() == (True,)


def test_only_what_changed_is_typed_again_and_a_withdrawn_month_goes(grown, whole, tmp_path):
    """February's tax file is withdrawn, so the month waits; January keeps the very rows that it had."""
    settings = Settings(home=tmp_path, pseudonym_key="only-for-this-test")
    shutil.copytree(grown.home, tmp_path, dirs_exist_ok=True)
    change(settings, f"update typed.stg_ss_benefit set failure_reason = '{MARK}' where period = '{JANUARY}'")
    expected = marked(settings)
    assert expected > 0
    for receipt in (settings.landing_path / "receipts").glob(f"tax_collection-{REGION}-{FEBRUARY}-*.json"):
        receipt.unlink()
    assert build(settings).ok
    assert [months(settings, table) for table in KEPT] == [[JANUARY]] * len(KEPT)
    assert marked(settings) == expected, "January was typed again although none of its files changed"


def test_a_whole_build_and_other_code_keep_nothing(grown, tmp_path, monkeypatch):
    """Asked for, or under other code, the build file begins empty: dbt is not asked here, only what is left for it."""
    from warehouse import build as module

    shutil.copytree(grown.under("build"), tmp_path / "build")
    settings = Settings(home=tmp_path, pseudonym_key="only-for-this-test")
    seen: list[tuple[bool, int]] = []

    def look(settings: Settings, whole: bool, progress: object) -> object:
        (left,) = asked(settings, "select count(*) from duckdb_tables() where schema_name = 'typed'")
        seen.append((whole, left[0]))
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_run_models", look)
    shutil.copytree(grown.landing_path, settings.landing_path)
    for note, whole in ((None, False), (None, True), ("other code", False)):
        if note:
            shutil.copytree(grown.under("build"), tmp_path / "build", dirs_exist_ok=True)
            (tmp_path / "build" / "typed_by").write_text(note)
        with pytest.raises(KeyboardInterrupt):
            build(settings, whole=whole)
    assert seen == [(False, len(KEPT)), (True, 0), (True, 0)]


def test_a_build_file_that_cannot_be_read_is_no_obstacle(tmp_path):
    broken = tmp_path / "warehouse.duckdb"
    assert not only_typed_left(broken)
    broken.write_bytes(b"no database" * 1000)
    assert not only_typed_left(broken)
