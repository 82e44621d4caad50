"""Alembic's environment: runs in the connection that ``warehouse.state.schema`` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from warehouse.state.schema import VERSION_TABLE
from warehouse.state.tables import metadata

_LOCK = 0x5A4E46414E48

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, version_table=VERSION_TABLE, transactional_ddl=True)
with connection.begin(), context.begin_transaction():
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    context.run_migrations()
