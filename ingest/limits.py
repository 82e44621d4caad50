"""How large a delivery may be before it is refused instead of read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes unless the name says otherwise; a ratio is unpacked to packed bytes."""

    file_bytes: int = 8 * 1024 * MIB
    archive_ratio: int = 200
    archive_members: int = 200
    workbook_bytes: int = 256 * MIB
    workbook_ratio: int = 300
    workbook_members: int = 2_000
    workbook_cells: int = 3_000_000
    line_bytes: int = 2_000_000
    memory: str = "1GB"
    threads: int | None = None
    ratio_floor_bytes: int = 16 * MIB
    """Below this size no compression ratio is suspicious."""
