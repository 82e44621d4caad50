"""What a person sent in a form, bounded and stripped; files are read only when they are small enough."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData, UploadFile

from warehouse.state.attachments import LARGEST
from workbench.choosing import Form

_MOST_VALUES = 20_000


async def _form(request: Request) -> FormData:
    return await request.form(max_fields=_MOST_VALUES, max_files=1)


Sent = Annotated[FormData, Depends(_form)]


def text(form: FormData, name: str, longest: int = 4000) -> str:
    """A field's text without space around it; '' when it is missing."""
    value = form.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> list[str]:
    """All values of a field, each once, in their order."""
    return list(dict.fromkeys(value for value in form.getlist(name) if isinstance(value, str) and value))


def decision_form(form: FormData, kind: str) -> Form:
    """The words of a decision, and its attachment."""
    return Form(
        kind,
        text(form, "cause", 80),
        text(form, "reason_code", 80),
        text(form, "comment"),
        _attachment(form.get("attachment")),
    )


def _attachment(file: object) -> tuple[str, bytes] | None:
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    if file.size is None or file.size > LARGEST:
        raise HTTPException(413, f"附件不能超过 {LARGEST // 1024 // 1024} MB。请压缩或拆分后再附。")
    return file.filename, file.file.read()
