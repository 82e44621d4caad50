"""Settings of one installation: everything that the environment may say, and the paths that follow from it."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.landing import Landing
from ingest.limits import Limits

PROJECT = Path(__file__).resolve().parent.parent


class MissingKeyError(RuntimeError):
    """The key that pseudonymises persons is gone although persons were landed with it."""


class Settings(BaseSettings):
    """Read from the environment (prefix ``SANFANG_``); command-line options override single values."""

    model_config = SettingsConfigDict(env_prefix="SANFANG_", env_nested_delimiter="__", extra="ignore")

    home: Path = Field(default=Path("data"), description="Home directory of all data")
    inbox: Path | None = Field(default=None, description="Where the parties' files arrive; default <home>/inbox")
    region: str | None = Field(default=None, description="Only this region (GB/T 2260); default all that deliver")
    pseudonym_key: SecretStr | None = Field(default=None, description="HMAC key for personal identifiers")
    memory_limit: str = Field(default="4GB", description="Memory that DuckDB may use while building")
    threads: int = Field(default_factory=lambda: min(os.cpu_count() or 2, 8))
    engine: Literal["duckdb", "spark"] = Field(default="duckdb", description="What runs the models, see docs/scale.md")
    spark_host: str = Field(default="127.0.0.1", description="Host of Spark's Thrift server (or Kyuubi)")
    spark_port: int = Field(default=10000, description="Its port")
    spark_user: str = Field(default="sanfang", description="As whom the models run there")
    spark_auth: str = Field(default="NOSASL", description="NOSASL, NONE, LDAP or KERBEROS, as the server has it")
    schema_prefix: str = Field(
        default="", description="Before the schemas on a Spark that others use too", pattern="^[a-z0-9_]*$"
    )
    spark_side: Literal["", "a_", "b_"] = Field(
        default="", description="Set of schemas that a build fills; it chooses itself"
    )
    spark_exchange: Path | None = Field(default=None, description="Folder that Spark and this machine both see")
    limits: Limits = Field(default_factory=Limits, description="How large a delivery may be")
    state_url: SecretStr | None = Field(
        default=None, description="Database of people's decisions; default SQLite under <home>/state"
    )
    close_day: int = Field(
        default=20, ge=1, le=28, description="Day of the next month by which a month is to be closed"
    )
    alert_to: str | None = Field(default=None, description="Who gets the daily reminder by mail; several with commas")
    keep_publications: int = Field(default=2, description="Earlier published files kept for going back")

    def under(self, *parts: str) -> Path:
        """Absolute path below the home directory."""
        return self.home.resolve().joinpath(*parts)

    @property
    def inbox_path(self) -> Path:
        """Folder with one sub-folder for each party."""
        return self.inbox.resolve() if self.inbox else self.under("inbox")

    @property
    def landing_path(self) -> Path:
        """Landing zone: the truth from which everything else can be built again."""
        return self.under("landing")

    @property
    def build_path(self) -> Path:
        """Warehouse under construction. Never handed to readers."""
        return self.under("build", "warehouse.duckdb")

    @property
    def closed_path(self) -> Path:
        """Closed months, kept once and never changed."""
        return self.under("closed")

    @property
    def decisions_path(self) -> Path:
        """People's approved decisions, as a build reads them."""
        return self.under("state", "decisions")

    @property
    def spark_exchange_path(self) -> Path:
        """Where Spark leaves the marts for publication."""
        return self.spark_exchange.resolve() if self.spark_exchange else self.under("spark")

    @property
    def published_path(self) -> Path:
        """Warehouse that readers open."""
        return self.under("published", "warehouse.duckdb")

    def key(self) -> bytes:
        """Key for personal identifiers: from the environment, else from ``secrets/`` (made once, mode 0600)."""
        if self.pseudonym_key is not None:
            return self.pseudonym_key.get_secret_value().encode()
        path = self.under("secrets", "pseudonym.key")
        if not path.exists():
            if self.under("vault", "persons.duckdb").exists():
                raise MissingKeyError(
                    f"假名化密钥不见了：{path}。已落地的人员标识由它生成，换新密钥会把同一人变成两人。"
                    "请恢复该文件，或设置环境变量 SANFANG_PSEUDONYM_KEY。"
                )
            _make_key(path)
        return path.read_text().strip().encode()

    def landing(self) -> Landing:
        """Landing zone of this installation."""
        return Landing(
            root=self.landing_path,
            quarantine=self.under("quarantine"),
            vault=self.under("vault"),
            pseudonym_key=self.key(),
            limits=self.limits,
        )


def _make_key(path: Path) -> None:
    """Make the key once, whole: of two processes that try, one wins and both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
