"""The gate before all pages: who has no login gets nowhere, whatever the route says."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import HTTPException, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from workbench.access import Authenticate
from workbench.csrf import REFUSED, SAFE, comes_from_elsewhere, refuse_unstorable

HEALTH = "/health"
LOGIN = "/login"
STATIC = "/static/"


class Gate:
    """Authenticates each request and refuses what has no person behind it.

    A route that forgot its dependency is closed too. Public are the login page, the style sheets and ``/health``.
    """

    def __init__(self, app: ASGIApp, authenticate: Authenticate, own_login: bool) -> None:
        self.app = app
        self.authenticate = authenticate
        self.own_login = own_login
        self.public = (HEALTH, LOGIN) if own_login else (HEALTH,)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, send to the login page, or refuse."""
        if scope["type"] == "websocket":
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        scope.setdefault("state", {})
        if request.method not in SAFE and comes_from_elsewhere(request):
            raise HTTPException(403, REFUSED)
        refuse_unstorable((path, *(text for pair in request.query_params.multi_items() for text in pair)))
        if path.startswith(STATIC):
            await self.app(scope, receive, send)
            return
        viewer = await self.authenticate(request)
        if viewer is not None:
            scope["state"]["viewer"] = viewer
            scope["state"]["csrf"] = viewer.csrf
        elif path not in self.public:
            await self._turn_away(request)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _turn_away(self, request: Request) -> Response:
        if not self.own_login or request.method not in SAFE:
            raise HTTPException(401, "登录已过期或尚未登录。请重新登录后再操作；未提交的内容没有保存。")
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target = f"{request.scope.get('root_path', '')}/login?{urlencode({'next': back})}"
        if "hx-request" in request.headers:
            return Response(status_code=401, headers={"HX-Redirect": target})
        return RedirectResponse(target, status_code=303)
