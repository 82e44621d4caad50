"""Airflow plugin: the workbench as a page of Airflow, with Airflow's login."""

import asyncio
from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

PREFIX = "/sanfang"


async def login_of(request: Any) -> str | None:
    """Login name of Airflow's user, by cookie or token; None without one. Decides nothing about rights."""
    from airflow.api_fastapi.core_api.security import bearer_scheme, get_user
    from fastapi import HTTPException

    try:
        user = await get_user(request, None, await bearer_scheme(request))
    except HTTPException:
        return None
    return user.get_name()


def build() -> Any:
    """The application, with the gate that asks Airflow who it is."""
    from airflow.providers.common.compat.sdk import conf

    from warehouse.settings import Settings
    from workbench.app import create_app
    from workbench.guest import GuestLogin

    settings = Settings()
    return create_app(settings, authenticate=GuestLogin(settings, login_of, conf.get("api", "secret_key")))


class Workbench:
    """Builds the application when the first page is asked for: Airflow loads plugins in every process it starts."""

    def __init__(self) -> None:
        self._app: Any = None
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        async with self._lock:
            if self._app is None:
                self._app = await asyncio.to_thread(build)
        await self._app(scope, receive, send)


class SanfangPlugin(AirflowPlugin):
    """Pages under ``/sanfang`` and their entry in the menu."""

    name = "sanfang"
    fastapi_apps: ClassVar[list[Any]] = [{"name": "workbench", "app": Workbench(), "url_prefix": PREFIX}]
    external_views: ClassVar[list[Any]] = [
        {"name": "三方对账", "href": f"{PREFIX}/", "destination": "nav", "url_route": "sanfang", "nav_top_level": True}
    ]
