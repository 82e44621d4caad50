"""Receipts: one JSON file for each delivery that was accepted or refused."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

ACCEPTED = "accepted"
REFUSED = "refused"
REPEATED = "repeated"


@dataclass(frozen=True)
class Receipt:
    """What became of one delivery. Sums are decimal text in the unit of the file; ``received_at`` is UTC ISO."""

    source_file_id: str
    party: str
    file_name: str
    sha256: str
    bytes: int
    status: str
    received_at: str
    dataset: str | None = None
    region_code: str | None = None
    period: str | None = None
    version: int | None = None
    rows: int = 0
    reported_rows: int | None = None
    reported_totals: dict[str, str] = field(default_factory=dict)
    total: str | None = None
    reject_rows: int = 0
    warning_rows: int = 0
    report: str | None = None
    reason_code: str | None = None
    message: str = ""


def write_receipt(receipt: Receipt, path: Path) -> None:
    """Write atomically: the receipt is the last file of a delivery, and makes it count."""
    text = json.dumps(asdict(receipt), ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path, (text + "\n").encode("utf-8"))


def read_receipt(path: Path) -> Receipt:
    """Read one receipt."""
    return Receipt(**json.loads(path.read_text(encoding="utf-8")))


def write_atomically(path: Path, content: bytes) -> None:
    """Write to a temporary name beside ``path``, sync, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
