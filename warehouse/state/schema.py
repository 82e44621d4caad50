"""The schema of the state database and its migrations (Alembic, inside this package)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0001"
VERSION_TABLE = "state_schema_version"
_MIGRATIONS = Path(__file__).with_name("migrations")


class SchemaError(RuntimeError):
    """The database has a schema that this software does not know; the message says what to do."""


def migrations() -> Config:
    """Alembic's configuration for this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def schema_version(engine: Engine) -> str | None:
    """Version of the schema in a database; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        return connection.execute(text(f"select version_num from {VERSION_TABLE}")).scalar()  # noqa: S608


def upgrade(engine: Engine, lock: Path) -> bool:
    """Bring the schema to the newest version. Does nothing where it is.

    Returns:
        True where the database was empty before.

    Raises:
        SchemaError: The database was made by a later version.
    """
    version = schema_version(engine)
    if version == NEWEST:
        return False
    from alembic import command
    from alembic.script import ScriptDirectory

    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        version = schema_version(engine)
        if version == NEWEST:
            return False
        known = {script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()}
        if version is not None and version not in known:
            raise SchemaError(f"状态库的结构版本 {version} 不是本软件认识的版本：请用较新的软件打开，或恢复备份。")
        config = migrations()
        with engine.connect() as connection:
            connection.info["writes"] = True
            try:
                config.attributes["connection"] = connection
                command.upgrade(config, NEWEST)
            finally:
                connection.info.pop("writes", None)
    return version is None
