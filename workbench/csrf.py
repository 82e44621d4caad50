"""Forged requests: every change carries the token of the session that asks for it (synchroniser token)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from workbench.limits import Throttle

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
BEFORE_LOGIN = "sanfang_before_login"
REFUSED = "页面已过期，或请求不是从本系统的页面发出。请返回上一页，刷新后重试。"


async def check_token(request: Request) -> None:
    """Dependency of the whole application: 403 unless a change carries the session's token; each is counted.

    The token is looked for in the header (htmx), then in the form's field. Before login there is no session and
    the gate lets nothing but the login form through: its token is that of a cookie given with the form.
    """
    if request.method in SAFE:
        return
    expected = getattr(request.state, "csrf", None) or request.cookies.get(BEFORE_LOGIN)
    form = await _form(request)
    refuse_unstorable(str(value) for pair in form.multi_items() for value in pair if isinstance(value, str))
    field = form.get(FIELD)
    given = request.headers.get(HEADER) or (field if isinstance(field, str) else None)
    if not expected or not given or not secrets.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, REFUSED)
    viewer = getattr(request.state, "viewer", None)
    if viewer is not None:
        throttle: Throttle = request.app.state.throttle
        await run_in_threadpool(throttle.spend, Throttle.WRITES, viewer.login)


async def _form(request: Request) -> FormData:
    try:
        return await request.form()
    except HTTPException:
        raise
    except Exception as error:  # the sender chooses the encoding, and some break in their own way
        raise HTTPException(400, REFUSED) from error


def refuse_unstorable(texts: Iterable[str]) -> None:
    """400 for a NUL or half a character: nobody types them, and what stores text behind us fails at them."""
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for text in texts for character in text):
        raise HTTPException(400, "提交的内容含有不可见的控制字符，请改正后重试。")


def comes_from_elsewhere(request: Request) -> bool:
    """Whether the browser itself says that another site caused this request."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return origin.partition("://")[2] != request.headers.get("host", "")
