"""The schema: from empty to the newest by migrations, once, and the same on Postgres."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filled import PASSWORD, draft
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from test_state_journal import write_from_two_processes

from warehouse.settings import Settings
from warehouse.state.decisions import propose, review
from warehouse.state.journal import head
from warehouse.state.people import Grant, add_person, verify_password
from warehouse.state.schema import NEWEST, VERSION_TABLE, SchemaError, migrations, schema_version, upgrade
from warehouse.state.store import open_state
from warehouse.state.tables import metadata
from warehouse.state.verify import verify_state


def test_the_newest_migration_is_the_one_the_code_expects():
    assert ScriptDirectory.from_config(migrations()).get_heads() == [NEWEST]


def test_migrations_make_the_tables_that_the_code_declares(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    assert schema_version(engine) is None
    assert upgrade(engine, tmp_path / "lock") is True
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    assert upgrade(engine, tmp_path / "lock") is False
    assert schema_version(engine) == NEWEST


def test_opening_twice_changes_nothing(tmp_path):
    settings = Settings(home=tmp_path)
    record_of_first = head(open_state(settings))
    assert head(open_state(settings)) == record_of_first == (0, "0" * 64)
    assert verify_state(open_state(settings)) == []


def test_a_database_of_a_later_version_is_left_alone(tmp_path):
    settings = Settings(home=tmp_path)
    with open_state(settings).change("system") as change:
        change.connection.execute(text(f"update {VERSION_TABLE} set version_num = '9999'"))
    with pytest.raises(SchemaError, match="9999"):
        open_state(settings)


@pytest.fixture(scope="module")
def postgres():
    """URL of an empty Postgres database: SANFANG_TEST_POSTGRES, else a server started here from the installed programs."""
    if given := os.environ.get("SANFANG_TEST_POSTGRES"):
        yield given
        return
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "")]
    if not found[-1].is_file():
        pytest.skip("no Postgres server is installed here and SANFANG_TEST_POSTGRES names none")
    yield from _server(found[-1].parent)


def _server(programs):
    # The server refuses to run as root, and its user must reach its folder.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="sanfang-postgres-"))
    if as_user:
        shutil.chown(folder, "postgres")
    command = [*as_user, str(programs / "initdb"), "-D", str(folder), "-U", "sanfang", "--auth=trust", "-E", "UTF8"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"Postgres cannot be started here: {made.stderr[-200:]}")
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(folder), "-w", "-t", "60"]
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"postgresql+psycopg2://sanfang@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


def test_the_same_promises_hold_on_postgres(postgres, settings):
    settings = Settings(home=settings.home, state_url=postgres)
    write_from_two_processes(settings.home, turns=3, environment={"SANFANG_STATE_URL": postgres})
    store = open_state(settings)
    assert head(store)[0] == 48
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    maker = add_person(store, "cli:test", "maker", "经办", PASSWORD, [Grant("accountant"), Grant("reviewer")])
    checker = add_person(store, "cli:test", "checker", "复核", PASSWORD, [Grant("reviewer")])
    assert verify_password(store, "maker", PASSWORD) == maker
    made = propose(store, maker, draft())
    row = {"decision_id": made.decision_id, "maker": "maker", "decided_by": "maker", "decided_at": "now", "comment": "",
           "outcome": "approved"}  # fmt: skip
    with pytest.raises(IntegrityError), store.change("maker") as change:
        change.append("decision_approved", made.decision_id, {"decision_outcome": [row]})
    assert review(store, checker, made.decision_id, True).status == "approved"
    assert verify_state(store) == []
    for table in metadata.tables:
        for statement in (
            f"update {table} set sequence = sequence",
            f"delete from {table}",
            f"truncate {table} cascade",
        ):
            with pytest.raises(DBAPIError, match="append-only"), store.engine.begin() as connection:
                connection.execute(text(statement))
    with store.engine.begin() as connection:
        connection.execute(text("alter table decision_line disable trigger user"))
        connection.execute(text("update decision_line set amount = '100.01'"))
        connection.execute(text("alter table decision_line enable trigger user"))
    assert any("decision_line" in problem and "amount" in problem for problem in verify_state(store))
    store.engine.dispose()
