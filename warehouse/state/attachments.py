"""Attachments of decisions: bytes named by their SHA-256, written once, mode 0600."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path, PurePosixPath

from warehouse.settings import Settings
from warehouse.state.decision_rows import Attachment
from warehouse.state.drafts import DecisionRefused

LARGEST = 10 * 1024 * 1024
KINDS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".xlsx", ".docx", ".csv", ".txt", ".ofd", ".zip"})


def attach(settings: Settings, name: str, content: bytes) -> Attachment:
    """Keep the bytes of an attachment.

    Raises:
        DecisionRefused: Empty, larger than ``LARGEST``, or of a kind that is not taken.
    """
    shown = clean_name(name)
    if not 0 < len(content) <= LARGEST:
        raise DecisionRefused(f"附件不能为空，也不能超过 {LARGEST // 1024 // 1024} MB。")
    if PurePosixPath(shown).suffix.lower() not in KINDS:
        raise DecisionRefused(f"附件只收这些格式：{' '.join(sorted(KINDS))}。")
    digest = hashlib.sha256(content).hexdigest()
    path = attachment_path(settings, digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        draft = path.with_name(f".{digest}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return Attachment(shown, digest, len(content))


def read_attachment(settings: Settings, attachment: Attachment) -> bytes:
    """The bytes as they were attached.

    Raises:
        DecisionRefused: They are gone or were changed.
    """
    path = attachment_path(settings, attachment.sha256)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise DecisionRefused(f"附件 {attachment.name} 已不是当时的内容，请运行 sanfang audit verify。")
    return content


def attachment_path(settings: Settings, digest: str) -> Path:
    """Where the bytes with this SHA-256 are."""
    return settings.under("state", "attachments", digest)


def clean_name(name: str) -> str:
    """The last part of a file name, without characters that mean something to a shell, a path or a page."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(char if char.isalnum() or char in "._-（）() " else "_" for char in last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:80]}{dot}{suffix[:10]}" if stem else "附件"
