"""What the restatement DAG calls: which published months rest on files that have been replaced since."""

import re
from dataclasses import dataclass

import duckdb

from warehouse.airflow_month import month_file
from warehouse.scope import month_states
from warehouse.settings import Settings


class NothingRestatedError(RuntimeError):
    """Every finished month still rests on the current files."""


@dataclass(frozen=True)
class Restatement:
    """Months to run again, and the other months of their years where a whole year had been reached."""

    months: list[str]
    siblings: list[str]


def find_restated(region: str | None, period: str | None) -> dict[str, list[str]]:
    """Compare each finished month's files with the current ones.

    Args:
        region: GB/T 2260 code, or nothing for all regions.
        period: ``YYYY`` or ``YYYYMM``, or nothing for all months.

    Returns:
        ``{"months": [...], "siblings": [...]}``, months as ``YYYY-MM``.

    Raises:
        ValueError: a parameter is malformed.
        NothingRestatedError: there is nothing to do.
    """
    checked_region = _checked(region, r"\d{6}", "地区代码应为六位数字，如 650000")
    checked_period = _checked(period, r"20\d{2}(0[1-9]|1[0-2])?", "期间应为 YYYY 或 YYYYMM，如 202003")
    settings = Settings()
    months = restated_months(settings, checked_region, checked_period)
    if not months:
        raise NothingRestatedError("没有需要重报的月份：已发布的月份都基于当前版本的文件。")
    return {"months": months, "siblings": siblings(settings, months)}


def restated_months(settings: Settings, region: str | None, period: str | None) -> list[str]:
    """Finished months whose list of files differs from what landing now holds as current."""
    current = _current_files(settings)
    found = set()
    for (code, name), files in current.items():
        if region not in (None, code) or not name.replace("-", "").startswith(period or ""):
            continue
        finished = month_file(settings, name)
        if finished.is_done() and finished.regions().get(code, {}).get("files", []) != files:
            found.add(name)
    return sorted(found)


def unchanged_months(found: dict[str, list[str]]) -> list[str]:
    """Return the siblings that :func:`find_restated` found.

    Raises:
        NothingRestatedError: no year was whole, the annual run is not due.
    """
    if not found["siblings"]:
        raise NothingRestatedError("所涉年度尚未满十二个月，年度任务不必重跑。")
    return found["siblings"]


def siblings(settings: Settings, months: list[str]) -> list[str]:
    """The unchanged months of years that were whole: with them the annual DAG waits for the restated ones only."""
    others = []
    for year in sorted({month[:4] for month in months}):
        whole_year = [f"{year}-{number:02}" for number in range(1, 13)]
        if all(month_file(settings, name).is_done() for name in whole_year):
            others += [name for name in whole_year if name not in months]
    return others


def _current_files(settings: Settings) -> dict[tuple[str, str], list[str]]:
    """(region, month) → ids of the accepted files, in order; December holds the annual files too."""
    month_states(settings)  # compiles the index from the receipts
    index = settings.landing_path / "index" / "source_file.parquet"
    rows = (
        duckdb.connect()
        .execute(
            "select region_code, if(length(period) = 4, concat(period, '12'), period) as month, "
            "list(source_file_id order by source_file_id) from read_parquet(?) "
            "where status = 'accepted' group by all order by all",
            [str(index)],
        )
        .fetchall()
    )
    return {(row[0], f"{row[1][:4]}-{row[1][4:]}"): row[2] for row in rows}


def _checked(text: str | None, pattern: str, message: str) -> str | None:
    if text in (None, ""):
        return None
    if not re.fullmatch(pattern, str(text)):
        raise ValueError(f"{message}；实际为「{text}」。")
    return str(text)
