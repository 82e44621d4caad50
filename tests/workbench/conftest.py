"""A home of two regions with people of every role, and the real application over it."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import uvicorn
from argon2 import PasswordHasher
from fastapi import FastAPI

from tests.workbench.people_at_work import ELSEWHERE, HERE, PEOPLE, Browser, NoThrottle, add_people, log_in
from warehouse.settings import Settings
from warehouse.state import passwords
from workbench.app import create_app
from workbench.settings import WorkbenchSettings


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Argon2 is slow on purpose; how strong it is set is a matter of the tests of the state database."""
    patch = pytest.MonkeyPatch()
    patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    patch.undo()
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def home(tmp_path_factory, golden) -> Settings:
    """The golden year in two regions: the second one's rows are the first one's under another code."""
    settings = Settings(home=tmp_path_factory.mktemp("workbench"))
    shutil.copytree(golden.landing_path, settings.landing_path, ignore=shutil.ignore_patterns("raw", "work"))
    settings.published_path.parent.mkdir(parents=True)
    shutil.copy(golden.published_path, settings.published_path)
    with duckdb.connect(settings.published_path) as connection:
        for (table,) in connection.execute(
            "select table_name from duckdb_columns() where column_name = 'region_code' and schema_name = 'marts'"
        ).fetchall():
            columns = {row[0] for row in connection.execute(f"describe marts.{table}").fetchall()}
            file = f", replace(source_file_id, '{HERE}', '{ELSEWHERE}') as source_file_id"
            changed = f"'{ELSEWHERE}' as region_code" + (file if "source_file_id" in columns else "")
            connection.execute(f"insert into marts.{table} select * replace ({changed}) from marts.{table}")
    receipts = settings.landing_path / "receipts"
    first = next(iter(sorted(receipts.glob("tax_collection-*.json"))))
    moved = json.loads(first.read_text().replace(HERE, ELSEWHERE))
    (receipts / f"{moved['source_file_id']}.json").write_text(json.dumps(moved))
    (settings.inbox_path / "tax").mkdir(parents=True)
    add_people(settings)
    return settings


@pytest.fixture(scope="session")
def app(home) -> FastAPI:
    """The application without limits on how often."""
    application = create_app(home, workbench=WorkbenchSettings())
    application.state.throttle = NoThrottle()
    return application


@pytest.fixture(scope="session")
def browsers(app) -> dict[str, Browser]:
    """Everybody, logged in once."""
    return {login: log_in(app, login) for login in PEOPLE}


@pytest.fixture(scope="session")
def server(app) -> Iterator[str]:
    """The same application behind a real server; its address."""
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", server_header=False))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not running.started and time.monotonic() < deadline:
        time.sleep(0.05)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """A real browser, or the reason why there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    program = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as running:
        flags = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        browser = running.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()
