"""What the annual DAG calls: check that the year is whole, write its fund statement from the published warehouse."""

import csv
import logging
import re
from pathlib import Path

from warehouse.connection import reader
from warehouse.settings import Settings
from warehouse.year import year_summary
from warehouse.year_end import draft_year_end

log = logging.getLogger(__name__)

_COMPLETE = """
    select region_code, list(month order by month) filter (where state = 'complete')
    from marts.dim_period where year = $year and region_code = coalesce($region, region_code)
    group by region_code order by region_code"""


class YearNotWholeError(RuntimeError):
    """Fewer than twelve months of the year are published as complete; the message names the others per region."""


def year_statement(year: str | None) -> str:
    """Write ``reports/<year>/fund-summary-<year>.csv``: totals by region and fund, report measure, in 万元.

    Args:
        year: ``YYYY``, the partition key of the annual run.

    Returns:
        Path of the file.

    Raises:
        ValueError: no year was given.
        YearNotWholeError: a month of a region is not complete.
    """
    if not re.fullmatch(r"20\d{2}", year or ""):
        raise ValueError(f"年度应写作 YYYY（如 2020），实际为「{year}」。请用分区键触发。")
    settings = Settings()
    regions = whole_regions(settings, str(year))
    rows = [
        {"region_code": region, **totals}
        for region in regions
        for totals in year_summary(settings.published_path, region, str(year))
    ]
    target = settings.under("reports", str(year), f"fund-summary-{year}.csv")
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, rows)
    return str(target)


def year_documents(year: str) -> list[str]:
    """Draft the self-evaluation and the documents of every region of the year; missing reasons do not stop a draft.

    Returns:
        Paths of the documents. A region without a goals file has none; the log says who must send it.
    """
    settings = Settings()
    drafted = [draft_year_end(settings, int(year), region) for region in whole_regions(settings, year)]
    for each in drafted:
        log.info(each.message or each.evaluation.request() or f"{each.region_code} {year}: nothing is missing")
    return [str(path) for each in drafted for path in each.documents]


def whole_regions(settings: Settings, year: str) -> list[str]:
    """Regions of the year; every one of them must have twelve complete months in the published warehouse."""
    with reader(settings.published_path) as connection:
        asked = {"year": int(year), "region": settings.region}
        rows = connection.execute(_COMPLETE, asked).fetchall()
    gaps = {region: sorted(set(range(1, 13)).difference(months or [])) for region, months in rows}
    unready = [f"{region} 缺 {'、'.join(map(str, months))} 月" for region, months in gaps.items() if months]
    if unready or not rows:
        raise YearNotWholeError(f"{year} 年未满十二个月：{'；'.join(unready) or '没有已发布的月份'}。")
    return list(gaps)


def _write(target: Path, rows: list[dict[str, str]]) -> None:
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel show Chinese
        table = csv.DictWriter(file, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    temporary.replace(target)
