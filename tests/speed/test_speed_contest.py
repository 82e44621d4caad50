"""The speed benchmark at a few hundred lines: every line of both parties comes out with one verdict."""

import json

import duckdb
import pytest

from benchmarks.speed.contest import ANSWER, hand_out, ours
from benchmarks.speed.landing import land
from benchmarks.speed.process import Taken, take
from benchmarks.speed.report import Measured, table
from warehouse.settings import Settings

pytestmark = pytest.mark.dbt
LINES = 600


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("speed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANFANG_PSEUDONYM_KEY", "no persons here")
        land(Settings(home=folder), LINES)
    ours(folder, without=())  # staging too, because starting dbt takes longer than everything else here
    hand_out(folder)
    taken = take("bare join", folder)
    assert taken.failed == ""
    assert taken.cpu > 0 and taken.peak > 0
    return folder


@pytest.fixture(scope="module")
def built(home):
    with duckdb.connect(str(Settings(home=home).build_path), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(("party", "side"), [("typed.stg_tax_collection", "R"), ("typed.stg_ss_contribution", "L")])
def test_every_line_has_one_verdict(built, party, side):
    lines, told, distinct = built.execute(
        f"select (select count(*) from {party}), count(verdict), count(distinct line_id) "
        "from matching.ssa_tax_verdict where side = ?",
        [side],
    ).fetchone()
    assert lines == told == distinct > LINES * 0.9


def test_most_lines_agree_and_some_do_not(built):
    verdicts = dict(built.execute("select verdict, count(*) from matching.ssa_tax_verdict group by 1").fetchall())
    assert verdicts["matched"] > LINES * 1.9
    assert len(verdicts) > 1


@pytest.mark.parametrize("leg", ["ssa_tax", "tax_fin"])
def test_the_answer_of_every_line_is_written(built, leg):
    missing, more = built.execute(
        f"select (select count(*) from (select {ANSWER} from matching.{leg}_verdict except all select * from {leg}_line_verdict)), "
        f"(select count(*) from (select * from {leg}_line_verdict except all select {ANSWER} from matching.{leg}_verdict))"
    ).fetchone()
    assert (missing, more) == (0, 0)
    assert built.execute(f"select count(verdict) from {leg}_line_verdict").fetchone()[0] > LINES * 0.9


@pytest.mark.parametrize(("party", "staged"), [("tax", "stg_tax_collection"), ("agency", "stg_ss_contribution")])
def test_the_keys_that_are_charged_are_those_of_the_product(built, party, staged):
    columns = "line_id, ticket, work_no"
    assert (
        built.execute(f"select {columns} from {party}_key except all select {columns} from typed.{staged}").fetchall()
        == []
    )
    assert built.execute(f"select count(line_id) from {party}_key").fetchone()[0] > LINES * 0.9


def test_the_floor_joins_the_same_lines(built):
    (tax,) = built.execute("select count(*) from typed.stg_tax_collection").fetchone()
    joined, both = built.execute(
        "select count(tax_amount), count(*) filter (tax_amount = agency_amount) from bare_join"
    ).fetchone()
    assert joined >= tax
    assert both > LINES * 0.9


def test_peers_are_handed_the_same_lines_in_fen(built, home):
    for name, table_name in (("tax", "stg_tax_collection"), ("agency", "stg_ss_contribution")):
        (fen,) = built.execute(f"select sum(amount) from '{home / name}.parquet'").fetchone()
        assert (fen,) == built.execute(f"select cast(sum(amount) * 100 as bigint) from typed.{table_name}").fetchone()


def test_a_contestant_that_is_not_there_is_named(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 77\n")
    python.chmod(0o755)
    assert take("polars", tmp_path, str(python)).failed == "not installed"


def test_the_table_has_ratio_and_growth(tmp_path):
    small = Measured(10, {}, {"bare join": Taken(1, 2.0, 5), "ours": Taken(1, 8.0, 5)}, {"slow": 1.0}, 0.5)
    small.write(tmp_path / "kept.json")
    large = Measured(100, {}, {"bare join": Taken(1, 20.0, 5), "ours": Taken(1, 0, 0, "killed")}, {}, 0.5)
    text = table([Measured.read(tmp_path / "kept.json"), large])
    assert "| 10 | ours | 1.0 | 8.0 | 5 | 4.0 × |" in text
    assert "| 100 | ours | killed | | | |" in text
    assert "10 × the lines (10 → 100): bare join 10.0 ×" in text
    assert json.loads((tmp_path / "kept.json").read_text())["lines"] == 10


def test_every_target_is_judged_or_said_to_be_not_run():
    taken = {"bare join": Taken(1, 2.0, 5), "ours": Taken(1, 30.0, 5), "datacompy (pandas)": Taken(1, 100.0, 5)}
    text = table([Measured(5_000_000, {}, taken, {}, 0.5)])
    assert "the bare join, 5,000,000 lines | 15.0 × | **missed** |" in text
    assert "of datacompy, 5,000,000 lines | 0.3 × | met |" in text
    assert "6 GB, 10,000,000 lines | not run | |" in text
