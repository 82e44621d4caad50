from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.quality.deliveries import Planted
from benchmarks.quality.score import main, score

PERFECT = """
create schema marts;
create table marts.fct_reconciliation_line as
select leg, party, record_key, if(verdict like 'only%' or verdict in ('excluded', 'ambiguous'), null, payment_id) as group_id,
    verdict, cause, 10.00::decimal(18, 2) as amount, opened_period, cleared_period
from '{truth}';
create table marts.fct_reconciliation_bridge as
select 'ssa_tax' as leg, '620100' as region_code, '110' as fund_code, '202201' as period, 'paid_date' as basis,
    'unexplained' as line_code, {rest}::decimal(18, 2) as amount, 'proven' as status;
"""
OTHER = "kind = 'plain' and leg = 'ssa_tax' and verdict = 'matched'"


def warehouse(planted: Planted, folder: Path, change: str = "", rest: str = "0") -> Path:
    path = folder / "warehouse.duckdb"
    con = duckdb.connect(str(path))
    con.execute(PERFECT.format(truth=planted.truth, rest=rest))
    con.execute(f"create temp table truth as select * from '{planted.truth}'")
    con.execute(change or "select 1")
    con.close()
    return path


def test_the_truth_itself_meets_every_target(dirty: Planted, tmp_path: Path) -> None:
    found = score(warehouse(dirty, tmp_path), dirty.truth)
    assert found.failures() == []
    assert found.causes[0] == found.causes[1] > 100
    assert found.months[0] == found.months[1] > 500
    assert found.confusion == found.strangers == found.wrong == []


def test_wrong_months_and_missing_totals_are_counted(dirty: Planted, tmp_path: Path) -> None:
    path = warehouse(
        dirty,
        tmp_path,
        f"""insert into marts.fct_reconciliation_bridge select 'total_3way', region_code, fund, period, basis, 'reported', amount,
            'proven' from '{dirty.totals}' where basis = 'treasury_date' limit 2;
        update marts.fct_reconciliation_line set cleared_period = '209901'
        where leg = 'ssa_tax' and cause = 'in_transit' and verdict = 'matched'""",
    )
    found = score(path, dirty.truth)
    assert found.totals[0] == 2 < found.totals[1]
    assert 0 < found.months[0] < found.months[1]
    assert found.failures() == []


def test_one_link_between_two_payments_is_seen(dirty: Planted, tmp_path: Path) -> None:
    swap = f"""update marts.fct_reconciliation_line set group_id = (select min(payment_id) from truth where {OTHER})
        where leg = 'ssa_tax' and party = 'tax' and record_key =
            (select max(record_key) from truth where {OTHER} and party = 'tax')"""
    found = score(warehouse(dirty, tmp_path, swap), dirty.truth)
    assert found.wrong_groups == 1
    assert any("join different payments" in text for text in found.failures())


def test_interchangeable_lines_may_change_places_but_not_counts(dirty: Planted, tmp_path: Path) -> None:
    twins = "leg = 'ssa_tax' and record_key in (select record_key from truth where kind = 'posted_twice' and class_id is not null)"
    change = f"""update marts.fct_reconciliation_line set
        verdict = if(verdict = 'matched', 'duplicate', 'matched'), cause = if(verdict = 'matched', 'posted_twice', null)
        where {twins}"""
    assert score(warehouse(dirty, tmp_path, change), dirty.truth).failures() == []
    (tmp_path / "both").mkdir()
    found = score(
        warehouse(
            dirty, tmp_path / "both", f"update marts.fct_reconciliation_line set verdict = 'matched' where {twins}"
        ),
        dirty.truth,
    )
    assert {row[1] for row in found.confusion} == {"posted_twice"}


@pytest.mark.parametrize(
    ("change", "rest", "words"),
    [
        ("delete from marts.fct_reconciliation_line where verdict = 'void' or cause = 'void'", "0", "lines without"),
        ("insert into marts.fct_reconciliation_line from marts.fct_reconciliation_line limit 3", "0", "3 with several"),
        (
            "update marts.fct_reconciliation_line set verdict = 'only_left' where cause = 'keying'",
            "0",
            "verdicts of other",
        ),
        (
            "update marts.fct_reconciliation_line set verdict = 'ambiguous' where verdict = 'matched'",
            "0",
            "agreeing lines",
        ),
        ("", "0.01", "leave a rest"),
        ("delete from marts.fct_reconciliation_bridge", "0", "no bridge"),
        ("update marts.fct_reconciliation_bridge set status = 'unexplained'", "0", "bridges are unexplained"),
    ],
)
def test_each_miss_is_named(dirty: Planted, tmp_path: Path, change: str, rest: str, words: str) -> None:
    assert any(words in text for text in score(warehouse(dirty, tmp_path, change, rest), dirty.truth).failures())


def test_tables_are_written_between_the_marks(
    dirty: Planted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "quality.md"
    page.write_text("before\n<!-- quality: begin -->old<!-- quality: end -->\nafter\n", encoding="utf-8")
    good = warehouse(dirty, tmp_path)
    assert main([str(good), str(dirty.truth), "--write", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text.split("| run |")[0]
    assert "| ssa_tax | amount_keying |" in text
    (tmp_path / "bad").mkdir()
    bad = warehouse(dirty, tmp_path / "bad", rest="1")
    assert main(["--run", "a", str(good), str(dirty.truth), "--run", "b", str(bad), str(dirty.truth)]) == 1
    assert "b: 1 bridges leave a rest" in capsys.readouterr().out
