"""The journal: append-only by the database itself, whole under many writers, and every changed value found."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filled import PASSWORD, S5, T1, draft
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from warehouse.closes import Close
from warehouse.settings import Settings
from warehouse.state.actions import ACTIONS
from warehouse.state.decisions import DecisionRefused, propose, propose_many, review, withdraw
from warehouse.state.journal import entries, head, record
from warehouse.state.journal_file import export_journal, verify_file
from warehouse.state.months import append_close, append_reopening
from warehouse.state.people import add_person, deactivate, find_person, set_password
from warehouse.state.sessions import end_session, find_session, start_session
from warehouse.state.signoffs import sign
from warehouse.state.store import open_state
from warehouse.state.tables import metadata, month_event
from warehouse.state.verify import verify_state

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def filled_home(made_home, tmp_path_factory):
    """At least one row in every table, and every nullable column filled somewhere."""
    home = tmp_path_factory.mktemp("filled") / "home"
    shutil.copytree(made_home, home)
    store = open_state(Settings(home=home))
    fill(store)
    store.engine.dispose()
    return home


@pytest.fixture
def filled(filled_home, tmp_path):
    shutil.copytree(filled_home, tmp_path / "filled")
    store = open_state(Settings(home=tmp_path / "filled"))
    yield store
    store.engine.dispose()


def fill(store):
    maker, checker = find_person(store, "maker"), find_person(store, "checker")
    session = start_session(store, maker)
    with store.change("maker") as change:
        row = {"token_hash": _only(change, "login_session", "token_hash"), "expires_at": "2999-01-01T00:00:00+00:00"}
        change.append("session_extended", "maker", {"session_extension": [row]})
    end_session(store, session.token)
    made = propose_many(
        store,
        maker,
        [draft(attachment=("回单.pdf", b"%PDF")), draft("explain", T1, cause="not_posted"), draft("write_off", S5)],
    )
    review(store, checker, made[0].decision_id, True, "同意")
    review(store, checker, made[1].decision_id, False, "请补回单")
    withdraw(store, maker, made[2].decision_id, "不办了")
    propose(store, maker, draft("revoke", target=made[0].decision_id))
    sign(store, checker, "650000", "202001", "ssa_tax", "ab" * 32)
    record(store, "auditor", "export", "journal", {"file": "a.jsonl"})
    set_password(store, "maker", "maker", PASSWORD + "!")
    deactivate(store, "admin", "viewer")
    with store.change("checker") as change:
        row = {
            "event": "close", "region_code": "650000", "period": "202001", "version": 1, "digest": "d" * 64,
            "done_by": "checker", "approved_by": "second", "reason": "月结", "happened_at": change.at,
        }  # fmt: skip
        change.append("close", "650000 202001", {"month_event": [row]})


def _only(change, table, column):
    return change.connection.execute(text(f"select {column} from {table}")).scalar_one()


def database(store):
    """The file itself, as somebody with a copy of sqlite3 opens it."""
    connection = sqlite3.connect(store.settings.under("state", "sanfang.sqlite"), isolation_level=None)
    connection.execute("pragma synchronous = off")
    return connection


def without_triggers(connection):
    for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        connection.execute(f"drop trigger {name}")


def problems(store):
    # The closes on disk and the triggers are not what these tests are about.
    return [problem for problem in verify_state(store) if not problem.startswith(("结账 ", "防改触发器"))]


def test_a_journal_as_it_was_written_has_no_problems(filled):
    assert problems(filled) == []


@pytest.mark.parametrize("table", [*metadata.tables, "state_schema_version"])
def test_one_changed_value_in_any_column_is_found_and_named(filled, table):
    connection = database(filled)
    connection.execute("pragma ignore_check_constraints = on")
    without_triggers(connection)
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    keys = [row[0] for row in connection.execute(f"select rowid from {table} order by rowid")]
    assert keys, f"nothing in {table}"
    for column in columns:
        key, value = next(
            (row for row in connection.execute(f"select rowid, {column} from {table}") if row[1] is not None),
            (keys[0], None),
        )
        assert value is not None, f"{table}.{column} is empty in every row"
        connection.execute(f"update {table} set {column} = ? where rowid = ?", (_one_byte_off(value), key))
        found = problems(filled)
        named = table if table != "audit_entry" else "条日志"
        assert any(named in problem for problem in found), (column, found)
        if table not in ("audit_entry",) and column != "sequence":
            assert any(column in problem for problem in found), (column, found)
        new_key = _one_byte_off(value) if _is_rowid(connection, table, column) else key
        connection.execute(f"update {table} set {column} = ? where rowid = ?", (value, new_key))
    assert problems(filled) == []


def _one_byte_off(value):
    if isinstance(value, int):
        return value + 1000
    last = value[-1]
    return value[:-1] + ("0" if last != "0" else "1")


def _is_rowid(connection, table, column):
    declared = {row[1]: (row[2].lower(), row[5]) for row in connection.execute(f"pragma table_info({table})")}
    return declared[column] == ("integer", 1)


@pytest.mark.parametrize("table", list(metadata.tables))
def test_a_deleted_or_added_row_is_found(filled, table):
    connection = database(filled)
    without_triggers(connection)
    key = connection.execute(f"select min(rowid) from {table}").fetchone()[0]
    connection.execute(f"delete from {table} where rowid = ?", (key,))
    assert any((table if table != "audit_entry" else "有日志被删除") in each for each in problems(filled))


def test_the_end_that_was_cut_off_is_found_by_a_head_noted_elsewhere(filled):
    noted = head(filled)
    connection = database(filled)
    without_triggers(connection)
    last = noted[0]
    connection.execute("delete from month_event where sequence = ?", (last,))
    connection.execute("delete from audit_entry where sequence = ?", (last,))
    assert not any("条日志" in problem for problem in verify_state(filled))
    assert any("截短" in problem for problem in verify_state(filled, noted))
    assert any("防改触发器不全" in problem for problem in verify_state(filled))


def test_rows_are_never_updated_deleted_or_replaced(filled):
    connection = database(filled)
    for table in metadata.tables:
        columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
        for statement in (
            f"update {table} set {columns[-1]} = {columns[-1]}",
            f"delete from {table}",
            f"insert or replace into {table} select * from {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    assert problems(filled) == []


def test_the_database_refuses_a_gap_and_a_fork(filled):
    connection = database(filled)
    count, newest = head(filled)
    for sequence, previous in ((count + 2, newest), (count + 1, "0" * 64), (count, newest)):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(
                "insert into audit_entry values (?, 'now', 'x', 'x', 'x', '{}', ?, 'h')", (sequence, previous)
            )


def test_a_change_that_fails_leaves_nothing(store):
    before = head(store)
    with pytest.raises(RuntimeError, match="half way"), store.change("maker") as change:
        change.append("export", "x")
        raise RuntimeError("half way")
    assert head(store) == before


def test_nobody_checks_what_he_made_even_past_the_functions(store, people):
    made = propose(store, people.both, draft())
    row = {"decision_id": made.decision_id, "maker": "both", "decided_by": "both", "decided_at": "now", "comment": ""}
    lie = {**row, "maker": "maker"}
    for outcome in ("approved", "rejected"):
        for wrong in (row, lie):
            with pytest.raises(IntegrityError), store.change("both") as change:
                change.append(
                    "decision_approved", made.decision_id, {"decision_outcome": [{**wrong, "outcome": outcome}]}
                )
    with pytest.raises(IntegrityError), store.change("checker") as change:
        other = {**row, "decided_by": "checker", "outcome": "withdrawn"}
        change.append("decision_withdrawn", made.decision_id, {"decision_outcome": [other]})
    assert verify_state(store) == []


def test_a_second_outcome_is_refused_by_the_database(store, people):
    made = propose(store, people.maker, draft())
    review(store, people.checker, made.decision_id, True)
    row = {
        "decision_id": made.decision_id, "maker": "maker", "outcome": "rejected", "decided_by": "second",
        "decided_at": "now", "comment": "",
    }  # fmt: skip
    with pytest.raises(DBAPIError, match="UNIQUE"), store.change("second") as change:
        change.append("decision_rejected", made.decision_id, {"decision_outcome": [row]})


def test_of_two_reviewers_at_once_one_wins_and_the_other_is_told(store, people):
    made = propose(store, people.maker, draft())
    ready, said = threading.Barrier(2), []

    def act(person):
        ready.wait()
        try:
            said.append(review(store, person, made.decision_id, True).checker)
        except DecisionRefused as refused:
            said.append(str(refused))

    threads = [threading.Thread(target=act, args=(each,)) for each in (people.checker, people.second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = next(each for each in said if each in ("checker", "second"))
    assert sorted(said, key=len)[1] == f"{made.decision_id} 已由 {winner} 批准，不能再办理。"
    assert verify_state(store) == []


WRITER = """
import sys, threading
from warehouse.settings import Settings
from warehouse.state.journal import record
from warehouse.state.store import open_state

