"""What `apply_decisions` calls: re-open what two persons asked for, and find the months that must be built again."""

import logging

import duckdb

from warehouse.airflow_restatement import siblings
from warehouse.airflow_unchanged import is_current
from warehouse.close import CloseError, reopen_by_decision
from warehouse.closes import current_close, read_closes
from warehouse.closing_month import open_months
from warehouse.connection import reader, scratch
from warehouse.settings import Settings
from warehouse.state.decisions import list_decisions
from warehouse.state.export import write_decisions
from warehouse.state.store import open_state

log = logging.getLogger(__name__)
_COMPLETE = (
    "select period from marts.dim_period where state = 'complete' and region_code = coalesce($region, region_code)"
)


class NothingDecidedError(RuntimeError):
    """The published warehouse holds everything that was decided, closed and received."""


def reopen_requested() -> list[str]:
    """Carry out the approved requests to re-open a month that came after its close.

    One that cannot be carried out yet (a later month is closed) is logged and tried again at the next look.

    Returns:
        Ids of the requests that were carried out.
    """
    settings, done = Settings(), []
    store = open_state(settings)
    for request in reversed(list_decisions(store, kind="reopen", status="approved", limit=1000)):
        close = current_close(settings.closed_path, request.region_code, request.period)
        if close is None or close.closed_at > request.made_at or settings.region not in (None, request.region_code):
            continue
        try:
            reopen_by_decision(settings, request.decision_id)
            done.append(request.decision_id)
        except CloseError as waits:
            log.warning("%s 暂不能重开：%s", request.decision_id, waits)
    return done


def find_decided() -> dict[str, list[str]]:
    """Months whose decisions or closes differ from those in the published warehouse.

    Returns:
        ``{"months": [...], "siblings": [...]}``, months as ``YYYY-MM``, as :func:`~warehouse.airflow_restatement.find_restated`.

    Raises:
        NothingDecidedError: There is nothing to do.
    """
    settings = Settings()
    if not settings.published_path.exists():
        raise NothingDecidedError("还没有发布，第一次构建会收入全部决定。")
    write_decisions(settings, open_state(settings))
    with reader(settings.published_path) as connection:
        complete = {row[0] for row in connection.execute(_COMPLETE, {"region": settings.region}).fetchall()}
        decided = _decided(connection, settings) & complete
        periods = decided | (_closed(connection, settings) & complete) or _overtaken(connection, settings)
    if not periods:
        raise NothingDecidedError("已发布的数仓已包含全部批准的决定和结账。")
    months = [f"{period[:4]}-{period[4:]}" for period in sorted(periods)]
    return {"months": months, "siblings": siblings(settings, months) if decided else []}


def _decided(connection: duckdb.DuckDBPyConnection, settings: Settings) -> set[str]:
    """Months of decisions that were approved, or taken back, since the publication."""
    known = connection.execute("select decision_id, period from marts.fct_decision").fetchall()
    with scratch() as files:  # readers of the published warehouse open no other file
        path = settings.decisions_path / "decision.parquet"
        approved = files.execute("select decision_id, period from read_parquet(?)", [str(path)]).fetchall()
    return {period for _, period in set(approved).symmetric_difference(known)}


def _closed(connection: duckdb.DuckDBPyConnection, settings: Settings) -> set[str]:
    """Months that were closed or re-opened since the publication."""
    rows = connection.execute("select region_code, period, version, status from marts.fct_close").fetchall()
    present = {(each.region_code, each.period, each.version, each.status) for each in read_closes(settings.closed_path)}
    return {period for _, period, _, _ in present.symmetric_difference(rows)}


def _overtaken(connection: duckdb.DuckDBPyConnection, settings: Settings) -> set[str]:
    """The oldest month still to be closed, when files came since: nothing may be closed on figures that are not the newest."""
    waiting = open_months(connection, settings)
    return {waiting[0][1]} if waiting and not is_current(settings) else set()
