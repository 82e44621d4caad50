"""The workbench inside another program: its login is taken over, its user is a person of ours with the same login."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool

from warehouse.settings import Settings
from warehouse.state.people import find_person
from warehouse.state.store import open_state
from workbench.access import Viewer

LoginOf = Callable[[Request], Awaitable[str | None]]


class GuestLogin:
    """Finds the person behind the other program's user.

    Args:
        settings: The home whose state database knows the people.
        login_of: The other program's answer to who asks: a login, or None.
        secret: Key of the forms' tokens. The host renews its own cookie in the middle of a session, so the token is
            bound to the login and this key instead.
    """

    def __init__(self, settings: Settings, login_of: LoginOf, secret: str) -> None:
        self.store = open_state(settings)
        self.login_of = login_of
        self.secret = secret.encode()

    async def __call__(self, request: Request) -> Viewer | None:
        """The person; None without login.

        Raises:
            HTTPException: 403, when the user is nobody here or was deactivated.
        """
        login = await self.login_of(request)
        if login is None:
            return None
        person = await run_in_threadpool(find_person, self.store, login)
        if person is None or not person.is_active:
            raise HTTPException(
                403,
                f"您已登录 Airflow，但“{login}”没有登记为三方对账的人员，或已停用。"
                "请联系管理员以同一登录名登记（sanfang person add），再打开本页。",
            )
        return Viewer(person, hmac.new(self.secret, f"sanfang csrf {login}".encode(), hashlib.sha256).hexdigest())
