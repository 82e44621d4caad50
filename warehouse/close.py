"""Close and re-open a month: freeze what was published, with a person's name and a reason."""

from __future__ import annotations

import json
import shutil
import unicodedata
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.build import input_digest, run_ledger, single_writer
from warehouse.closes import KEPT, Close, current_close, file_digest, folder, read_closes, verify
from warehouse.connection import reader, scratch
from warehouse.scope import write_scope
from warehouse.settings import Settings
from warehouse.state.decisions import decision
from warehouse.state.export import write_decisions
from warehouse.state.journal import head
from warehouse.state.months import append_close, append_reopening
from warehouse.state.people import list_people
from warehouse.state.store import StateStore, open_state

# Known live from the closes themselves: the published row is as old as the build.
_ORDER = "earlier_closed"


class CloseError(RuntimeError):
    """The month may not be closed or re-opened; the message says why and what to do."""


def close_month(settings: Settings, region: str, period: str, by: str, reason: str) -> Close:
    """Freeze a month as it is published now.

    Raises:
        CloseError: The month is closed already, ``close_problems`` names what is missing, or landing or decisions have
            changed since the publication that readers see.
    """
    with single_writer(settings):
        closed, store = settings.closed_path, open_state(settings)
        _require_person(by, reason)
        _require_open(closed, region, period)
        write_decisions(settings, store)
        run_id, digest = _unchanged_publication(settings)
        with reader(settings.published_path) as connection:
            _require_ready(connection, closed, region, period)
            files = _files(connection, region, period)
        versions = [each.version for each in read_closes(closed) if (each.region_code, each.period) == (region, period)]
        draft = Close(
            region, period, max(versions, default=0) + 1, "current", by.strip(), reason.strip(),
            datetime.now(UTC).isoformat(timespec="microseconds"), run_id, digest, {}, files, _last_digest(closed),
            journal=head(store)[1],
        )  # fmt: skip
        return _write(settings.published_path, closed, draft, store)


def reopen_by_decision(settings: Settings, decision_id: str) -> Close:
    """Re-open the month that an approved request names, in the names of who asked and who approved.

    Raises:
        CloseError: The request is not approved, or older than the close; or as for ``reopen_month``.
    """
    request = decision(open_state(settings), decision_id)
    if request.kind != "reopen" or request.status != "approved":
        raise CloseError(f"{decision_id} 不是已批准的重开申请。")
    close = current_close(settings.closed_path, request.region_code, request.period)
    if close is not None and close.closed_at > request.made_at:
        raise CloseError(f"{decision_id} 提出在这次结账之前：请重新申请。")
    by, approved_by = request.maker, request.checker or ""
    return reopen_month(settings, request.region_code, request.period, by, request.comment, approved_by)


def reopen_month(settings: Settings, region: str, period: str, by: str, reason: str, approved_by: str) -> Close:
    """Open a closed month again. Its close stays as it is and is marked superseded; the next close is a new version.

    Args:
        by: Who asks for it.
        approved_by: Who approves it; another person.

    Raises:
        CloseError: The month is not closed, or a later month is, or both names are one person's.
    """
    with single_writer(settings):
        closed, store = settings.closed_path, open_state(settings)
        _require_person(by, reason)
        _require_two_persons(store, by, approved_by)
        close = current_close(closed, region, period)
        if close is None:
            raise CloseError(f"{region} {period} 没有结账，不需要重开。")
        later = [
            each.period
            for each in read_closes(closed)
            if each.region_code == region and each.status == "current" and each.period > period
        ]
        if later:
            raise CloseError(f"{region} 的 {', '.join(later)} 已在其后结账：请从最后一个月起依次重开。")
        reopened = replace(
            close,
            status="superseded",
            reopened_by=by.strip(),
            reopened_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            reopen_reason=reason.strip(),
        )
        note = {key: value for key, value in asdict(reopened).items() if key.startswith("reopen")}
        target = folder(closed, region, period, close.version) / "reopened.json"
        with store.change(by.strip()) as change:
            append_reopening(change, reopened, approved_by.strip())
            temporary = target.with_suffix(".tmp")
            temporary.write_text(json.dumps(note, ensure_ascii=False, indent=1))
            temporary.replace(target)
        return reopened


