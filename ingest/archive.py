"""Wrappers around a data file: nothing, ``.gz``, or a ``.zip`` with several files. Unpacks within limits."""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from ingest.findings import Problem, Refusal
from ingest.limits import Limits

NESTED = {".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz"}
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Parcel:
    """One data file in the inbox: by itself, gzipped, or as ``member`` of a zip."""

    path: Path
    name: str
    member: str | None = None

    @property
    def shown(self) -> str:
        """The name a clerk knows it by."""
        return f"{self.path.name}（内含 {self.name}）" if self.member else self.path.name

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the unpacked bytes. Damage shows while reading, as ``Refusal`` ``damaged_archive`` in ``chunks``."""
        if self.member is not None:
            with zipfile.ZipFile(self.path) as box, box.open(self.member) as stream:
                yield cast(BinaryIO, stream)
        elif self.path.name.endswith(".gz"):
            with gzip.open(self.path, "rb") as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            with self.path.open("rb") as plain:
                yield plain


def parcels(path: Path, limits: Limits) -> list[Parcel]:
    """The data files in one inbox file, in name order. Raises ``Refusal`` for a zip that must not be opened."""
    if path.suffix.lower() != ".zip":
        return [Parcel(path, path.name.removesuffix(".gz"))]
    try:
        with zipfile.ZipFile(path) as box:
            infos = [i for i in box.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX/")]
    except (zipfile.BadZipFile, OSError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise Refusal("damaged_archive", "压缩包打不开，可能没有传完") from error
    _check_members(infos, path.stat().st_size, limits)
    return [Parcel(path, PurePosixPath(i.filename).name, i.filename) for i in sorted(infos, key=lambda i: i.filename)]


def _check_members(infos: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    if not infos:
        raise Refusal("empty_file", "压缩包里没有文件")
    if len(infos) > limits.archive_members:
        raise Refusal(
            "archive_too_large",
            "压缩包里的文件太多",
            (Problem(expected=f"不超过 {limits.archive_members} 个", found=f"{len(infos)} 个"),),
        )
    names = [PurePosixPath(i.filename).name for i in infos]
    for info in infos:
        _check_member(info)
        if names.count(PurePosixPath(info.filename).name) > 1:
            raise Refusal("duplicate_member", "压缩包里有同名文件", (Problem(found=info.filename),))
    check_size(sum(i.file_size for i in infos), packed, limits)


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.filename
    # zipfile rewrites some names (NUL, os.sep); orig_filename is what stands in the archive
    parts = PurePosixPath(info.orig_filename.replace("\\", "/"))
    if (
        parts.is_absolute()
        or ".." in parts.parts
        or ":" in name
        or "\0" in info.orig_filename
        or "\\" in info.orig_filename
    ):
        raise Refusal("unsafe_path", "压缩包里的路径指向压缩包之外", (Problem(found=repr(info.orig_filename)[1:-1]),))
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refusal("unsafe_path", "压缩包里有链接，不是文件", (Problem(found=name),))
    if info.flag_bits & 0x1:
        raise Refusal("password_protected", "压缩包加了密码", (Problem(found=name),))
    if PurePosixPath(name).suffix.lower() in NESTED:
        raise Refusal("nested_archive", "压缩包里还有压缩包", (Problem(found=name),))


def check_size(unpacked: int, packed: int, limits: Limits) -> None:
    """Refuse what is too large, or grows too much while unpacking (a zip bomb)."""
    if unpacked > limits.file_bytes:
        raise Refusal(
            "file_too_large",
            "文件太大",
            (Problem(expected=f"不超过 {limits.file_bytes} 字节", found=f"{unpacked} 字节"),),
        )
    if unpacked > limits.ratio_floor_bytes and unpacked > packed * limits.archive_ratio:
        raise Refusal(
            "archive_bomb",
            "压缩包展开后大得不正常",
            (Problem(expected=f"不超过 {limits.archive_ratio} 倍", found=f"{unpacked // max(packed, 1)} 倍"),),
        )


def chunks(parcel: Parcel, limits: Limits) -> Iterator[bytes]:
    """The unpacked bytes in pieces, checked against the limits while they come."""
    packed, total = parcel.path.stat().st_size, 0
    try:
        with parcel.open() as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                check_size(total, packed, limits)
                yield piece
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise Refusal("damaged_archive", "压缩文件损坏或没有传完") from error
