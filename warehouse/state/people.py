"""Logins, their roles and their passwords. Each change is a new row and an entry of the journal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, select

from warehouse.state.passwords import PasswordRefused, hash_password, matches
from warehouse.state.permissions import (
    ACTIONS,
    PARTIES,
    ROLES,
    Grant,
    NotAllowed,
    Person,
    may,
    regions_of,
    require,
)
from warehouse.state.sessions import end_sessions
from warehouse.state.store import Change, StateStore
from warehouse.state.tables import password as passwords
from warehouse.state.tables import person as people
from warehouse.state.tables import person_state, role_grant

__all__ = [
    "ACTIONS", "PARTIES", "ROLES", "Grant", "NotAllowed", "PasswordRefused", "PeopleError", "Person", "add_person",
    "deactivate", "find_person", "grant", "list_people", "may", "regions_of", "require", "revoke", "set_password",
    "verify_password",
]  # fmt: skip

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")


class PeopleError(ValueError):
    """The change of a login is refused; the message says why."""


def add_person(
    store: StateStore, actor: str, login: str, name: str, password: str, grants: Iterable[Grant] = ()
) -> Person:
    """A new login.

    Args:
        actor: Login of an admin, or ``cli:<user>`` for who holds the machine.

    Raises:
        PeopleError: The login is taken or malformed, or a grant is.
        PasswordRefused: The password is too weak.
        NotAllowed: The actor is no admin.
    """
    if not _LOGIN.fullmatch(login):
        raise PeopleError("登录名用小写字母开头，2 到 32 个小写字母、数字、点、横线或下划线。")
    if not name.strip() or len(name) > 64:
        raise PeopleError("请写明姓名（不超过 64 字）。")
    wanted = [_checked(each) for each in grants]
    secret = hash_password(login, password)
    with store.change(actor) as change:
        _require_manager(change)
        if _find(change.connection, login):
            raise PeopleError(f"登录名 {login} 已经有人用过。")
        rows = {"person": [{"login": login, "name": name.strip()}]}
        change.append("person_added", login, rows)
        change.append("person_activated", login, {"person_state": [{"login": login, "state": "active"}]})
        for each in wanted:
            _append_grant(change, login, each, "grant")
        change.append("password_set", login, {"password": [{"login": login, "secret": secret}]})
        return _present(change.connection, login)


def set_password(store: StateStore, actor: str, login: str, password: str) -> None:
    """A new password, by oneself or by an admin; all sessions of the login end."""
    secret = hash_password(login, password)
    with store.change(actor) as change:
        if actor != login:
            _require_manager(change)
        _present(change.connection, login)
        change.append("password_set", login, {"password": [{"login": login, "secret": secret}]})
        end_sessions(change, login, "password_set")


def deactivate(store: StateStore, actor: str, login: str) -> Person:
    """Take away a login for good: its sessions end, its decisions and signatures stay."""
    with store.change(actor) as change:
        _require_manager(change)
        if not _present(change.connection, login).is_active:
            raise PeopleError(f"{login} 已经停用。")
        if actor == login:
            raise PeopleError("不能停用自己的登录。")
        change.append("person_deactivated", login, {"person_state": [{"login": login, "state": "inactive"}]})
        end_sessions(change, login, "deactivated")
        return _present(change.connection, login)


def grant(store: StateStore, actor: str, login: str, given: Grant) -> Person:
    """Give a role. Nobody gives roles to himself."""
    return _change_grant(store, actor, login, given, "grant")


def revoke(store: StateStore, actor: str, login: str, taken: Grant) -> Person:
    """Take a role away."""
    return _change_grant(store, actor, login, taken, "revoke")


def verify_password(store: StateStore, login: str, password: str) -> Person | None:
    """The active person with this login and password, or None; a failure is journalled.

    An unknown login costs the same work as a wrong password, and what was typed as a login is not recorded then:
    it may have been a password.
    """
    with store.session() as connection:
        person = _find(connection, login)
        secret = connection.execute(
            select(passwords.c.secret).where(passwords.c.login == login).order_by(passwords.c.sequence.desc()).limit(1)
        ).scalar()
    if matches(secret, password) and person is not None and person.is_active:
        return person
    with store.change("system") as change:
        change.append("login_failed", person.login if person else "unknown")
    return None


def find_person(store: StateStore, login: str) -> Person | None:
    """The person with this login, also when it is no longer active."""
    with store.session() as connection:
        return _find(connection, login)


def list_people(store: StateStore) -> list[Person]:
    """Everybody, by login."""
    with store.session() as connection:
        logins: list[str] = list(connection.execute(select(people.c.login).order_by(people.c.login)).scalars())
        return [_present(connection, login) for login in logins]


def present_person(connection: Connection, login: str) -> Person:
    """The person as the database knows it now; what a caller holds may be older.

    Raises:
        PeopleError: There is no such login.
    """
    return _present(connection, login)


def _find(connection: Connection, login: str) -> Person | None:
    name = connection.execute(select(people.c.name).where(people.c.login == login)).scalar()
    if name is None:
        return None
    state = connection.execute(
        select(person_state.c.state)
        .where(person_state.c.login == login)
        .order_by(person_state.c.sequence.desc())
        .limit(1)
    ).scalar()
    held: dict[Grant, bool] = {}
    changes = select(role_grant).where(role_grant.c.login == login).order_by(role_grant.c.sequence)
    for row in connection.execute(changes):
        held[Grant(row.role, row.party, row.region_code)] = row.change == "grant"
    return Person(login, name, state == "active", tuple(each for each, is_held in held.items() if is_held))


def _present(connection: Connection, login: str) -> Person:
    person = _find(connection, login)
    if person is None:
        raise PeopleError(f"没有登录名 {login}。")
    return person


def _require_manager(change: Change) -> None:
    if change.actor.startswith("cli:"):  # a login has no colon: this is who holds the machine and the files
        return
    require(_present(change.connection, change.actor), "manage_people")


def _checked(given: Grant) -> Grant:
    if given.role not in ROLES:
        raise PeopleError(f"没有角色 {given.role}：可用 {'、'.join(ROLES)}。")
    if given.party is not None and given.party not in PARTIES:
        raise PeopleError(f"没有送达方 {given.party}：可用 {'、'.join(PARTIES)}。")
    if given.region is not None and not re.fullmatch(r"\d{6}", given.region):
        raise PeopleError(f"行政区划代码是 6 位数字，不是 {given.region}。")
    return given


def _change_grant(store: StateStore, actor: str, login: str, given: Grant, change_word: str) -> Person:
    _checked(given)
    with store.change(actor) as change:
        _require_manager(change)
        person = _present(change.connection, login)
        if actor == login:
            raise PeopleError("不能更改自己的角色：请另一位管理员办理。")
        if (given in person.grants) == (change_word == "grant"):
            raise PeopleError(f"{login} {'已有' if change_word == 'grant' else '没有'}角色 {given}。")
        _append_grant(change, login, given, change_word)
        return _present(change.connection, login)


def _append_grant(change: Change, login: str, given: Grant, word: str) -> None:
    row = {
        "login": login, "change": word, "role": given.role, "party": given.party, "region_code": given.region,
        "changed_by": change.actor,
    }  # fmt: skip
    change.append("role_granted" if word == "grant" else "role_revoked", login, {"role_grant": [row]})
