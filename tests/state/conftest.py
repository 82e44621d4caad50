"""A home with a small published warehouse made by SQL, people of every role, and a state database."""

import duckdb
import pytest
from filled import LINES, PASSWORD, People

from warehouse.settings import Settings
from warehouse.state.people import Grant, add_person
from warehouse.state.store import open_state


@pytest.fixture
def settings(tmp_path):
    settings = Settings(home=tmp_path / "home")
    settings.published_path.parent.mkdir(parents=True)
    with duckdb.connect(settings.published_path) as connection:
        for statement in LINES.split(";\n"):
            if statement.strip():
                connection.execute(statement)
    return settings


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """Argon2 with little work: what is tested is that it is called, not how long it takes."""
    from argon2 import PasswordHasher

    from warehouse.state import passwords

    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def store(settings):
    return open_state(settings)


@pytest.fixture
def people(store):
    def add(login, *grants):
        return add_person(store, "cli:test", login, f"{login} 的姓名", PASSWORD, grants)

    return People(
        maker=add("maker", Grant("accountant", "social_security", "650000")),
        taxer=add("taxer", Grant("accountant", "tax", "650000")),
        checker=add("checker", Grant("reviewer", None, "650000")),
        second=add("second", Grant("reviewer")),
        both=add("both", Grant("accountant"), Grant("reviewer")),
        auditor=add("auditor", Grant("auditor")),
        viewer=add("viewer", Grant("viewer", None, "650000")),
        admin=add("admin", Grant("admin")),
    )
