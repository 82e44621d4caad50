"""`/health` for monitors, which says nothing about the data, and `/help`."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from workbench.access import Reading
from workbench.rendering import page

router = APIRouter()


@router.get("/health")
def health() -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/help", name="help")
def show(request: Request, viewer: Reading) -> Response:
    """What each page is for, and who does what."""
    return page(request, "help.html")