def write(number):
    for turn in range(int(sys.argv[3])):
        record(open_state(Settings(home=sys.argv[1])), sys.argv[2], "export", f"{number} {turn}")

threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def write_from_two_processes(home, turns, environment=None):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(home), f"process{number}", str(turns)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )
        for number in range(2)
    ]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]


def test_eight_threads_in_two_processes_make_one_chain_even_in_a_new_database(tmp_path):
    write_from_two_processes(tmp_path, turns=10)
    store = open_state(Settings(home=tmp_path))
    assert head(store)[0] == 160
    assert verify_state(store) == []
    assert {entry.actor for entry in entries(store, limit=200)} == {"process0", "process1"}


def test_an_export_proves_itself_and_is_the_same_each_time(filled, tmp_path):
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert export_journal(filled, first) == head(filled) == export_journal(filled, second)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o777 == 0o600
    assert verify_file(first) == []
    assert json.loads(first.read_text().splitlines()[-1])["entries"] == head(filled)[0]


def test_every_changed_byte_of_an_export_is_found(store, people, tmp_path):
    file = tmp_path / "a.jsonl"
    export_journal(store, file)
    content = file.read_bytes()
    for position in range(0, len(content), 37):
        changed = bytearray(content)
        changed[position] ^= 1
        file.write_bytes(bytes(changed))
        assert verify_file(file), position
    whole = content.splitlines(keepends=True)
    for rest in (whole[:-1], whole[1:], whole[:2] + whole[3:], [whole[1], whole[0], *whole[2:]], [*whole, whole[0]]):
        file.write_bytes(b"".join(rest))
        assert verify_file(file)


