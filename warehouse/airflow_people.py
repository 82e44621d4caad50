"""Who may log in to the standalone Airflow: its own three users and the people of the state database, by the same logins."""

import json

from warehouse.settings import Settings
from warehouse.state.people import list_people
from warehouse.state.store import open_state

# role here → role of Airflow's simple auth manager, from little to much: `user` may trigger, clear and answer.
ROLES = {"viewer": "viewer", "auditor": "viewer", "accountant": "user", "reviewer": "user", "admin": "admin"}
_MUCH = ["viewer", "user", "admin"]


def airflow_users(settings: Settings) -> dict[str, str]:
    """Login → Airflow role of every active person; of several roles the one that may do most."""
    return {
        person.login: max((ROLES[grant.role] for grant in person.grants), key=_MUCH.index)
        for person in list_people(open_state(settings))
        if person.is_active and person.grants
    }


def known_passwords(settings: Settings) -> dict[str, str]:
    """Passwords that the demonstration generated for the workbench: the same serve in Airflow."""
    path = settings.under("secrets", "workbench-logins.json")
    passwords: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return passwords
