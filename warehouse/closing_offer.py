"""What was asked and answered about closing a month: entries of the journal, so that it is evidence and memory in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warehouse.state.journal import Entry, entries, record
from warehouse.state.store import StateStore

OFFERED = "close_offered"
SENT_BACK = "close_sent_back"
UNANSWERED = "close_unanswered"
REFUSED = "close_refused"
OUTDATED = "close_outdated"
_WAITS = {OFFERED, SENT_BACK}
_ENDED = {UNANSWERED, REFUSED, OUTDATED, "close", "reopen"}


@dataclass(frozen=True)
class Question:
    """A month of a region as it was shown to the reviewers; ``digest`` stands for its figures."""

    region: str
    period: str
    digest: str

    @property
    def subject(self) -> str:
        """Subject of the journal's entries."""
        return f"{self.region} {self.period}"


def note(store: StateStore, question: Question, action: str, actor: str = "system", **details: str) -> None:
    """Journal what happened to a question."""
    record(store, actor, action, question.subject, {"digest": question.digest, **details})


def why_not_asked(store: StateStore, question: Question, run_id: str, days: int) -> str | None:
    """Why this question needs not be asked now: it waits for an answer, or was answered; None when it may be asked.

    Args:
        run_id: A run may ask again what it asked itself: its task was cleared or died.
        days: After so many days a question is no longer waiting.
    """
    last = _last(store, question.subject)
    if last is None or last.action in _ENDED:
        return None
    details = last.content["details"]
    if details["digest"] != question.digest or details.get("run") == run_id:
        return None
    if last.action == SENT_BACK:
        return f"已由 {last.actor} 退回（{details.get('comment') or '未写理由'}），数字没有变化"
    waiting = datetime.now(UTC) - datetime.fromisoformat(last.at) < timedelta(days=days)
    return "已在待办中，等待复核审批" if last.action == OFFERED and waiting else None


def waiting_since(store: StateStore, region: str, period: str) -> str | None:
    """Day (UTC) since which a question waits for its answer."""
    last = _last(store, f"{region} {period}")
    return last.at[:10] if last is not None and last.action == OFFERED else None


def _last(store: StateStore, subject: str) -> Entry | None:
    """The newest entry that says something about a month's question."""
    return next((each for each in entries(store, subject=subject) if each.action in _WAITS | _ENDED), None)
