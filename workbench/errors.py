"""Errors as pages in plain words: what happened and what to do, never how the program looks inside."""

from __future__ import annotations

import logging
import secrets

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warehouse.state.permissions import NotAllowed
from workbench.published import NothingPublishedError, OutOfRangeError
from workbench.rendering import page

LOG = logging.getLogger("sanfang.workbench")

TITLES = {
    400: "请求无法理解",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的操作",
    409: "内容已变化",
    413: "内容过大",
    422: "填写有误",
    429: "操作过于频繁",
    503: "暂时没有数据",
}
ADVICE = {
    400: "地址或提交的内容不完整。请返回上一页重试；如由链接打开，请检查链接是否完整。",
    404: "该页面或记录不存在，或不在您的地区范围内。编号可能已随新的交付而变化，请用“查找”重新检索。",
    405: "请从本系统的页面操作，不要直接打开该地址。",
    422: "有的栏目没有填，或格式不对（例如期间应为六位数字 202003）。请返回上一页改正。",
}
NOTHING = "还没有发布的数仓。请先接收各方文件并运行一次（sanfang demo 或 sanfang run），完成后刷新本页。"


class ErrorPages:
    """Turns what the layers below raise into an answer; inside it nothing can end as a bare trace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; on an error answer with a page, unless the answer has begun."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if begun:
                raise
            await answer(Request(scope, receive), error)(scope, receive, send)


def answer(request: Request, error: Exception) -> Response:
    """The page for an error."""
    if isinstance(error, HTTPException):
        return _page(request, error.status_code, _words(error), dict(error.headers or {}))
    if isinstance(error, NotAllowed):
        return _page(request, 403, str(error))
    if isinstance(error, NothingPublishedError):
        return _page(request, 503, NOTHING)
    if isinstance(error, RequestValidationError | OutOfRangeError):
        return _page(request, 422, ADVICE[422])
    reference = secrets.token_hex(4)
    LOG.exception("error %s at %s %s", reference, request.method, request.url.path, exc_info=error)
    return _page(
        request,
        500,
        f"程序出错，您的操作没有生效。请重试；如仍出错，请把编号 {reference} 告诉管理员，详情在服务日志中。",
    )


def _words(error: HTTPException) -> str:
    """Our own sentences are Chinese; the framework's English ones are replaced."""
    detail = str(error.detail)
    return detail if not detail.isascii() else ADVICE.get(error.status_code, "请返回上一页重试。")


def _page(request: Request, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    title = TITLES.get(status, "出错了")
    partial = "hx-request" in request.headers
    template = "error_partial.html" if partial else "error.html"
    answer = page(request, template, {"status": status, "title": title, "message": message}, status)
    answer.headers.update(headers or {})
    return answer
