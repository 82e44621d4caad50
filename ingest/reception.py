"""One data file from the inbox to the landing zone: copied, examined, and given its place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import Parcel, chunks
from ingest.examine import Examined, examine
from ingest.job import Job
from ingest.landing import Landing, settle
from ingest.receipt import ACCEPTED, Receipt, write_receipt
from ingest.trailer import plain

Progress = Callable[[str, int, int], None]
"""Called with the file's name, bytes read and bytes in all."""


@dataclass(frozen=True)
class Content:
    """The unpacked bytes of a parcel in a private file."""

    path: Path
    sha256: str
    size: int


def unpack(parcel: Parcel, landing: Landing, scratch: Path) -> Content:
    """Copy the unpacked bytes to ``scratch`` and hash them meanwhile. Raises ``Refusal`` for damage and bombs."""
    path, digest, size = scratch / "content", hashlib.sha256(), 0
    hashed: Future[None] | None = None
    with ThreadPoolExecutor(1) as hasher, path.open("wb") as target:
        path.chmod(0o600)
        for piece in chunks(parcel, landing.limits):
            hashed = hasher.submit(digest.update, piece)
            target.write(piece)
            size += len(piece)
            hashed.result()
    return Content(path, digest.hexdigest(), size)


def receive(
    parcel: Parcel,
    job: Job,
    content: Content,
    landing: Landing,
    received_at: str,
    progress: Progress | None,
) -> Receipt:
    """Read, check and land one file. Raises ``Refusal``; nothing is landed then."""

    def advance(done: int, total: int) -> None:
        if progress is not None:
            progress(parcel.shown, done, total)

    with landing.engine(job.scratch) as connection:
        examined = examine(connection, job, landing, advance)
    settle(content.path, landing.raw_path(content.sha256))
    settle(examined.findings, landing.findings_path(job.name.dataset, job.source_file_id))
    settle(examined.text, landing.text_path(job.name, job.source_file_id))
    receipt = _receipt(parcel, job, content, examined, received_at)
    write_receipt(receipt, landing.receipt_path(job.source_file_id))
    advance(content.size, content.size)
    return receipt


def _receipt(parcel: Parcel, job: Job, content: Content, examined: Examined, received_at: str) -> Receipt:
    name, contract = job.name, job.contract
    reported, found = examined.staged.reported, examined.found
    totals = {k: plain(v) for k, v in reported.totals.items()} if reported else {}
    return Receipt(
        source_file_id=job.source_file_id,
        party=contract.party,
        dataset=name.dataset,
        region_code=name.region,
        period=name.period,
        version=name.version,
        file_name=parcel.name,
        sha256=content.sha256,
        bytes=content.size,
        rows=found.rows,
        reported_rows=reported.rows if reported else None,
        reported_totals=totals,
        total=totals.get(contract.amount) if contract.amount else None,
        status=ACCEPTED,
        reject_rows=found.reject_rows,
        warning_rows=found.warning_rows,
        received_at=received_at,
        message=f"已收下：{found.rows} 行" + (f"，其中 {found.reject_rows} 行退回" if found.reject_rows else ""),
    )
