"""`/account`: what the signed-in person may do, and a new password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from warehouse.state.people import PasswordRefused, set_password, verify_password
from workbench.access import Reading, Store
from workbench.limits import Throttle
from workbench.rendering import page, see

router = APIRouter()
Secret = Annotated[str, Form(max_length=1000)]


@router.get("/account")
def show(request: Request, viewer: Reading) -> Response:
    """Own roles; where the login is our own, the form for a new password."""
    return page(request, "account.html", {"refused": ""})


@router.post("/account/password")
def change(request: Request, viewer: Reading, store: Store, old: Secret, new: Secret, again: Secret) -> Response:
    """Set a new password; all sessions end and the person logs in anew."""
    if not request.app.state.own_login:
        raise HTTPException(404, "密码在统一登录系统中更改。")
    request.app.state.throttle.spend(Throttle.LOGIN_BY_NAME, viewer.login)
    refused = ""
    if new != again:
        refused = "两次输入的新密码不一样。"
    elif verify_password(store, viewer.login, old) is None:
        refused = "原密码不正确。"
    else:
        try:
            set_password(store, viewer.login, viewer.login, new)
        except PasswordRefused as error:
            refused = str(error)
    if refused:
        return page(request, "account.html", {"refused": refused}, 422)
    return see(request, "/login")
