"""The answer to a Required Action, checked by ourselves: Airflow takes any type and any user who may act on the DAG."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from warehouse.closing_offer import REFUSED, Question, note
from warehouse.state.people import find_person, list_people
from warehouse.state.permissions import NotAllowed, may, require
from warehouse.state.store import StateStore

LONGEST = 500


@dataclass(frozen=True)
class Answer:
    """What somebody answered; ``login`` is None when the time ran out."""

    login: str | None
    is_approved: bool
    comment: str

    @classmethod
    def read(cls, answered: dict[str, Any], approve: str) -> Answer:
        """Check the shape.

        Raises:
            ValueError: No single option, or a comment that is no text or too long.
        """
        chosen, comment = answered["chosen_options"], (answered.get("params_input") or {}).get("comment") or ""
        if not isinstance(chosen, list) or len(chosen) != 1:
            raise ValueError(f"答复应选一项，实际为 {chosen}。请清除 approve 任务后重新答复。")
        if not isinstance(comment, str) or len(comment) > LONGEST:
            raise ValueError(f"意见应为不超过 {LONGEST} 字的文本。请清除 approve 任务后重新答复。")
        user = answered.get("responded_by_user")
        return cls(user["name"] if user else None, chosen[0] == approve, " ".join(comment.split()))


def require_reviewer(store: StateStore, asked: Question, login: str) -> None:
    """Who answers must be a reviewer of the region; where nobody is registered at all, Airflow's own roles decide.

    Raises:
        NotAllowed: The refused answer is journalled.
    """
    if not list_people(store):
        return
    person = find_person(store, login)
    try:
        if person is None:
            raise NotAllowed(f"{login} 没有登记为本系统的人员。")
        require(person, "close", asked.region)
    except NotAllowed as refused:
        note(store, asked, REFUSED, login)
        can = "、".join(reviewers(store, asked.region)) or "尚无人，请管理员登记"
        raise NotAllowed(f"{refused} 可审批的复核：{can}。请清除 approve 任务后由复核答复。") from None


def reviewers(store: StateStore, region: str) -> list[str]:
    """Logins of those who may close a month of the region."""
    return [person.login for person in list_people(store) if may(person, "close", region)]


def assigned(store: StateStore, region: str) -> list[dict[str, str]] | None:
    """Whom Airflow lets answer at all; None is everybody who may act on the DAG.

    Airflow asks for its own user ids: with the simple auth manager these are the logins, with FAB they are numbers
    that we do not know. Either way :func:`require_reviewer` has the last word.
    """
    is_simple = "FabAuthManager" not in os.environ.get("AIRFLOW__CORE__AUTH_MANAGER", "SimpleAuthManager")
    logins = reviewers(store, region) if is_simple else []
    return [{"id": login, "name": login} for login in logins] or None
