"""From rows to pages: templates with autoescape, and filters that format and never compute."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import jinja2
from fastapi import Request
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from warehouse.settings import PROJECT
from workbench.labels import evidence, label
from workbench.names import namer

CHINA = ZoneInfo("Asia/Shanghai")
HERE = Path(__file__).parent
STATIC = HERE / "static"
ECHARTS = PROJECT / "reporting" / "assets" / "echarts"


def money(value: Decimal | None, digits: int = 2) -> str:
    """Thousands and ``digits`` places of an exact amount in its own unit; an en dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.{digits}f}"


def figure(value: Decimal | None) -> str:
    """A measured value of any unit: thousands, no more places than it has, never one place alone."""
    if value is None:
        return "–"
    whole, _, places = f"{value:,f}".partition(".")
    places = places.rstrip("0")
    return f"{whole}.{places:0<2}" if places else whole


def count(value: int | None) -> str:
    """Whole number with thousands."""
    return "–" if value is None else f"{value:,}"


def percent(value: Decimal | None, digits: int = 2) -> str:
    """A ratio from SQL (0.9876) as 98.76%; the decimal point moves, nothing is computed on money."""
    return "–" if value is None else f"{value.scaleb(2):,.{digits}f}%"


def period(value: str | None) -> str:
    """``202003`` as 2020年3月, ``2020`` as 2020年."""
    if not value or not re.fullmatch(r"\d{4}(\d{2})?", value):
        return value or "–"
    return f"{value[:4]}年{int(value[4:])}月" if len(value) == 6 else f"{value}年"


def moment(value: datetime | str | None) -> str:
    """A stored point in time (UTC, also where it does not say so) to the minute in China."""
    if value is None:
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def amount_text(value: str | None) -> str:
    """An amount that is kept as decimal text, with thousands; anything else as it stands."""
    try:
        return "–" if value is None else money(Decimal(value))
    except InvalidOperation:
        return str(value)


def shown(value: Any) -> str:
    """Any value of a row as text: an en dash for none."""
    if value is None:
        return "–"
    return money(value) if isinstance(value, Decimal) else str(value)


def url(request: Request, path: str, **parameters: Any) -> str:
    """Address of one of our pages, wherever the application is mounted; None and '' parameters are left out."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{request.scope.get('root_path', '')}{quote(path)}" + (f"?{urlencode(kept)}" if kept else "")


def see(request: Request, path: str, **parameters: Any) -> Response:
    """After a change: go and see the page (303), so that reloading does not repeat the change."""
    target = url(request, path, **parameters)
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


def again(request: Request, **changes: Any) -> str:
    """This page's address with some query parameters changed: for sorting, filtering, turning pages."""
    return url(request, _own_path(request), **{**dict(request.query_params), **changes})


def _own_path(request: Request) -> str:
    return request.url.path.removeprefix(request.scope.get("root_path", ""))


@cache
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(request: Request, name: str) -> str:
    """Address of a static file with its content's digest, so that browsers may keep it for good."""
    path = ECHARTS / name.removeprefix("vendor/echarts/") if name.startswith("vendor/echarts/") else STATIC / name
    return url(request, f"/static/{name}", v=_version(path, path.stat().st_mtime_ns))


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "money": money,
        "wan": money,
        "count": count,
        "figure": figure,
        "percent": percent,
        "period": period,
        "moment": moment,
        "amount_text": amount_text,
        "shown": shown,
        "label": label,
        "evidence": evidence,
    }
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True, "default": str}
    return environment


TEMPLATES = Jinja2Templates(env=_environment())


def page(request: Request, template: str, context: dict[str, Any] | None = None, status: int = 200) -> Response:
    """A rendered page.

    Templates have besides ``context``: ``request``, ``viewer`` (None before login), ``csrf``, and the functions
    ``url(path, **query)``, ``again(**query)``, ``asset(name)``, ``who(login)``.
    """
    given = {
        "viewer": getattr(request.state, "viewer", None),
        "csrf": getattr(request.state, "csrf", ""),
        "url": lambda path, **query: url(request, path, **query),
        "again": lambda **query: again(request, **query),
        "asset": lambda name: asset(request, name),
        "here": _own_path(request),
        "who": namer(request),
        "own_login": getattr(request.app.state, "own_login", True),
    }
    return TEMPLATES.TemplateResponse(request, template, {**given, **(context or {})}, status_code=status)
