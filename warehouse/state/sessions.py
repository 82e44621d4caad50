"""Login sessions of the workbench, kept on the server: the browser holds a random token, the database its SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from warehouse.state.permissions import Person
from warehouse.state.store import Change, StateStore
from warehouse.state.tables import login_session, session_end, session_extension

IDLE = timedelta(hours=1)
"""A session ends this long after its last use (at the latest; uses within half of it are not written down)."""
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class LoginSession:
    """A session that stands.

    Attributes:
        token: What the cookie holds; known only here and in the browser.
        csrf: Token for forms. It follows from the session's token and is stored nowhere.
    """

    token: str
    login: str
    csrf: str
    expires_at: datetime


def start_session(store: StateStore, person: Person) -> LoginSession:
    """Begin a session after the password was right; journalled as ``login``."""
    token = secrets.token_urlsafe(32)
    with store.change(person.login) as change:
        started = datetime.fromisoformat(change.at)
        expires = started + IDLE
        row = {
            "token_hash": _hash(token), "login": person.login, "started_at": change.at,
            "expires_at": expires.isoformat(timespec="microseconds"),
        }  # fmt: skip
        change.append("login", person.login, {"login_session": [row]})
    return LoginSession(token, person.login, csrf_token(token), expires)


def find_session(store: StateStore, token: str, now: datetime | None = None) -> LoginSession | None:
    """The session of a cookie while it stands, or None. A session in use is extended, up to ``LONGEST``."""
    moment = now or datetime.now(UTC)
    with store.session() as connection:
        row = _standing(connection, _hash(token), moment)
    if row is None:
        return None
    login, started, expires = row
    latest = min(moment + IDLE, started + LONGEST)
    if latest - expires > IDLE / 2:
        with store.change(login) as change:
            extension = {"token_hash": _hash(token), "expires_at": latest.isoformat(timespec="microseconds")}
            change.append("session_extended", login, {"session_extension": [extension]})
        expires = latest
    return LoginSession(token, login, csrf_token(token), expires)


def end_session(store: StateStore, token: str) -> None:
    """Log out. Ending an unknown or ended session does nothing."""
    with store.session() as connection:
        row = _standing(connection, _hash(token), datetime.now(UTC))
    if row is None:
        return
    with store.change(row[0]) as change:
        _end(change, row[0], [_hash(token)], "logout")


def end_sessions(change: Change, login: str, why: str) -> None:
    """End every session of a login, within a change of it."""
    still_open = (
        select(login_session.c.token_hash)
        .where(login_session.c.login == login)
        .where(login_session.c.token_hash.not_in(select(session_end.c.token_hash)))
        .order_by(login_session.c.sequence)
    )
    _end(change, login, list(change.connection.execute(still_open).scalars()), why)


def csrf_token(token: str) -> str:
    """The token that forms of a session must carry."""
    return hmac.new(token.encode(), b"sanfang csrf", hashlib.sha256).hexdigest()


def _end(change: Change, login: str, token_hashes: list[str], why: str) -> None:
    present = select(session_end.c.token_hash).where(session_end.c.token_hash.in_(token_hashes))
    ended: set[str] = set(change.connection.execute(present).scalars())
    if rows := [{"token_hash": each, "why": why} for each in token_hashes if each not in ended]:
        change.append("logout" if why == "logout" else "sessions_ended", login, {"session_end": rows})


def _standing(connection: Connection, token_hash: str, moment: datetime) -> tuple[str, datetime, datetime] | None:
    extended = select(func.max(session_extension.c.expires_at)).where(session_extension.c.token_hash == token_hash)
    row = connection.execute(
        select(
            login_session.c.login,
            login_session.c.started_at,
            func.coalesce(extended.scalar_subquery(), login_session.c.expires_at),
        )
        .where(login_session.c.token_hash == token_hash)
        .where(login_session.c.token_hash.not_in(select(session_end.c.token_hash)))
    ).first()
    if row is None or datetime.fromisoformat(row[2]) <= moment:
        return None
    return row[0], datetime.fromisoformat(row[1]), datetime.fromisoformat(row[2])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
