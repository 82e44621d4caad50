"""A home of its own for each test over the published small year: the warehouse is shared, people's facts are not."""

import shutil

import pytest
from answered import PASSWORD, People

from warehouse.exchange.sending import send
from warehouse.settings import Settings
from warehouse.state.people import Grant, add_person
from warehouse.state.store import open_state


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """Argon2 with little work: passwords are not what is tested here."""
    from argon2 import PasswordHasher

    from warehouse.state import passwords

    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def settings(golden, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    for name in ("landing", "published"):
        (home / name).symlink_to(golden.under(name), target_is_directory=True)
    shutil.copytree(golden.under("secrets"), home / "secrets")
    return Settings(home=home)


@pytest.fixture
def store(settings):
    return open_state(settings)


@pytest.fixture
def people(store):
    def add(login, *grants):
        return add_person(store, "cli:test", login, f"{login} 的姓名", PASSWORD, grants)

    return People(
        agency=add("agency", Grant("accountant", "social_security", "650000")),
        taxer=add("taxer", Grant("accountant", "tax", "650000")),
        payer=add("payer", Grant("accountant", "finance", "650000")),
        elsewhere=add("elsewhere", Grant("accountant", None, "650100")),
        checker=add("checker", Grant("reviewer", None, "650000")),
        viewer=add("viewer", Grant("viewer", None, "650000")),
    )


@pytest.fixture
def package(store):
    """The agency's workbook of April: six differences on nine rows of one sheet."""
    return send(store, "cli:test", "social_security", "650000", "202004")
