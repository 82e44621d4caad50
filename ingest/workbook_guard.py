"""Looks at a workbook's bytes before any reader opens it: zip bombs, entities, endless sheets, formulas."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from ingest.findings import Problem, Refusal
from ingest.limits import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BIFF = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|.*?</(?:\w+:)?f>)'
    rb"\s*(<(?:\w+:)?v>[^<]+<)?",
    re.DOTALL,
)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True)
class Guarded:
    """What the guard saw. ``formulas``: part name to the cells with a formula (``E5``)."""

    formulas: dict[str, list[str]] = field(default_factory=dict)


def guard_workbook(path: Path, limits: Limits) -> Guarded:
    """Refuse a workbook that must not be opened. Raises ``Refusal``; gives the formula cells otherwise."""
    with path.open("rb") as source:
        magic = source.read(8)
    if not magic:
        raise Refusal("empty_file", "文件是空的")
    if magic == OLE:
        return _guard_ole(path, limits)
    if not magic.startswith(b"PK"):
        raise Refusal(
            "unreadable_workbook", "不是 Excel 工作簿（.xlsx）", (Problem(expected=".xlsx 工作簿", found=_kind(magic)),)
        )
    try:
        with zipfile.ZipFile(path) as box:
            return _guard_parts(box, path.stat().st_size, limits)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zipfile.LargeZipFile, ValueError) as error:
        raise Refusal("unreadable_workbook", "工作簿损坏或没有传完，打不开") from error


def _guard_ole(path: Path, limits: Limits) -> Guarded:
    size = path.stat().st_size
    if size > limits.workbook_bytes:
        raise Refusal(
            "workbook_too_large",
            "工作簿太大",
            (Problem(expected=f"不超过 {limits.workbook_bytes} 字节", found=f"{size} 字节"),),
        )
    content = path.read_bytes()
    if ENCRYPTED in content:
        raise Refusal("password_protected", "工作簿设了打开密码")
    if not any(name in content for name in BIFF):
        raise Refusal("legacy_xls", "是旧式 Office 文件，但不是能读的 .xls 工作簿")
    return Guarded()


def _guard_parts(box: zipfile.ZipFile, packed: int, limits: Limits) -> Guarded:
    infos = box.infolist()
    unpacked = sum(i.file_size for i in infos)
    if len(infos) > limits.workbook_members or unpacked > limits.workbook_bytes:
        raise Refusal(
            "workbook_too_large",
            "工作簿太大",
            (Problem(expected=f"展开后不超过 {limits.workbook_bytes} 字节", found=f"{unpacked} 字节"),),
        )
    if unpacked > limits.ratio_floor_bytes and unpacked > packed * limits.workbook_ratio:
        raise Refusal(
            "archive_bomb",
            "工作簿展开后大得不正常",
            (Problem(expected=f"不超过 {limits.workbook_ratio} 倍", found=f"{unpacked // max(packed, 1)} 倍"),),
        )
    if any(i.flag_bits & 0x1 for i in infos):
        raise Refusal("password_protected", "工作簿加了密码")
    if not any(i.filename == "xl/workbook.xml" for i in infos):
        raise Refusal("unreadable_workbook", "压缩包里没有 Excel 工作簿的内容")
    formulas = {}
    for info in infos:
        if info.filename.endswith((".xml", ".rels", ".vml")):
            part = box.read(info)
            _refuse_entities(part, info.filename)
            if SHEET.fullmatch(info.filename):
                _refuse_endless(part, limits)
                formulas[info.filename] = _formula_cells(part)
    return Guarded({k: v for k, v in formulas.items() if v})


def _refuse_entities(part: bytes, name: str) -> None:
    # office programs write UTF-8 and no document type; UTF-16 could hide one
    hidden = part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:64]
    if hidden or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refusal("external_entity", "工作簿里有外部实体或文档类型声明，可能有害", (Problem(found=name),))


def _refuse_endless(part: bytes, limits: Limits) -> None:
    wide, high = 0, 0
    for letters, digits in CELL.findall(part):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        wide, high = max(wide, column), max(high, int(digits))
    if wide * high > limits.workbook_cells:
        raise Refusal(
            "workbook_too_large",
            "工作表的范围太大",
            (Problem(expected=f"不超过 {limits.workbook_cells} 格", found=f"{high} 行 × {wide} 列"),),
        )


def _formula_cells(part: bytes) -> list[str]:
    if b"<f" not in part and b":f" not in part:
        return []
    cells = []
    for cell, value in FORMULA.findall(part):
        if not value:
            raise Refusal(
                "formula_without_value",
                "单元格是公式，但文件里没有算好的结果",
                (Problem(row=int(re.sub(r"\D", "", cell.decode())), found=f"单元格 {cell.decode()}"),),
            )
        cells.append(cell.decode())
    return cells


def _kind(magic: bytes) -> str:
    if magic.lstrip().lower().startswith((b"<html", b"<table", b"<?xml", b"<!doc")):
        return "网页或 XML 文件改了扩展名"
    return "其他类型的文件改了扩展名"