def _require_person(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise CloseError("结账与重开都要写明经办人（--by）和理由（--reason）。")


def _require_two_persons(store: StateStore, by: str, approved_by: str) -> None:
    """A login and the name that belongs to it are one person."""
    logins = {_plain(person.name): person.login for person in list_people(store)}
    asking, approving = (logins.get(_plain(each), _plain(each)) for each in (by, approved_by))
    if not approving or asking == approving:
        raise CloseError("重开要两个人：经办人（--by）申请，另一人（--approved-by）批准。")


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _require_open(closed: Path, region: str, period: str) -> None:
    if problems := verify(closed):
        raise CloseError("已结账的内容被改动，先查明：" + "；".join(problems))
    if close := current_close(closed, region, period):
        raise CloseError(
            f"{region} {period} 已由 {close.closed_by} 结账（第 {close.version} 版）。要更正请先 sanfang reopen。"
        )


def _unchanged_publication(settings: Settings) -> tuple[str, str]:
    last = run_ledger(settings).last_publication()
    if last is None or not settings.published_path.exists():
        raise CloseError("还没有发布的数仓：先运行 sanfang run。")
    write_scope(settings)
    if run_ledger(settings).input_of(last[0]) != input_digest(settings):
        raise CloseError(
            "发布之后又收到了文件或批准了决定，读者看到的已不是最新：先 sanfang build 和 sanfang publish，再结账。"
        )
    return last[0], last[2]


def close_problems(
    connection: duckdb.DuckDBPyConnection, region: str, period: str, closed: Path | None = None
) -> list[str]:
    """What keeps a published month from being closed, in Chinese; empty when nothing does.

    Args:
        connection: A published warehouse; its ``mart_close_readiness`` gives the answer.
        closed: Folder of the closes: with it, months that were closed after the publication count as closed. Without it
            the order of the months is not judged.
    """
    rows = connection.execute(
        "select requirement, status, evidence from marts.mart_close_readiness where region_code = ? and period = ? "
        "order by requirement",
        [region, period],
    ).fetchall()
    if not rows:
        return ["三方文件未到齐：缺全部"]
    failing = [evidence for requirement, status, evidence in rows if status != "pass" and requirement != _ORDER]
    return failing + ([] if closed is None else _earlier_open(connection, closed, region, period))


def _require_ready(connection: duckdb.DuckDBPyConnection, closed: Path, region: str, period: str) -> None:
    if problems := close_problems(connection, region, period, closed):
        raise CloseError(f"{region} {period} 不能结账：{'；'.join(problems)}。")


def _earlier_open(connection: duckdb.DuckDBPyConnection, closed: Path, region: str, period: str) -> list[str]:
    rows = connection.execute(
        "select period from marts.dim_period where region_code = ? and state = 'complete' and period < ? order by period",
        [region, period],
    ).fetchall()
    still_open = [row[0] for row in rows if current_close(closed, region, row[0]) is None]
    return [f"较早的月份还没有结账：{', '.join(still_open)}，请按月份先后结账"] if still_open else []


def _files(connection: duckdb.DuckDBPyConnection, region: str, period: str) -> tuple[str, ...]:
    rows = connection.execute(
        "select source_file_id from marts.dim_source_file where region_code = ? and period = ? and status = 'accepted' "
        "order by source_file_id",
        [region, period],
    ).fetchall()
    return tuple(row[0] for row in rows)


def _last_digest(closed: Path) -> str:
    closes = read_closes(closed)
    return closes[-1].digest if closes else ""


def _write(published: Path, closed: Path, draft: Close, store: StateStore) -> Close:
    """Write the folder beside its place and rename it with the journal's entry: whole or not at all."""
    target = folder(closed, draft.region_code, draft.period, draft.version)
    temporary = target.with_name(f".{target.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    tables = {}
    with scratch() as connection:
        connection.execute(f"attach '{str(published).replace(chr(39), chr(39) * 2)}' as published (read_only)")
        for table, rows in KEPT.items():
            path = temporary / f"{table}.parquet"
            count = _keep(connection, table, rows, draft, path)
            tables[table] = f"{count}:{file_digest(path)}"
    close = replace(draft, tables=tables)
    fields = {key: value for key, value in asdict(close).items() if not key.startswith("reopen")}
    (temporary / "close.json").write_text(json.dumps(fields, ensure_ascii=False, indent=1))
    with store.change(close.closed_by) as change:
        append_close(change, close)
        temporary.replace(target)
    return close


def _keep(connection: duckdb.DuckDBPyConnection, table: str, rows: str, close: Close, path: Path) -> int:
    connection.execute(
        f"create or replace temp table kept as select $region as closed_region, $period as closed_period, "  # noqa: S608
        f"cast($version as integer) as close_version, kept_row.* from published.marts.{table} as kept_row where {rows} order by all",
        {"region": close.region_code, "period": close.period, "version": close.version},
    )
    connection.execute("copy kept to $file (format parquet)", {"file": str(path)})
    found = connection.execute("select count(*) from kept").fetchone()
    return int(found[0]) if found else 0
