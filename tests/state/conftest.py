"""A home with a small published warehouse made by SQL, people of every role, and a state database."""

import shutil

import duckdb
import pytest
from argon2 import PasswordHasher
from filled import LINES, PASSWORD, People

from warehouse.settings import Settings
from warehouse.state import passwords
from warehouse.state.people import Grant, add_person, find_person
from warehouse.state.store import open_state

GRANTS = {
    "maker": (Grant("accountant", "social_security", "650000"),),
    "taxer": (Grant("accountant", "tax", "650000"),),
    "checker": (Grant("reviewer", None, "650000"),),
    "second": (Grant("reviewer"),),
    "both": (Grant("accountant"), Grant("reviewer")),
    "auditor": (Grant("auditor"),),
    "viewer": (Grant("viewer", None, "650000"),),
    "admin": (Grant("admin"),),
}


@pytest.fixture(scope="session", autouse=True)
def quick_hash():
    """Argon2 with little work: what is tested is that it is called, not how long it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        passwords._nobody.cache_clear()
        yield
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def made_home(tmp_path_factory, quick_hash):
    settings = Settings(home=tmp_path_factory.mktemp("state") / "home")
    settings.published_path.parent.mkdir(parents=True)
    with duckdb.connect(settings.published_path) as connection:
        for statement in LINES.split(";\n"):
            if statement.strip():
                connection.execute(statement)
    store = open_state(settings)
    for login, grants in GRANTS.items():
        add_person(store, "cli:test", login, f"{login} 的姓名", PASSWORD, grants)
    store.engine.dispose()
    return settings.home


@pytest.fixture
def settings(made_home, tmp_path):
    shutil.copytree(made_home, tmp_path / "home")
    return Settings(home=tmp_path / "home")


@pytest.fixture
def store(settings):
    store = open_state(settings)
    yield store
    store.engine.dispose()


@pytest.fixture
def people(store):
    return People(**{login: find_person(store, login) for login in GRANTS})
