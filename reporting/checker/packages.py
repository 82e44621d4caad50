"""Looks into a zip package (.docx, .xlsx) before anything unpacks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from reporting.checker.reading import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, ReadingError


def check_package(path: Path, needed: str) -> None:
    """Refuse what is no such package, is damaged or encrypted, or unpacks to far more than a report needs.

    Counts the bytes that really come out: the sizes in a zip's directory are only claims.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if needed not in names:
                raise ReadingError(f"{path.name} 不是真正的 {path.suffix} 文件（缺少 {needed}）：请另存后再检查。")
            unpacked = sum(_measure(package, info, path) for info in package.infolist())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ReadingError(f"{path.name} 已损坏或加了密码，打不开：请重新保存（{error}）。") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise ReadingError(f"{path.name} 已损坏，解压失败：请重新保存（{error}）。") from error
    if unpacked > MAX_UNPACKED_RATIO * max(path.stat().st_size, 50_000):
        raise ReadingError(f"{path.name} 解压后异常膨胀（{unpacked} 字节），疑为压缩炸弹：已拒绝。")


def _measure(package: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> int:
    size = 0
    with package.open(info) as member:
        while chunk := member.read(1 << 20):
            size += len(chunk)
            if size > MAX_UNPACKED_BYTES:
                raise ReadingError(f"{path.name} 解压后超过 {MAX_UNPACKED_BYTES} 字节，疑为压缩炸弹：已拒绝。")
    return size
