"""What `apply_decisions` calls: which months must be built again for what people decided or closed since the publication."""

import duckdb

from warehouse.airflow_restatement import siblings
from warehouse.airflow_unchanged import is_current
from warehouse.closes import read_closes
from warehouse.closing_month import open_months
from warehouse.connection import reader, scratch
from warehouse.settings import Settings
from warehouse.state.export import write_decisions
from warehouse.state.store import open_state

_COMPLETE = (
    "select period from marts.dim_period where state = 'complete' and region_code = coalesce($region, region_code)"
)


class NothingDecidedError(RuntimeError):
    """The published warehouse holds everything that was decided, closed and received."""


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
