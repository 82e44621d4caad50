"""The offline check: the chain, every row against its entry, the attachments, and the closes on disk."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, select, text

from warehouse import closes
from warehouse.state.attachments import attachment_path
from warehouse.state.journal import FIRST, Entry, as_entry, canonical, journalled
from warehouse.state.rules import FOUND, found_rules
from warehouse.state.schema import NEWEST, VERSION_TABLE
from warehouse.state.store import StateStore
from warehouse.state.tables import RECORDED, audit_entry, decision, metadata

Rows = dict[tuple[str, int], list[dict[str, Any]]]
_PORTION = 2000
_FOLLOWS = "audit_entry_follows"
_KIND = {"close": "close", "found_closed": "close", "reopen": "reopen", "found_reopened": "reopen"}


def verify_state(store: StateStore, head: tuple[int, str] | None = None) -> list[str]:
    """Everything that is not as it was recorded, each thing named. Empty when all is well.

    Args:
        head: (number of entries, hash) noted earlier, elsewhere: shows a journal that was cut or written anew.
    """
    recorded: Rows = defaultdict(list)
    hashes: dict[str, int] = {}
    with store.session() as connection:
        problems = list(_schema_problems(connection))
        problems += chain_problems(_entries(connection), recorded, hashes)
        for table in RECORDED:
            problems += _row_problems(connection, table, recorded)
        problems += [
            f"表 {name}：第 {sequence} 条日志提到的表不存在"
            for name, sequence in recorded
            if name not in metadata.tables
        ]
        problems += _attachment_problems(connection, store)
    if head is not None and hashes.get(head[1]) != head[0]:
        problems.append(f"日志里没有先前记下的第 {head[0]} 条（{head[1][:16]}…）：日志被截短或重写")
    return problems + list(_close_problems(store, recorded, hashes))


def chain_problems(
    entries: Iterable[Entry], recorded: Rows | None = None, hashes: dict[str, int] | None = None
) -> Iterator[str]:
    """Problems of a chain in its order; fills in the rows and hashes that it holds."""
    expected, previous = 1, FIRST
    for entry in entries:
        name = f"第 {entry.sequence} 条日志（{entry.action} {entry.subject}）"
        if entry.sequence != expected:
            yield f"{name}：序号应为 {expected}，有日志被删除或插入"
        if entry.previous_hash != previous:
            yield f"{name}：与前一条的链接断开"
        if entry.hash != entry.computed_hash:
            yield f"{name}：内容与其摘要不符"
        expected, previous = entry.sequence + 1, entry.hash
        if hashes is not None:
            hashes[entry.hash] = entry.sequence
        if recorded is not None:
            for table, rows in _rows_of(entry).items():
                recorded[table, entry.sequence] += rows


def _entries(connection: Connection) -> Iterator[Entry]:
    rows = connection.execution_options(yield_per=_PORTION).execute(
        select(audit_entry).order_by(audit_entry.c.sequence)
    )
    for row in rows:
        yield as_entry(row)


def _rows_of(entry: Entry) -> dict[str, list[dict[str, Any]]]:
    try:
        content = json.loads(entry.payload)
        return {table: list(rows) for table, rows in content.get("rows", {}).items()}
    except (ValueError, TypeError, AttributeError):
        return {}  # the entry's hash has shown it already


def _schema_problems(connection: Connection) -> Iterator[str]:
    versions: list[str] = list(connection.execute(text(f"select version_num from {VERSION_TABLE}")).scalars())  # noqa: S608
    if versions != [NEWEST]:
        yield f"表 {VERSION_TABLE}：version_num 是 {versions}，应为 {NEWEST}"
    is_postgres = connection.dialect.name == "postgresql"
    suffixes = ("no_change",) if is_postgres else ("no_update", "no_delete")
    wanted = {_FOLLOWS} | {f"{table.name}_{suffix}" for table in metadata.sorted_tables for suffix in suffixes}
    acting = (
        "select tgname from pg_trigger where tgenabled in ('O', 'A')"
        if is_postgres
        else "select name from sqlite_master where type = 'trigger'"
    )
    if missing := wanted - set(connection.exec_driver_sql(acting).scalars()):
        yield f"防改触发器不全：{'、'.join(sorted(missing))}"


def _row_problems(connection: Connection, table: Table, recorded: Rows) -> Iterator[str]:
    present: Rows = defaultdict(list)
    for row in connection.execute(select(table)).mappings():
        present[table.name, row["sequence"]].append(journalled(table.name, dict(row)))
    said = {key: rows for key, rows in recorded.items() if key[0] == table.name}
    for key in sorted(said.keys() | present.keys(), key=str):
        yield from _differences(key, said.get(key, []), present.get(key, []))


def _differences(key: tuple[str, int], said: list[dict[str, Any]], present: list[dict[str, Any]]) -> Iterator[str]:
    name = f"表 {key[0]}（第 {key[1]} 条日志）"
    there, recorded = {canonical(row) for row in present}, {canonical(row) for row in said}
    lost = [row for row in said if canonical(row) not in there]
    changed = [row for row in present if canonical(row) not in recorded]
    for row, was in zip(changed, lost, strict=False):
        columns = [column for column in row.keys() | was.keys() if row.get(column) != was.get(column)]
        yield f"{name}：列 {'、'.join(sorted(columns))} 与日志所记不同"
    if len(present) > len(said):
        yield f"{name}：多出 {len(present) - len(said)} 行，日志没有记（或列 sequence 被改）"
    elif len(present) < len(said):
        yield f"{name}：少了 {len(said) - len(present)} 行（或列 sequence 被改）"


def _attachment_problems(connection: Connection, store: StateStore) -> Iterator[str]:
    query = select(decision.c.decision_id, decision.c.attachment_sha256).where(
        decision.c.attachment_sha256.is_not(None)
    )
    for decision_id, digest in connection.execute(query.order_by(decision.c.sequence)):
        path = attachment_path(store.settings, str(digest))
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"决定 {decision_id} 的附件不见了或被改动"
    for row in connection.execute(select(audit_entry).where(audit_entry.c.action == FOUND)):
        kept = found_rules(as_entry(row))
        path = attachment_path(store.settings, kept.sha256)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != kept.sha256:
            yield f"第 {row.sequence} 条日志所记的对账规则不见了或被改动"


def _close_problems(store: StateStore, recorded: Rows, hashes: dict[str, int]) -> Iterator[str]:
    closed = store.settings.closed_path
    yield from (f"结账 {problem}" for problem in closes.verify(closed))
    events = {
        (row["region_code"], row["period"], row["version"], _KIND[row["event"]]): row
        for (table, _), rows in recorded.items()
        if table == "month_event"
        for row in rows
    }
    found = closes.read_closes(closed)
    for close in found:
        key = (close.region_code, close.period, close.version)
        name = f"结账 {close.region_code} {close.period} v{close.version}"
        event = events.pop((*key, "close"), None)
        if event is None or event["digest"] != close.digest:
            yield f"{name}：日志里没有这次结账，或其内容与结账时不同"
        if close.journal is not None and close.journal not in hashes and close.journal != FIRST:
            yield f"{name}：结账时的日志（{close.journal[:16]}…）已不在：日志被截短或重写"
        reopening = events.pop((*key, "reopen"), None)
        said = reopening and (reopening["done_by"], reopening["reason"], reopening["happened_at"])
        if said != ((close.reopened_by, close.reopen_reason, close.reopened_at) if close.reopened_at else None):
            yield f"{name}：重开的记载与日志不同"
    for region, period, version, word in sorted(events):
        yield f"结账 {region} {period} v{version}：日志有 {word}，磁盘上没有"
