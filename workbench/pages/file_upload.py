"""`/files/upload`: an accountant hands in a corrected file of his own party."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import Response

from warehouse.settings import Settings
from warehouse.state.journal import record
from workbench.access import Uploading, Viewer
from workbench.delivery import DeliveryRefused, Plan, plan, put
from workbench.receipts import Delivered, contracts
from workbench.rendering import page

# Before /files/{source_file_id}: the modules are included in the order of their names.
router = APIRouter()


@router.get("/files/upload")
def form(request: Request, viewer: Uploading) -> Response:
    """The form, with the names that the person may deliver."""
    mine = sorted(
        (each for each in contracts().values() if viewer.may("upload", party=each.party)),
        key=lambda each: (each.party, each.dataset),
    )
    return page(request, "file_upload.html", {"contracts": mine, "limit": request.app.state.workbench.upload_megabytes})


@router.post("/files/upload/check")
def check(request: Request, viewer: Uploading, name: Annotated[str, Form(max_length=255)]) -> Response:
    """What will happen to a file of this name; nothing is sent yet."""
    try:
        planned = _plan(request, viewer, name)
    except DeliveryRefused as refused:
        return page(request, "file_upload_plan.html", {"plan": None, "message": str(refused)})
    return page(request, "file_upload_plan.html", {"plan": planned, "message": planned.problem})


@router.post("/files/upload")
def upload(request: Request, viewer: Uploading, file: Annotated[UploadFile, File()]) -> Response:
    """Put the file into the inbox, and journal it."""
    settings: Settings = request.app.state.settings
    try:
        planned = _plan(request, viewer, file.filename or "")
        digest, size = put(file.file, planned, settings.inbox_path, _all(request))
    except DeliveryRefused as refused:
        return page(request, "file_upload_done.html", {"plan": None, "message": str(refused)}, 422)
    details = {"party": planned.contract.party, "sha256": digest, "bytes": str(size)}
    record(request.app.state.store, viewer.login, "upload", planned.file_name, details)
    return page(request, "file_upload_done.html", {"plan": planned, "message": None, "digest": digest, "size": size})


def _plan(request: Request, viewer: Viewer, name: str) -> Plan:
    settings: Settings = request.app.state.settings
    planned = plan(name, settings.inbox_path, _all(request))
    viewer.demand("upload", planned.name.region, planned.contract.party)
    return planned


def _all(request: Request) -> list[Delivered]:
    """Of all regions: versions are counted over everything; only the person's own region is ever told of."""
    found: list[Delivered] = request.app.state.receipts.visible(None)
    return found
