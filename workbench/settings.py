"""Settings of the pages alone; those of the installation are in :mod:`warehouse.settings`."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WorkbenchSettings(BaseSettings):
    """Read from the environment (prefix ``SANFANG_WORKBENCH_``)."""

    model_config = SettingsConfigDict(env_prefix="SANFANG_WORKBENCH_", extra="ignore")

    https: bool = Field(default=False, description="Served over https (behind a proxy): Secure cookies, HSTS")
    hosts: list[str] = Field(
        default=["127.0.0.1", "localhost", "[::1]"], description="Host names under which the pages may be asked for"
    )
    proxies: list[str] = Field(
        default=[], description="Addresses of reverse proxies whose word about the client's address is taken"
    )
    upload_megabytes: int = Field(default=256, description="Largest file that may be uploaded")
    memory_limit: str = Field(default="1GB", description="Memory that DuckDB may use for all pages together")
    threads: int = Field(default=2, description="Threads that DuckDB may use for all pages together")
