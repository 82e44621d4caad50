"""The journal as a file of JSON lines that proves itself without the database; the last line is its seal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from sqlalchemy import select

from warehouse.state.journal import FIRST, Entry, as_entry, canonical
from warehouse.state.store import StateStore
from warehouse.state.tables import audit_entry
from warehouse.state.verify import chain_problems

FORMAT = "sanfang-journal-1"
_FIELDS = tuple(field.name for field in fields(Entry))


def export_journal(store: StateStore, path: Path) -> tuple[int, str]:
    """Write the whole journal, mode 0600. Exporting the same journal twice gives the same bytes.

    Returns:
        (number of entries, hash of the newest).
    """
    count, head = 0, FIRST
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with (
        os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file,
        store.session() as connection,
    ):
        rows = connection.execution_options(yield_per=2000).execute(
            select(audit_entry).order_by(audit_entry.c.sequence)
        )
        for row in rows:
            entry = as_entry(row)
            file.write(canonical({**vars(entry), "payload": entry.content}) + "\n")
            count, head = entry.sequence, entry.hash
        file.write(canonical({"format": FORMAT, "entries": count, "head": head}) + "\n")
    temporary.replace(path)
    return count, head


def verify_file(path: Path) -> list[str]:
    """Everything in an exported journal that is not as it was written, each thing named; empty when all is well."""
    problems: list[str] = []
    seal: list[str] = []
    last = [0, FIRST]

    def read() -> Iterator[Entry]:
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
            if not line and seal:
                continue
            entry = _entry(line)
            if entry is None:
                seal.append(line.decode(errors="replace"))
                if seal[0] != canonical({"format": FORMAT, "entries": last[0], "head": last[1]}):
                    problems.append(f"第 {number} 行不是日志的写法，或结尾的封条与内容不符")
                continue
            if seal:
                problems.append(f"第 {number} 行在封条之后")
            last[:] = [entry.sequence, entry.hash]
            yield entry

    problems += list(chain_problems(read()))
    if not seal:
        problems.append("没有结尾的封条：文件不完整")
    return problems


def _entry(line: bytes) -> Entry | None:
    """The entry of a line, or None where the line is not exactly as it is written by us."""
    try:
        fields_ = json.loads(line)
        if set(fields_) != set(_FIELDS) or canonical(fields_).encode() != line:
            return None
        return Entry(**{**fields_, "payload": canonical(fields_["payload"])})
    except (ValueError, TypeError, AttributeError):
        return None
