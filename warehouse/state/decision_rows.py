"""Reading decisions back from their rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, select

from warehouse.state.drafts import DecisionDraft, DecisionLine
from warehouse.state.tables import decision as decisions
from warehouse.state.tables import decision_line as lines
from warehouse.state.tables import decision_outcome as outcomes


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to a decision; its bytes are under ``<home>/state/attachments/<sha256>``."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Decision:
    """A decision as it stands.

    Attributes:
        status: proposed, approved, rejected, withdrawn, or revoked (approved, then taken back by another decision).
        checker: Who approved or rejected (for a withdrawn one: its maker); None while it is proposed.
        made_at, decided_at: UTC, ISO-8601.
    """

    decision_id: str
    kind: str
    leg: str
    region_code: str
    period: str
    cause: str | None
    reason_code: str
    comment: str
    maker: str
    made_at: str
    status: str
    checker: str | None
    decided_at: str | None
    review_comment: str | None
    lines: tuple[DecisionLine, ...]
    attachment: Attachment | None
    batch_id: str | None
    target: str | None

    def as_draft(self) -> DecisionDraft:
        """What was proposed, to be validated once more."""
        return DecisionDraft(
            self.kind, self.leg, self.region_code, self.period, self.cause, self.reason_code, self.comment,
            self.lines, None, self.target,
        )  # fmt: skip


def revoked() -> ColumnElement[bool]:
    """Condition on ``decision``: an approved decision takes it back."""
    revoking, approved = decisions.alias("revoking"), outcomes.alias("approved_revocation")
    return exists(
        select(revoking.c.decision_id)
        .join(approved, revoking.c.decision_id == approved.c.decision_id)
        .where(
            and_(
                revoking.c.kind == "revoke",
                revoking.c.target == decisions.c.decision_id,
                approved.c.outcome == "approved",
            )
        )
    )


def status_column() -> ColumnElement[str]:
    """The status of a decision joined with its outcome."""
    return case(
        (outcomes.c.outcome.is_(None), "proposed"),
        (and_(outcomes.c.outcome == "approved", revoked()), "revoked"),
        else_=outcomes.c.outcome,
    )


def read_decisions(
    connection: Connection, *conditions: ColumnElement[bool], status: str | None = None, limit: int | None = None
) -> list[Decision]:
    """Decisions that fulfil all conditions, newest first, with their lines."""
    query = (
        select(
            decisions,
            status_column().label("status"),
            outcomes.c.decided_by,
            outcomes.c.decided_at,
            outcomes.c.comment.label("review_comment"),
        )
        .outerjoin(outcomes, decisions.c.decision_id == outcomes.c.decision_id)
        .where(*conditions)
        .order_by(decisions.c.sequence.desc())
        .limit(limit)
    )
    if status is not None:
        query = query.where(status_column() == status)
    wanted = query.with_only_columns(decisions.c.decision_id).subquery()
    found_lines = connection.execute(
        select(lines).join(wanted, lines.c.decision_id == wanted.c.decision_id).order_by(
            lines.c.decision_id, lines.c.line_no
        )
    )  # fmt: skip
    by_decision = {
        key: tuple(_line(row) for row in rows) for key, rows in groupby(found_lines, key=lambda row: row.decision_id)
    }
    return [_decision(row, by_decision.get(row.decision_id, ())) for row in connection.execute(query)]


def _line(row: Row[Any]) -> DecisionLine:
    return DecisionLine(
        row.side, row.party, row.dataset, row.line_id, row.record_key, row.fund_code, Decimal(row.amount), row.period
    )


def _decision(row: Row[Any], found: tuple[DecisionLine, ...]) -> Decision:
    attachment = (
        Attachment(row.attachment_name, row.attachment_sha256, row.attachment_size) if row.attachment_sha256 else None
    )
    return Decision(
        row.decision_id, row.kind, row.leg, row.region_code, row.period, row.cause, row.reason_code, row.comment,
        row.maker, row.made_at, row.status, row.decided_by, row.decided_at, row.review_comment, found, attachment,
        row.batch_id, row.target,
    )  # fmt: skip