def test_no_secret_is_in_the_journal(filled, tmp_path):
    export_journal(filled, tmp_path / "a.jsonl")
    said = (tmp_path / "a.jsonl").read_text()
    assert "argon2" not in said
    assert PASSWORD not in said


def test_a_lost_or_changed_attachment_is_found(filled):
    (file,) = filled.settings.under("state", "attachments").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(b"%PDG")
    assert any("附件" in problem for problem in verify_state(filled))


def closed_home(store):
    """A month closed and re-opened on disk and in the journal."""
    close = Close("650000", "202001", 1, "current", "checker", "月结", "2026-01-01T00:00:00+00:00", "r", "d", {}, (), "",
                  journal=head(store)[1])  # fmt: skip
    folder = store.settings.closed_path / "650000" / "202001" / "v1"
    folder.mkdir(parents=True)
    fields = {key: value for key, value in vars(close).items() if not key.startswith("reopen")}
    (folder / "close.json").write_text(json.dumps(fields))
    note = {"reopened_by": "maker", "reopened_at": "2026-02-01T00:00:00+00:00", "reopen_reason": "更正"}
    with store.change("checker") as change:
        append_close(change, close)
        append_reopening(change, Close(**{**vars(close), **note}), "second")
    (folder / "reopened.json").write_text(json.dumps(note))
    return folder


def test_closes_on_disk_and_journal_say_the_same(store):
    folder = closed_home(store)
    assert verify_state(store) == []
    note = folder / "reopened.json"
    told = note.read_text()
    note.write_text(told.replace("maker", "Maker"))
    assert any("重开的记载" in problem for problem in verify_state(store))
    note.unlink()
    assert any("重开的记载" in problem for problem in verify_state(store))
    note.write_text(told)
    close = folder / "close.json"
    close.write_text(close.read_text().replace("checker", "chekker"))
    assert any("650000 202001 v1" in problem for problem in verify_state(store))
    close.unlink()
    assert any("磁盘上没有" in problem for problem in verify_state(store))


def test_a_database_begun_anew_does_not_know_the_closes_head(store):
    closed_home(store)
    store.engine.dispose()
    for file in store.settings.under("state").glob("sanfang.sqlite*"):
        file.unlink()
    renewed = open_state(store.settings)
    with renewed.session() as connection:
        events = connection.execute(text(f"select event from {month_event.name} order by sequence")).scalars().all()
    assert events == ["found_closed", "found_reopened"]
    assert any("日志被截短或重写" in problem for problem in verify_state(renewed))


def test_every_kind_of_entry_has_a_name_for_people(filled, store):
    assert {entry.action for entry in entries(filled, limit=1000)} <= ACTIONS.keys()
    with pytest.raises(ValueError, match="no such action"):
        record(store, "auditor", "looked_at", "x")
    assert all(not name.isascii() for name in ACTIONS.values())


def test_a_page_of_the_journal(filled):
    newest = entries(filled, limit=3)
    assert [entry.sequence for entry in newest] == [head(filled)[0] - number for number in range(3)]
    assert entries(filled, limit=3, before=newest[-1].sequence)[0].sequence == newest[-1].sequence - 1
    assert {entry.subject for entry in entries(filled, action="person_added")} >= {"maker", "checker"}


def test_sessions_survive_nothing_that_ends_them(store, people):
    session = start_session(store, people.maker)
    assert find_session(store, session.token) is not None
    set_password(store, "maker", "maker", PASSWORD + "?")
    assert find_session(store, session.token) is None


def test_a_new_person_is_one_transaction(store):
    before = head(store)[0]
    with pytest.raises(ValueError):
        add_person(store, "cli:test", "maker", "again", PASSWORD)
    assert head(store)[0] == before
