"""`sanfang airflow`: what it writes, what it refuses, and that it leaves no process behind."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from warehouse.airflow_config import USERS, AirflowHome, environment, prepare
from warehouse.airflow_home import start_airflow, stop
from warehouse.airflow_people import airflow_users, known_passwords
from warehouse.settings import Settings
from warehouse.state.people import Grant, add_person, deactivate
from warehouse.state.store import open_state


@pytest.fixture
def place(tmp_path):
    return AirflowHome(home=tmp_path / "home", dags=tmp_path, inbox=tmp_path / "inbox", port=8123)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_passwords_are_made_once_and_private(place):
    first = prepare(place)
    assert set(first) == set(USERS)
    assert len(set(first.values())) == len(USERS)
    assert mode(place.passwords) == 0o600
    assert mode(place.root) == 0o700
    assert prepare(place) is None
    assert json.loads(place.passwords.read_text()) == first


def test_the_people_of_the_state_database_may_log_in(tmp_path):
    """By the same login, with the demonstration's password where there is one; a new person gets one at the next start."""
    settings = Settings(home=tmp_path / "home")
    store, secret = open_state(settings), "correct horse battery"
    for login, roles in {
        "kuaiji": ["viewer", "accountant"],
        "shenji": ["auditor"],
        "guanli": ["admin"],
        "weg": ["admin"],
    }.items():
        add_person(store, "cli:test", login, login, secret, [Grant(role) for role in roles])
    deactivate(store, "cli:test", "weg")
    (settings.under("secrets")).mkdir(exist_ok=True)
    settings.under("secrets", "workbench-logins.json").write_text(json.dumps({"kuaiji": "known password"}))
    people = airflow_users(settings)
    assert people == {"kuaiji": "user", "shenji": "viewer", "guanli": "admin"}
    place = AirflowHome(settings.home, tmp_path, tmp_path / "inbox", people=people, known=known_passwords(settings))
    made = prepare(place)
    assert set(made) == {*USERS, *people} and made["kuaiji"] == "known password"
    assert "kuaiji:user" in environment(place)["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"].split(",")
    later = AirflowHome(settings.home, tmp_path, tmp_path / "inbox", people={**people, "neu": "user"})
    assert set(prepare(later)) == {"neu"}
    kept = json.loads(place.passwords.read_text())
    assert {login: kept[login] for login in made} == made
    assert mode(place.passwords) == 0o600


def test_keys_outlive_a_restart_and_are_private(place):
    prepare(place)
    first, second = environment(place), environment(place)
    assert first["AIRFLOW__API_AUTH__JWT_SECRET"] == second["AIRFLOW__API_AUTH__JWT_SECRET"]
    assert len(first["AIRFLOW__API_AUTH__JWT_SECRET"]) >= 64
    assert mode(place.root / "keys.json") == 0o600


def test_every_address_has_the_port(place):
    prepare(place)
    env = environment(place)
    assert env["AIRFLOW__API__PORT"] == "8123"
    assert env["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert env["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:8123"
    assert env["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8123/execution/"


def test_tasks_see_the_same_home(place):
    prepare(place)
    env = environment(place)
    assert env["SANFANG_HOME"] == str(place.home.resolve())
    assert env["SANFANG_INBOX"] == str(place.inbox.resolve())
    assert env["DO_NOT_TRACK"] == "1"


def test_a_taken_port_is_refused_with_a_way_out(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert start_airflow(tmp_path / "home", tmp_path, tmp_path / "inbox", port) == 1
    assert f"端口 {port} 已被占用" in capsys.readouterr().err


def test_a_second_airflow_of_the_same_home_is_refused(tmp_path, capsys):
    root = tmp_path / "home" / "airflow"
    root.mkdir(parents=True)
    with FileLock(root / "lock"):
        assert start_airflow(tmp_path / "home", tmp_path, tmp_path / "inbox", 1) == 1
    assert "已有一个 Airflow 在运行" in capsys.readouterr().err


def test_a_lost_pseudonym_key_stops_the_start(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("SANFANG_PSEUDONYM_KEY", raising=False)
    vault = tmp_path / "home" / "vault"
    vault.mkdir(parents=True)
    (vault / "persons.duckdb").touch()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert start_airflow(tmp_path / "home", tmp_path, tmp_path / "inbox", port) == 1
    assert "假名化密钥不见了" in capsys.readouterr().err


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_stopping_reaches_grandchildren_that_ignore_it(monkeypatch):
    """A child that is polite, with a grandchild that is not."""
    monkeypatch.setattr("warehouse.airflow_home.STOP_SECONDS", 1.0)
    script = (
        "import os, signal, subprocess, sys, time\n"
        "stubborn = 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)'\n"
        "child = subprocess.Popen([sys.executable, '-c', stubborn], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True)
    grandchild = int(process.stdout.readline())
    assert alive(grandchild)
    stop([process])
    assert process.returncode == -signal.SIGTERM
    deadline = time.monotonic() + 5
    while alive(grandchild) and time.monotonic() < deadline and _state(grandchild) != "Z":
        time.sleep(0.05)
    assert not alive(grandchild) or _state(grandchild) == "Z"


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return "gone"
