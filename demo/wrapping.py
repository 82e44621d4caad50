"""Deliveries in wrappings: one file gzipped, the agency's files of one month in a zip; no clock in either."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from pathlib import Path

FIXED = (1980, 1, 1, 0, 0, 0)


def gzip_in_place(path: Path) -> Path:
    """Replace a file by its .gz with modification time zero and no name inside."""
    target = path.with_name(path.name + ".gz")
    with (
        path.open("rb") as source,
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as sink,
    ):
        shutil.copyfileobj(source, sink, 1 << 20)
    path.unlink()
    return target


def zip_in_place(paths: list[Path], target: Path) -> Path:
    """Replace files by one zip with fixed member dates, members in name order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as bundle:
        for path in sorted(paths):
            member = zipfile.ZipInfo(path.name, FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            with path.open("rb") as source, bundle.open(member, "w") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
            path.unlink()
    return target
