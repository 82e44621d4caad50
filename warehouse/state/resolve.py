"""From a person's key back to the person: only for auditors, only with a reason, and journalled before anything is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from warehouse.connection import reader
from warehouse.state.people import Person, present_person, require
from warehouse.state.store import StateStore


class ResolveRefused(RuntimeError):
    """The key is not resolved; the message says why."""


@dataclass(frozen=True)
class ResolvedPerson:
    """One spelling of a person in the vault: personal data, never to be logged or stored."""

    person_id: str
    person_name: str


def resolve_person(store: StateStore, person: Person, key: str, reason: str) -> list[ResolvedPerson]:
    """The identity behind a keyed hash; one row for each spelling of the name, empty for an unknown key.

    Raises:
        NotAllowed: The person is no auditor. That he asked is journalled too.
        ResolveRefused: The key is malformed, the reason is missing, or the vault cannot be read now.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", key):
        raise ResolveRefused("人员键是 32 位十六进制。")
    if len(reason.strip()) < 4:
        raise ResolveRefused("请写明查阅的理由（例如审计底稿编号）。")
    with store.change(person.login) as change:
        asking = present_person(change.connection, person.login)
        is_allowed = asking.may("resolve_person")
        action = "person_resolved" if is_allowed else "person_resolution_refused"
        change.append(action, key, details={"reason": reason.strip()})
    require(asking, "resolve_person")
    vault = store.settings.under("vault", "persons.duckdb")
    if not vault.exists():
        raise ResolveRefused("没有人员保险库：还没有收过带身份证号的文件。")
    try:
        with reader(vault) as connection:
            rows = connection.execute(
                "select distinct person_id, person_name from person where person_key = ? order by all", [key]
            ).fetchall()
    except duckdb.IOException:
        raise ResolveRefused("人员保险库正在写入：请稍后再试。") from None
    return [ResolvedPerson(*row) for row in rows]
