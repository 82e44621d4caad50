"""The journal, people, sessions, decisions, signatures and closes; every table append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warehouse.state.append_only import append_only, chain_guard

revision = "0001"
down_revision = None

# Each table with its primary key and its unique constraints.
KEYS: dict[str, list[tuple[str, ...]]] = {
    "audit_entry": [("sequence",), ("hash",), ("previous_hash",)],
    "month_event": [("sequence",), ("region_code", "period", "version", "event")],
    "person": [("login",)],
    "decision": [("decision_id",), ("decision_id", "maker")],
    "login_session": [("token_hash",)],
    "password": [("sequence",)],
    "person_state": [("sequence",)],
    "role_grant": [("sequence",)],
    "sign_off": [("sequence",), ("region_code", "period", "leg", "digest", "signer")],
    "decision_line": [("decision_id", "line_no"), ("decision_id", "line_id")],
    "decision_outcome": [("decision_id",)],
    "session_end": [("token_hash",)],
    "session_extension": [("sequence",)],
}


def upgrade() -> None:
    """Make the tables, then close them to every change but new rows."""
    for part in (_journal, _people, _sessions, _decisions, _outcomes):
        part()
    dialect = op.get_bind().dialect.name
    statements = list(chain_guard(dialect))
    for table, keys in KEYS.items():
        statements += append_only(dialect, table, keys)
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _journal() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_entry_previous_hash")),
    )
    op.create_table(
        "month_event",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.Column("approved_by", sa.Text, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("happened_at", sa.Text, nullable=False),
        sa.CheckConstraint(
            "event in ('close', 'reopen', 'found_closed', 'found_reopened')", name=op.f("ck_month_event_event")
        ),
        sa.CheckConstraint("approved_by is null or approved_by <> done_by", name=op.f("ck_month_event_two_persons")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_month_event_sequence")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_month_event")),
        sa.UniqueConstraint(
            "region_code", "period", "version", "event", name=op.f("uq_month_event_region_code_period_version_event")
        ),
    )


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_person_lower")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_person_sequence")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_person")),
    )
    op.create_table(
        "person_state",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.CheckConstraint("state in ('active', 'inactive')", name=op.f("ck_person_state_state")),
        sa.ForeignKeyConstraint(["login"], ["person.login"], name=op.f("fk_person_state_login")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_person_state_sequence")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_person_state")),
    )
    op.create_index(op.f("ix_person_state_login"), "person_state", ["login"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("party", sa.Text, nullable=True),
        sa.Column("region_code", sa.Text, nullable=True),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.CheckConstraint("change in ('grant', 'revoke')", name=op.f("ck_role_grant_change")),
        sa.CheckConstraint(
            "role in ('viewer', 'accountant', 'reviewer', 'auditor', 'admin')", name=op.f("ck_role_grant_role")
        ),
        sa.CheckConstraint("changed_by <> login", name=op.f("ck_role_grant_not_by_oneself")),
        sa.ForeignKeyConstraint(["login"], ["person.login"], name=op.f("fk_role_grant_login")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_role_grant_sequence")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_login"), "role_grant", ["login"], unique=False)
    op.create_table(
        "password",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["login"], ["person.login"], name=op.f("fk_password_login")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_password_sequence")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_password")),
    )
    op.create_index(op.f("ix_password_login"), "password", ["login"], unique=False)


def _sessions() -> None:
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["login"], ["person.login"], name=op.f("fk_login_session_login")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_login_session_sequence")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_login"), "login_session", ["login"], unique=False)
    op.create_table(
        "session_extension",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_session_extension_sequence")),
        sa.ForeignKeyConstraint(
            ["token_hash"], ["login_session.token_hash"], name=op.f("fk_session_extension_token_hash")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_session_extension")),
    )
    op.create_index(op.f("ix_session_extension_token_hash"), "session_extension", ["token_hash"], unique=False)
    op.create_table(
        "session_end",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_session_end_sequence")),
        sa.ForeignKeyConstraint(["token_hash"], ["login_session.token_hash"], name=op.f("fk_session_end_token_hash")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session_end")),
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("leg", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=True),
        sa.Column("reason_code", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("maker", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("batch_id", sa.Text, nullable=True),
        sa.Column("target", sa.Text, nullable=True),
        sa.Column("attachment_name", sa.Text, nullable=True),
        sa.Column("attachment_sha256", sa.Text, nullable=True),
        sa.Column("attachment_size", sa.Integer, nullable=True),
        sa.CheckConstraint(
            "kind in ('explain', 'match', 'unmatch', 'exclude', 'write_off', 'reopen', 'rule_change', 'revoke')",
            name=op.f("ck_decision_kind"),
        ),
        sa.CheckConstraint("trim(comment) <> '' and trim(reason_code) <> ''", name=op.f("ck_decision_reasoned")),
        sa.ForeignKeyConstraint(["maker"], ["person.login"], name=op.f("fk_decision_maker")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_decision_sequence")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
        sa.UniqueConstraint("decision_id", "maker", name=op.f("uq_decision_decision_id_maker")),
    )
    op.create_index(op.f("ix_decision_region_code_period"), "decision", ["region_code", "period"], unique=False)
    op.create_index(op.f("ix_decision_target"), "decision", ["target"], unique=False)
    op.create_table(
        "decision_line",
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("line_no", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("line_id", sa.Text, nullable=False),
        sa.Column("record_key", sa.Text, nullable=False),
        sa.Column("fund_code", sa.Text, nullable=False),
        sa.Column("amount", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.CheckConstraint("side in ('L', 'R')", name=op.f("ck_decision_line_side")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.decision_id"], name=op.f("fk_decision_line_decision_id")),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_decision_line_sequence")),
        sa.PrimaryKeyConstraint("decision_id", "line_no", name=op.f("pk_decision_line")),
        sa.UniqueConstraint("decision_id", "line_id", name=op.f("uq_decision_line_decision_id_line_id")),
    )
    op.create_index(op.f("ix_decision_line_line_id"), "decision_line", ["line_id"], unique=False)


def _outcomes() -> None:
    op.create_table(
        "decision_outcome",
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("maker", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided_at", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.CheckConstraint(
            "(outcome = 'withdrawn' and decided_by = maker) or (outcome <> 'withdrawn' and decided_by <> maker)",
            name=op.f("ck_decision_outcome_maker_is_not_checker"),
        ),
        sa.CheckConstraint(
            "outcome in ('approved', 'rejected', 'withdrawn')", name=op.f("ck_decision_outcome_outcome")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.login"], name=op.f("fk_decision_outcome_decided_by")),
        sa.ForeignKeyConstraint(
            ["decision_id", "maker"],
            ["decision.decision_id", "decision.maker"],
            name=op.f("fk_decision_outcome_decision_id_maker"),
        ),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_decision_outcome_sequence")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision_outcome")),
    )
    op.create_table(
        "sign_off",
        sa.Column("sequence", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("leg", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("signer", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("signed_at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["audit_entry.sequence"], name=op.f("fk_sign_off_sequence")),
        sa.ForeignKeyConstraint(["signer"], ["person.login"], name=op.f("fk_sign_off_signer")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_sign_off")),
        sa.UniqueConstraint(
            "region_code",
            "period",
            "leg",
            "digest",
            "signer",
            name=op.f("uq_sign_off_region_code_period_leg_digest_signer"),
        ),
    )
