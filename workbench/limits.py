"""How large a request may be and how often: refused before anything is read or looked up."""

from __future__ import annotations

from pathlib import Path

from fastapi import HTTPException, Request
from limits import RateLimitItem, parse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.attempts import Attempts

LOGIN_BYTES = 16 * 1024
FORM_BYTES = 12 * 1024 * 1024
"""A form with its attachment (10 MB)."""


TOO_LARGE = "提交的内容过大。表单请精简文字；文件请先检查大小，或拆分后再上传。"


class BodyLimit:
    """Refuse bodies that are longer than a form needs; only uploads may be large.

    A declared length is refused at once, an undeclared one when it has grown too long.
    """

    def __init__(self, app: ASGIApp, upload_paths: tuple[str, ...], upload_bytes: int) -> None:
        self.app = app
        self.upload_paths = upload_paths
        self.upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what arrives."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        allowed = LOGIN_BYTES if path == "/login" else FORM_BYTES
        if path in self.upload_paths:
            allowed = self.upload_bytes
        declared = request.headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > allowed:
            raise HTTPException(413, TOO_LARGE)
        await self.app(scope, _counted(receive, allowed), send)


def _counted(receive: Receive, allowed: int) -> Receive:
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > allowed:
            raise HTTPException(413, TOO_LARGE)
        return message

    return counting


class Throttle:
    """How often people may do what; a moving window, so that waiting for the full minute gains nothing."""

    LOGIN_BY_NAME = parse("8/5minutes")
    LOGIN_BY_ADDRESS = parse("40/5minutes")
    WRITES = parse("120/minute")
    EXPORTS = parse("30/minute")

    def __init__(self, path: Path) -> None:
        self._attempts = Attempts(path)

    def spend(self, item: RateLimitItem, *key: str) -> None:
        """Count one attempt; 429 with advice when there were too many."""
        if not self._attempts.hit(item, *key):
            raise HTTPException(429, "操作过于频繁，请稍候几分钟再试。", headers={"Retry-After": "60"})

    def forgive(self, item: RateLimitItem, *key: str) -> None:
        """Who proved to be the right one begins anew."""
        self._attempts.forget(item, *key)
