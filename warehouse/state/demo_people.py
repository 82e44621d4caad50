"""Logins for a demonstration: one for each role, with generated passwords."""

from __future__ import annotations

import json
import os
import secrets

from warehouse.settings import Settings
from warehouse.state.people import Grant, add_person, list_people
from warehouse.state.store import open_state

_PEOPLE = {
    "kuaiji": ("社保会计 阿依古丽", (Grant("accountant", "social_security"),)),
    "shuiwu": ("税务会计 王建国", (Grant("accountant", "tax"),)),
    "fuhe": ("复核 李敏", (Grant("reviewer"),)),
    "shenji": ("审计 张伟", (Grant("auditor"),)),
    "chakan": ("查看 刘洋", (Grant("viewer"),)),
    "guanli": ("管理员 陈静", (Grant("admin"),)),
}


def demo_people(settings: Settings) -> dict[str, str]:
    """Make the logins where nobody has one yet.

    Returns:
        Login → password of those made now, also in ``<home>/secrets/workbench-logins.json`` (mode 0600); empty where
        there are people already.
    """
    store = open_state(settings)
    if list_people(store):
        return {}
    passwords = {login: secrets.token_urlsafe(12) for login in _PEOPLE}
    path = settings.under("secrets", "workbench-logins.json")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(passwords, file, indent=1)
    for login, (name, grants) in _PEOPLE.items():
        add_person(store, "cli:demo", login, name, passwords[login], grants)
    return passwords
