"""The documents of a year: official form, annual report, the same as a page, and the checker's verdict on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from reporting.checker.check import Result, check_file
from reporting.checker.findings import Verdict
from reporting.checker.render_html import to_html as check_to_html
from reporting.checker.render_json import to_json as check_to_json
from reporting.content.facts import Facts, Scope
from reporting.content.human import Human
from reporting.content.report import annual_report, official_form, scopes
from reporting.document import Document
from reporting.to_docx import to_docx
from reporting.to_html import to_html
from reporting.to_xlsx import to_xlsx
from warehouse.connection import reader
from warehouse.evaluate import NotFinalError, evaluate
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Written:
    """The files of one region, and what the checker says about its report."""

    region_code: str
    paths: tuple[Path, ...]
    prose: Path
    unwritten: tuple[str, ...]
    check: Result


def report(settings: Settings, year: int, region: str | None = None, final: bool = False) -> list[Path]:
    """Write the year's documents below ``reports/<year>/``.

    Args:
        year: Calendar year.
        region: Only this region (GB/T 2260); None for all that have a month of the year.
        final: Insist that nothing is missing. A draft is written whatever is missing, and says so.

    Raises:
        FileNotFoundError: Nothing has been published yet.
        NotFinalError: ``final`` was asked for, and a reason, a month or a person's text is missing, or the checker
            finds a figure that contradicts another. Nothing has been written then.
        ValueError: The warehouse knows no month of that year.
    """
    return [path for written in write_reports(settings, year, region, final=final) for path in written.paths]


def write_reports(
    settings: Settings, year: int, region: str | None = None, *, final: bool = False, progress: Progress | None = None
) -> list[Written]:
    """As `report`, region by region, with the checker's results."""
    missing = _missing(settings, year, region, final=final)
    folder = settings.under("reports", str(year))
    done = []
    with reader(settings.published_path) as connection:
        found = scopes(connection.execute, year, region)
        for number, row in enumerate(found):
            if progress:
                progress(f"{row[1]} 年度报告", number, len(found))
            done.append(_region(connection, Scope(*row), folder, missing.get(row[0], []), final=final))
    return done


def _missing(settings: Settings, year: int, region: str | None, *, final: bool) -> dict[str, list[str]]:
    """What the evaluation lacks by region beyond the gaps of its tables: months, or the goals themselves."""
    evaluation = evaluate(settings, year, region, final=final)
    found: dict[str, list[str]] = {}
    with_goals = {table.region_code for table in evaluation.tables}
    for code, months in evaluation.missing_months.items():
        lines = [f"缺 {'、'.join(map(str, months))} 月的文件（由各送达方补报）"] if months else []
        found[code] = lines + ([] if code in with_goals else ["没有绩效目标表（由财政部门报送）"])
    return found


def _region(
    connection: duckdb.DuckDBPyConnection, scope: Scope, folder: Path, missing: list[str], *, final: bool
) -> Written:
    human = Human(folder / f"prose-{scope.region_code}.yml")
    human.write_blank()
    unwritten = tuple(human.missing())
    if final and unwritten:
        raise NotFinalError(
            f"{scope.year} 年 {scope.region_code} 的报告不能定稿，{human.path} 中尚未填写：{'；'.join(unwritten)}。"
        )
    document = annual_report(Facts(connection, scope), human, missing, is_final=final)
    with TemporaryDirectory(dir=folder) as work:
        made, check = _write(document, Path(work))
        if final and not check.ok:
            wrong = "\n".join(f"{each.place} {each.title}：{each.arithmetic}" for each in check.of(Verdict.WRONG))
            raise NotFinalError(f"{scope.year} 年 {scope.region_code} 的报告不能定稿，数字之间有矛盾：\n{wrong}")
        # A file is there in full or not at all: readers may have the folder open.
        paths = tuple(file.replace(folder / file.name) for file in made)
    return Written(scope.region_code, paths, human.path, unwritten, check)


def _write(document: Document, folder: Path) -> tuple[list[Path], Result]:
    """All documents of a region in a folder of their own, and the check of the Word document as it would be sent."""
    code = document.region_code
    form, word, page, verdict, data = (
        folder / f"{code}-{name}"
        for name in (
            "self-evaluation.xlsx",
            "annual-report.docx",
            "annual-report.html",
            "annual-report-check.html",
            "annual-report-check.json",
        )
    )
    to_xlsx(official_form(document), form)
    to_docx(document, word)
    to_html(document, page)
    check = check_file(word)
    verdict.write_text(check_to_html(check), encoding="utf-8")
    data.write_text(check_to_json(check), encoding="utf-8")
    return [form, word, page, verdict, data], check
