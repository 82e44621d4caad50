"""Publication: all or nothing for readers, nothing at all after a failed test or a killed build."""

import multiprocessing
import shutil
import subprocess
import time

import duckdb
import pytest

from tests import deliveries
from warehouse import rule_trial
from warehouse.build import build
from warehouse.connection import reader, writer
from warehouse.digest import combined, digest
from warehouse.publish import PublishError, publish
from warehouse.rule_trial import try_rules
from warehouse.run import run
from warehouse.settings import Settings
from warehouse.state import rules
from warehouse.state.decisions import DecisionDraft, propose, review
from warehouse.state.people import Grant, add_person
from warehouse.state.store import open_state

pytestmark = pytest.mark.dbt
REGION = "110100"
BOOKS = [("110", "3001", "一般基金结余", "100", "0", "0", "100"), ("110", "4001", "社会保险费收入", "0", "0", "7", "7")]


@pytest.fixture(scope="module")
def published_home(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("published"))
    deliveries.ledger(settings.inbox_path, REGION, "202101", BOOKS)
    assert run(settings).publication is not None
    return settings.home


@pytest.fixture
def home(tmp_path, published_home):
    """A published home of its own for a test that changes it."""
    shutil.copytree(published_home, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def _read_until(path, stop, results):
    """Reopen and query in a loop, as sixteen impatient analysts would."""
    queries, broken = 0, []
    while not stop.is_set() or queries == 0:
        try:
            with reader(path) as connection:
                total, detail = connection.execute(
                    "select sum(amount) filter (where line_code = 'income'), sum(amount) filter (where line_code = '4001') "
                    "from marts.fct_fund_statement where basis = 'accounting' and fund_code = '110'"
                ).fetchone()
            if total != detail:
                broken.append(f"half a publication: {total} and {detail}")
        except Exception as error:
            broken.append(repr(error))
        queries += 1
    results.put((queries, broken))


def test_sixteen_readers_see_no_error_over_ten_publications(home):
    context = multiprocessing.get_context("spawn")
    stop, results = context.Event(), context.Queue()
    readers = [context.Process(target=_read_until, args=(home.published_path, stop, results)) for _ in range(16)]
    for process in readers:
        process.start()
    first = results.empty()
    for amount in range(10):
        with writer(home.build_path) as connection:
            connection.execute(
                "update marts.fct_fund_statement set amount = ? where basis = 'accounting' and line_code in ('income', '4001')",
                [amount],
            )
        publish(home)
        time.sleep(0.3)
    stop.set()
    outcomes = [results.get(timeout=120) for _ in readers]
    for process in readers:
        process.join(timeout=30)
    assert first
    assert sum(queries for queries, _ in outcomes) > 100
    assert [problem for _, broken in outcomes for problem in broken] == []


def test_a_failed_test_never_publishes(home, monkeypatch):
    before = digest(home.published_path)
    # Two accepted files for one month cannot come out of landing: the grain test must stop such a build.
    text = next((home.landing_path / "text" / "ss_ledger").rglob("ss_ledger-*.parquet"))
    with duckdb.connect() as connection:
        connection.execute(f"create table doubled as select * from '{text}' union all select * from '{text}'")
        connection.execute(f"copy doubled to '{text}' (format parquet)")
    result = build(home)
    assert not result.ok
    assert any("unique_grain" in node.name for node in result.failures)
    with pytest.raises(PublishError, match="没有完成"):
        publish(home)
    assert digest(home.published_path) == before


def test_a_killed_build_is_not_published_and_the_next_one_is_the_same(home):
    before = combined(digest(home.published_path))
    command = [str(shutil.which("python", path=".venv/bin") or "python"), "-c",
               f"from pathlib import Path; from warehouse.settings import Settings; from warehouse.build import build; build(Settings(home=Path({str(home.home)!r})))"]  # fmt: skip
    process = subprocess.Popen(command, start_new_session=True)
    time.sleep(5)
    subprocess.run(["pkill", "-9", "-s", str(process.pid)], check=False)
    process.wait()
    with pytest.raises((PublishError, duckdb.Error)):
        publish(home)
    assert combined(digest(home.published_path)) == before
    assert build(home).ok
    assert publish(home).digest == before


def test_published_file_holds_marts_with_comments_and_no_person(home):
    with reader(home.published_path) as connection:
        schemas = {row[0] for row in connection.execute("select distinct schema_name from duckdb_tables()").fetchall()}
        bare = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
        ).fetchall()
        personal = connection.execute(
            "select table_name, column_name from duckdb_columns() "
            "where column_name in ('person_key', 'person_id', 'person_name')"
        ).fetchall()
    assert schemas == {"marts", "ops"}
    assert bare == []
    assert personal == []


def test_readers_cannot_write_or_read_other_files(home):
    with reader(home.published_path) as connection:
        for statement in (
            "delete from marts.dim_fund",
            "create table marts.x (a int)",
            "select * from read_csv('/etc/passwd')",
            "copy marts.dim_fund to '/tmp/sanfang_leak.csv'",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def test_earlier_publications_are_kept_for_going_back(home):
    for _ in range(4):
        publish(home)
    kept = list((home.published_path.parent / "previous").glob("*.duckdb"))
    assert 1 <= len(kept) <= home.keep_publications


def test_changed_rules_are_published_after_two_persons_accepted_them_and_a_build_was_made_by_them(
    home, tmp_path, monkeypatch
):
    seeds = shutil.copytree(rules.SEEDS, tmp_path / "seeds")
    monkeypatch.setattr(rules, "SEEDS", seeds)
    monkeypatch.setattr(rule_trial, "SEEDS", seeds)
    text = (seeds / "materiality.csv").read_text("utf-8")
    (seeds / "materiality.csv").write_text(text.replace(",10.00", ",20.00"), "utf-8")
    store = open_state(home)
    maker = add_person(store, "cli:test", "maker", "甲", "correct horse battery", [Grant("accountant")])
    checker = add_person(store, "cli:test", "checker", "乙", "correct horse battery", [Grant("reviewer")])
    before = home.published_path.read_bytes()
    with pytest.raises(PublishError, match=r"write_off_cap 10\.00 → 20\.00"):
        publish(home)
    declared = rules.declared_rules()
    draft = DecisionDraft(
        "rule_change", "*", REGION, "202101", None, "rule_error", "批复",
        attachment=("规则.txt", declared.encode()), target=rules.digest_of(declared),
    )  # fmt: skip
    review(store, checker, propose(store, maker, draft).decision_id, True)
    with pytest.raises(PublishError, match="构建之后改过（materiality）"):
        publish(home)
    assert home.published_path.read_bytes() == before
    with writer(home.build_path) as connection:
        connection.execute("update seeds.materiality set write_off_cap = 20.00")
    assert not any(each.is_moved for each in try_rules(home))
    publish(home)
