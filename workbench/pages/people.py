"""`/people`: an admin gives logins and roles. Passwords are made here, shown once and never again."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from warehouse.state import people as register
from warehouse.state.people import PARTIES, ROLES, Grant, PeopleError
from workbench.access import Managing, Store
from workbench.rendering import page, see

router = APIRouter()
Text = Annotated[str, Form(max_length=64)]


@router.get("/people")
def index(request: Request, viewer: Managing, store: Store, done: str = "") -> Response:
    """Everybody with their roles."""
    return _page(request, store, done=done[:40])


@router.post("/people")
def add(
    request: Request,
    viewer: Managing,
    store: Store,
    login: Text,
    name: Text,
    role: Text,
    party: Text = "",
    region: Text = "",
) -> Response:
    """A new login with its first role; the answer shows its password once."""
    password = secrets.token_urlsafe(12)
    try:
        person = register.add_person(store, viewer.login, login.strip(), name, password, [_grant(role, party, region)])
    except PeopleError as refused:
        return _page(request, store, refused=str(refused), status=422)
    return _page(request, store, shown=(person.login, password))


@router.post("/people/{login}/password")
def password(request: Request, viewer: Managing, store: Store, login: str) -> Response:
    """A new password, shown once; the person's sessions end."""
    secret = secrets.token_urlsafe(12)
    try:
        register.set_password(store, viewer.login, login, secret)
    except PeopleError as refused:
        return _page(request, store, refused=str(refused), status=422)
    return _page(request, store, shown=(login, secret))


@router.post("/people/{login}/grants")
def grant(
    request: Request,
    viewer: Managing,
    store: Store,
    login: str,
    role: Text,
    party: Text = "",
    region: Text = "",
    take: Text = "",
) -> Response:
    """Give a role, or take one away (``take``)."""
    change = register.revoke if take else register.grant
    try:
        change(store, viewer.login, login, _grant(role, party, region))
    except PeopleError as refused:
        return _page(request, store, refused=str(refused), status=422)
    return see(request, "/people", done=login)


@router.post("/people/{login}/deactivate")
def deactivate(request: Request, viewer: Managing, store: Store, login: str) -> Response:
    """Take the login away for good."""
    try:
        register.deactivate(store, viewer.login, login)
    except PeopleError as refused:
        return _page(request, store, refused=str(refused), status=422)
    return see(request, "/people", done=login)


def _grant(role: str, party: str, region: str) -> Grant:
    return Grant(role, party or None, region.strip() or None)


def _page(
    request: Request,
    store: Store,
    *,
    done: str = "",
    refused: str = "",
    shown: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    context = {
        "people": register.list_people(store),
        "roles": ROLES,
        "parties": PARTIES,
        "done": done,
        "refused": refused,
        "shown": shown,
    }
    return page(request, "people.html", context, status)
