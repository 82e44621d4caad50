"""What the tasks of the monthly DAG call: build, publish, summarise one month, refuse to pass an incomplete one.

A month is written ``YYYY-MM`` here (Airflow's partition key) and ``YYYYMM`` in the warehouse.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.airflow_unchanged import already_published, made_of, published_run, remember_build
from warehouse.build import build
from warehouse.connection import reader
from warehouse.publish import publish
from warehouse.settings import Settings

_SQL = (Path(__file__).parent / "airflow_month.sql").read_text("utf-8")
_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


class BuildFailedError(RuntimeError):
    """A model or a test failed; nothing was published. The message names the failures."""


class MonthNotReadyError(RuntimeError):
    """The published warehouse does not hold the month as complete."""


@dataclass(frozen=True)
class MonthFile:
    """The summary that a finished monthly run leaves in ``reports/<year>/``: its regions, their state and files."""

    path: Path

    def regions(self) -> dict[str, Any]:
        """Region code → state, missing, files, totals, failed controls; empty when the month was never summarised."""
        if not self.path.exists():
            return {}
        regions: dict[str, Any] = json.loads(self.path.read_text("utf-8"))["regions"]
        return regions

    def is_done(self) -> bool:
        """Whether the month was published complete for every region that delivered it."""
        regions = self.regions()
        return bool(regions) and all(region["state"] == "complete" for region in regions.values())


def month_file(settings: Settings, month: str) -> MonthFile:
    """Return the summary file of a month, whether it exists or not."""
    return MonthFile(settings.under("reports", month[:4], f"month-{month}.json"))


def month_of(partition_key: str | None, asked: str | None = None) -> str:
    """Return the month a run is for, ``YYYY-MM``: its partition key, else what was typed into the form.

    Raises:
        ValueError: neither is there, or it is no month.
    """
    text = partition_key or asked or ""
    if not _MONTH.fullmatch(text):
        raise ValueError(f"月份应写作 YYYY-MM（如 2020-03），实际为「{text}」。请用分区键或参数 month 指定。")
    return text


def build_warehouse() -> str:
    """Build everything that landing holds, with all tests; return the run id.

    When the published warehouse was built from the same deliveries by the same code, nothing is built and its run id
    is returned: after a burst of files the first month's run has done the work of the others.

    Raises:
        BuildFailedError: a model or test failed.
    """
    settings = Settings()
    made = made_of(settings)
    if unchanged := already_published(settings, made):
        return unchanged
    result = build(settings)
    if not result.ok:
        names = "；".join(f"{node.name}：{node.message}" for node in result.failures[:10])
        raise BuildFailedError(f"构建 {result.run_id} 未通过，没有发布。{names or result.message}")
    remember_build(settings, result.run_id, made)
    return result.run_id


def publish_build(run_id: str) -> str:
    """Publish the newest build, which must be the one of this run; return the path of the published file."""
    settings = Settings()
    if published_run(settings) == run_id:
        return str(settings.published_path)
    publication = publish(settings)
    if publication.run_id < run_id:
        raise BuildFailedError(f"发布的是 {publication.run_id}，早于本次构建 {run_id}，请从 build 任务重新运行。")
    return str(publication.path)


def summarise(month: str, published: str) -> str:
    """Write the month's summary from the published warehouse; return its path."""
    settings = Settings()
    with reader(Path(published)) as connection:
        asked = {"period": month.replace("-", ""), "region": settings.region}
        rows = connection.execute(_SQL, asked).fetchall()
    names = ("state", "missing", "files", "totals", "failed_controls")
    regions = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    target = month_file(settings, month).path
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"month": month, "regions": regions}, ensure_ascii=False, indent=1)
    temporary = target.with_suffix(".tmp")
    temporary.write_text(text, "utf-8")
    temporary.replace(target)
    return str(target)


def gate(summary: str) -> str:
    """Let a month pass only when every region has it complete in the published warehouse; return the month.

    Raises:
        MonthNotReadyError: the message says per region what is missing.
    """
    month = Path(summary).stem.removeprefix("month-")
    regions = MonthFile(Path(summary)).regions()
    missing = [f"{code} 缺 {entry['missing']}" for code, entry in regions.items() if entry["state"] != "complete"]
    if missing or not regions:
        raise MonthNotReadyError(f"{month} 尚未齐备：{'；'.join(missing) or '已发布的仓库中没有这个月'}。")
    return month
