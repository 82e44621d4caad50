"""What people are called: pages and signatures name persons, the journal and the database their logins."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from fastapi import Request
from sqlalchemy import select

from warehouse.state.store import StateStore
from warehouse.state.tables import person


def namer(request: Request) -> Callable[[str | None], str]:
    """Login → name, for one page: read once and only if the page asks; anything that is no login stays as it is."""

    @cache
    def names() -> dict[str, str]:
        store: StateStore = request.app.state.store
        with store.session() as connection:
            return {row.login: row.name for row in connection.execute(select(person.c.login, person.c.name))}

    def who(login: str | None) -> str:
        return names().get(login, login) if login else ""

    return who
