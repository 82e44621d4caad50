"""People of every role at their keyboards, as far as HTTP goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.testclient import TestClient

from warehouse.settings import Settings
from warehouse.state import people
from warehouse.state.people import Grant
from warehouse.state.store import open_state
from workbench.limits import Throttle

HERE, ELSEWHERE = "650000", "620100"
PASSWORD = "correct horse battery"
PEOPLE = {
    "viewer": (Grant("viewer"),),
    "accountant": (Grant("accountant", "tax", HERE),),
    "agency": (Grant("accountant", "social_security", HERE),),
    "reviewer": (Grant("reviewer"),),
    "auditor": (Grant("auditor"),),
    "admin": (Grant("admin"),),
    "stranger": (Grant("accountant", "tax", ELSEWHERE), Grant("auditor", None, ELSEWHERE)),
    "everything": (Grant("accountant"), Grant("reviewer"), Grant("auditor"), Grant("admin")),
}
BASE = "http://127.0.0.1"


@dataclass
class Browser:
    """A person at a keyboard, as far as HTTP goes."""

    client: TestClient
    login: str
    csrf: str

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, data: dict | None = None, **more):
        return self.client.post(path, data={"csrf_token": self.csrf, **(data or {})}, **more)


class NoThrottle(Throttle):
    """For tests that try many things in a row."""

    def __init__(self):
        """Counts nowhere."""

    def forgive(self, item, *key):
        """Nothing was counted."""

    def spend(self, item, *key):
        """Never refuses."""


def add_people(settings: Settings) -> None:
    """One login for each role, all with the same password (hashed once: argon2 is slow on purpose)."""
    store = open_state(settings)
    for login, grants in PEOPLE.items():
        people.add_person(store, "cli:test", login, f"姓名{login}", PASSWORD, grants)


def anonymous(app: FastAPI) -> TestClient:
    """A client that follows nothing and raises nothing: it sees what a browser would."""
    return TestClient(app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False)


def token_in(text: str) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found, text[:500]
    return found[1]


def log_in(app: FastAPI, login: str, password: str = PASSWORD) -> Browser:
    client = anonymous(app)
    data = {"login": login, "password": password, "csrf_token": token_in(client.get("/login").text)}
    assert client.post("/login", data=data).status_code == 303
    return Browser(client, login, token_in(client.get("/help").text))
