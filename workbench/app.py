"""The application: one factory, no globals, so that it can be served alone or mounted inside Airflow."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import iter_modules

import duckdb
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from warehouse.settings import Settings
from warehouse.state.permissions import NotAllowed
from warehouse.state.store import open_state
from workbench import login, pages
from workbench.access import Authenticate
from workbench.csrf import check_token
from workbench.errors import ErrorPages, answer
from workbench.gate import Gate
from workbench.headers import SecureHeaders
from workbench.limits import BodyLimit, Throttle
from workbench.published import NothingPublishedError, OutOfRangeError, Published
from workbench.receipts import Receipts
from workbench.rendering import ECHARTS, STATIC
from workbench.settings import WorkbenchSettings

LOG = logging.getLogger("sanfang.workbench")
UPLOADS = ("/files/upload",)


class KeptFiles(StaticFiles):
    """Static files whose addresses carry their digest: browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept when it was asked for by its digest."""
        found = await super().get_response(path, scope)
        kept = b"v=" in scope.get("query_string", b"")
        found.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return found


def create_app(
    settings: Settings, authenticate: Authenticate | None = None, workbench: WorkbenchSettings | None = None
) -> FastAPI:
    """The workbench of one home.

    Args:
        settings: Home directory and the rest of the installation.
        authenticate: Who asks, by another program's login (Airflow); default is the workbench's own login page.
        workbench: Settings of the pages alone; default from the environment.
    """
    workbench = workbench or WorkbenchSettings()
    app = FastAPI(
        title="三方对账",
        lifespan=_watch_publications,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(check_token)],
    )
    app.state.settings = settings
    app.state.workbench = workbench
    app.state.store = open_state(settings)
    app.state.published = Published(settings.published_path, workbench.memory_limit, workbench.threads)
    app.state.receipts = Receipts(settings)
    app.state.throttle = Throttle(settings.under("state", "attempts.sqlite"))
    app.state.own_login = authenticate is None
    if authenticate is None:
        app.include_router(login.router)
    for router in _routers():
        app.include_router(router)
    app.mount("/static/vendor/echarts", KeptFiles(directory=ECHARTS))
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    _handle_errors(app)
    _protect(app, authenticate or login.SessionLogin(app.state.store), workbench)
    return app


@asynccontextmanager
async def _watch_publications(app: FastAPI) -> AsyncIterator[None]:
    """While the pages are served alone: open each publication soon after it appears."""

    async def watch() -> None:
        while True:
            try:
                await run_in_threadpool(app.state.published.open_newest)
            except (duckdb.Error, OSError) as error:
                LOG.warning("cannot open the published warehouse: %s", error)
            await asyncio.sleep(3)

    watching = asyncio.create_task(watch())
    yield
    watching.cancel()


def _routers() -> list[APIRouter]:
    """The router of each module in :mod:`workbench.pages`, in the order of their names."""
    found = [import_module(f"{pages.__name__}.{module.name}") for module in iter_modules(pages.__path__)]
    return [module.router for module in found if hasattr(module, "router")]


def _handle_errors(app: FastAPI) -> None:
    async def handler(request: Request, error: Exception) -> Response:
        return answer(request, error)

    for kind in (HTTPException, RequestValidationError, NothingPublishedError, OutOfRangeError, NotAllowed):
        app.add_exception_handler(kind, handler)


def _protect(app: FastAPI, authenticate: Authenticate, workbench: WorkbenchSettings) -> None:
    """The layers around all routes. The last one added is the outermost."""
    mounted = not app.state.own_login
    app.add_middleware(Gate, authenticate=authenticate, own_login=not mounted)
    app.add_middleware(BodyLimit, upload_paths=UPLOADS, upload_bytes=workbench.upload_megabytes * 1024 * 1024)
    app.add_middleware(ErrorPages)
    app.add_middleware(GZipMiddleware, minimum_size=2048)
    if not mounted:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=workbench.hosts, www_redirect=False)
    app.add_middleware(SecureHeaders, ancestors="'self'" if mounted else "'none'", hsts=workbench.https)
