"""The workbench's own login: server-side sessions, a new token at each login, and the pages for it."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from warehouse.state import sessions
from warehouse.state.people import find_person, verify_password
from warehouse.state.store import StateStore
from workbench.access import Viewer, signed_in
from workbench.csrf import BEFORE_LOGIN
from workbench.limits import Throttle
from workbench.rendering import page, url
from workbench.settings import WorkbenchSettings

COOKIE = "sanfang_session"
router = APIRouter()


class SessionLogin:
    """Finds the person behind the session cookie.

    Sessions live in the state database: a stolen copy of the database opens none of them (only hashes are kept),
    and logging out or deactivating a person ends them at once.
    """

    def __init__(self, store: StateStore) -> None:
        self.store = store

    async def __call__(self, request: Request) -> Viewer | None:
        """The signed-in person, or None."""
        token = request.cookies.get(COOKIE)
        return await run_in_threadpool(self._find, token) if token else None

    def _find(self, token: str) -> Viewer | None:
        session = sessions.find_session(self.store, token)
        person = find_person(self.store, session.login) if session else None
        if session is None or person is None or not person.is_active:
            return None
        return Viewer(person, session.csrf)


@router.get("/login", name="login")
def show(request: Request, next: str = "/") -> Response:
    """The login form."""
    if isinstance(getattr(request.state, "viewer", None), Viewer):
        return RedirectResponse(_inside(request, next), status_code=303)
    return _form(request, next)


@router.post("/login")
def enter(
    request: Request,
    login: str = Form(max_length=200),
    password: str = Form(max_length=1000),
    next: str = Form("/", max_length=4000),
) -> Response:
    """Check the password; a new session replaces whatever the browser brought."""
    throttle: Throttle = request.app.state.throttle
    store: StateStore = request.app.state.store
    throttle.spend(Throttle.LOGIN_BY_ADDRESS, request.client.host if request.client else "")
    throttle.spend(Throttle.LOGIN_BY_NAME, login)
    person = verify_password(store, login, password)
    if person is None:
        return _form(request, next, login, "登录名或密码不正确。连续多次错误将暂时不能登录。", 401)
    throttle.forgive(Throttle.LOGIN_BY_NAME, login)
    brought = request.cookies.get(COOKIE)
    if brought:
        sessions.end_session(store, brought)
    opened = sessions.start_session(store, person)
    answer = RedirectResponse(_inside(request, next), status_code=303)
    answer.set_cookie(COOKIE, opened.token, httponly=True, samesite="lax", secure=_https(request), path=_path(request))
    answer.delete_cookie(BEFORE_LOGIN, path=_path(request))
    return answer


@router.post("/logout", name="logout")
def logout(request: Request) -> Response:
    """End the session on the server and forget the cookie."""
    signed_in(request)
    token = request.cookies.get(COOKIE)
    if token is None:
        raise HTTPException(401, "尚未登录。")
    sessions.end_session(request.app.state.store, token)
    answer = RedirectResponse(url(request, "/login"), status_code=303)
    answer.delete_cookie(COOKIE, path=_path(request))
    return answer


def _form(request: Request, back: str, name: str = "", message: str = "", status: int = 200) -> Response:
    token = request.cookies.get(BEFORE_LOGIN) or secrets.token_urlsafe(32)
    answer = page(request, "login.html", {"next": back, "login": name, "message": message, "token": token}, status)
    answer.set_cookie(
        BEFORE_LOGIN, token, max_age=3600, httponly=True, samesite="strict", secure=_https(request), path=_path(request)
    )
    return answer


def _inside(request: Request, target: str) -> str:
    """The wished-for page if it is one of ours, else the first page: never another site."""
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    clean = ours and all(character.isprintable() for character in target) and "\\" not in target
    return target if clean and target != "/" else url(request, "/")


def _https(request: Request) -> bool:
    configured: WorkbenchSettings = request.app.state.workbench
    return configured.https or request.url.scheme == "https"


def _path(request: Request) -> str:
    return str(request.scope.get("root_path") or "/")
