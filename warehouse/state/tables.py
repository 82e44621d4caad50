"""Tables of the state database. Every row belongs to the journal entry that recorded it (``sequence``).

Moments are ISO-8601 text in UTC and amounts are decimal text (元), so that a row reads the same on either engine and
never passes a binary fraction. Nothing is updated or deleted: a later row says what changed.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _recorded(*, key: bool = False) -> Column[int]:
    """The journal entry that a row belongs to."""
    return Column(
        "sequence",
        BigInteger,
        ForeignKey("audit_entry.sequence"),
        primary_key=key,
        autoincrement=False,
        nullable=False,
    )


def _text(name: str, **options: bool) -> Column[str]:
    return Column(name, Text, **{"nullable": False, **options})  # type: ignore[arg-type]


def _one_of(column: str, *words: str) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=column)


audit_entry = Table(
    "audit_entry",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("payload"),
    _text("previous_hash"),
    _text("hash"),
    UniqueConstraint("previous_hash"),
    UniqueConstraint("hash"),
)

person = Table(
    "person",
    metadata,
    _text("login", primary_key=True),
    _recorded(),
    _text("name"),
    CheckConstraint("login = lower(login)", name="lower"),
)

person_state = Table(
    "person_state",
    metadata,
    _recorded(key=True),
    Column("login", Text, ForeignKey("person.login"), nullable=False),
    _text("state"),
    _one_of("state", "active", "inactive"),
    Index(None, "login"),
)

role_grant = Table(
    "role_grant",
    metadata,
    _recorded(key=True),
    Column("login", Text, ForeignKey("person.login"), nullable=False),
    _text("change"),
    _text("role"),
    _text("party", nullable=True),
    _text("region_code", nullable=True),
    _text("changed_by"),
    _one_of("change", "grant", "revoke"),
    _one_of("role", "viewer", "accountant", "reviewer", "auditor", "admin"),
    CheckConstraint("changed_by <> login", name="not_by_oneself"),
    Index(None, "login"),
)

password = Table(
    "password",
    metadata,
    _recorded(key=True),
    Column("login", Text, ForeignKey("person.login"), nullable=False),
    _text("secret"),
    Index(None, "login"),
)

login_session = Table(
    "login_session",
    metadata,
    _text("token_hash", primary_key=True),
    _recorded(),
    Column("login", Text, ForeignKey("person.login"), nullable=False),
    _text("started_at"),
    _text("expires_at"),
    Index(None, "login"),
)

session_extension = Table(
    "session_extension",
    metadata,
    _recorded(key=True),
    Column("token_hash", Text, ForeignKey("login_session.token_hash"), nullable=False),
    _text("expires_at"),
    Index(None, "token_hash"),
)

session_end = Table(
    "session_end",
    metadata,
    Column("token_hash", Text, ForeignKey("login_session.token_hash"), primary_key=True),
    _recorded(),
    _text("why"),
)

decision = Table(
    "decision",
    metadata,
    _text("decision_id", primary_key=True),
    _recorded(),
    _text("kind"),
    _text("leg"),
    _text("region_code"),
    _text("period"),
    _text("cause", nullable=True),
    _text("reason_code"),
    _text("comment"),
    Column("maker", Text, ForeignKey("person.login"), nullable=False),
    _text("made_at"),
    _text("batch_id", nullable=True),
    _text("target", nullable=True),
    _text("attachment_name", nullable=True),
    _text("attachment_sha256", nullable=True),
    Column("attachment_size", Integer),
    _one_of("kind", "explain", "match", "unmatch", "exclude", "write_off", "reopen", "rule_change", "revoke"),
    CheckConstraint("trim(comment) <> '' and trim(reason_code) <> ''", name="reasoned"),
    UniqueConstraint("decision_id", "maker"),
    Index(None, "region_code", "period"),
    Index(None, "target"),
)

decision_line = Table(
    "decision_line",
    metadata,
    Column("decision_id", Text, ForeignKey("decision.decision_id"), primary_key=True),
    Column("line_no", Integer, primary_key=True, autoincrement=False),
    _recorded(),
    _text("side"),
    _text("party"),
    _text("dataset"),
    _text("line_id"),
    _text("record_key"),
    _text("fund_code"),
    _text("amount"),
    _text("period"),
    _one_of("side", "L", "R"),
    UniqueConstraint("decision_id", "line_id"),
    Index(None, "line_id"),
)

# One outcome a decision: of two people who act at once the second is refused by the primary key. That nobody checks
# what he made is a CHECK over the maker, whom the foreign key ties to the decision.
decision_outcome = Table(
    "decision_outcome",
    metadata,
    _text("decision_id", primary_key=True),
    _recorded(),
    _text("maker"),
    _text("outcome"),
    Column("decided_by", Text, ForeignKey("person.login"), nullable=False),
    _text("decided_at"),
    _text("comment"),
    ForeignKeyConstraint(["decision_id", "maker"], ["decision.decision_id", "decision.maker"]),
    _one_of("outcome", "approved", "rejected", "withdrawn"),
    CheckConstraint(
        "(outcome = 'withdrawn' and decided_by = maker) or (outcome <> 'withdrawn' and decided_by <> maker)",
        name="maker_is_not_checker",
    ),
)

sign_off = Table(
    "sign_off",
    metadata,
    _recorded(key=True),
    _text("region_code"),
    _text("period"),
    _text("leg"),
    _text("digest"),
    Column("signer", Text, ForeignKey("person.login"), nullable=False),
    _text("role"),
    _text("signed_at"),
    UniqueConstraint("region_code", "period", "leg", "digest", "signer"),
)

month_event = Table(
    "month_event",
    metadata,
    _recorded(key=True),
    _text("event"),
    _text("region_code"),
    _text("period"),
    Column("version", Integer, nullable=False),
    _text("digest"),
    _text("done_by"),
    _text("approved_by", nullable=True),
    _text("reason"),
    _text("happened_at"),
    _one_of("event", "close", "reopen", "found_closed", "found_reopened"),
    CheckConstraint("approved_by is null or approved_by <> done_by", name="two_persons"),
    UniqueConstraint("region_code", "period", "version", "event"),
)

RECORDED = tuple(table for table in metadata.sorted_tables if table is not audit_entry)
"""The tables whose rows are journalled."""

SECRET = {("password", "secret")}
"""Columns of which the journal holds only the SHA-256."""
