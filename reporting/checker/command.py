"""`sanfang check-report`: tests the figures of a report against each other."""

from __future__ import annotations

import io
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from reporting.checker.check import Result, check_file
from reporting.checker.reading import ReadingError
from reporting.checker.render_html import to_html
from reporting.checker.render_json import to_json
from reporting.checker.render_table import print_result, summary


class CheckFormat(StrEnum):
    """Output formats."""

    TABLE = "table"
    HTML = "html"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check-report")(check_report_command)


def check_report_command(
    file: Annotated[Path, typer.Argument(help="报告：.txt、.docx 或 .xlsx")],
    output_format: Annotated[CheckFormat, typer.Option("--format", "-f", help="输出格式")] = CheckFormat.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入文件；省略则写到屏幕")] = None,
    everything: Annotated[bool, typer.Option("--all", "-a", help="表格中也列出相符和无法核对的")] = False,
) -> None:
    """核对报告中的数字：分项合计、增幅、完成率、结余、前后一致、单位、目标。发现有误时退出码为 1。 Check a report's figures."""
    try:
        result = check_file(file)
    except ReadingError as error:
        Console(stderr=True).print(f"[bold red]✗[/] {_plain(str(error))}", highlight=False)
        raise typer.Exit(1) from error
    if output is None:
        _show(result, output_format, everything)
    else:
        output.write_text(_text(result, output_format, everything), encoding="utf-8")
        Console().print(f"{_plain(summary(result))} → {_plain(str(output))}", highlight=False, soft_wrap=True)
    if not result.ok:
        raise typer.Exit(1)


def _show(result: Result, output_format: CheckFormat, everything: bool) -> None:
    if output_format is CheckFormat.TABLE:
        print_result(result, Console(), everything=everything)
    else:
        typer.echo(_text(result, output_format, everything), nl=False)


def _text(result: Result, output_format: CheckFormat, everything: bool) -> str:
    if output_format is CheckFormat.HTML:
        return to_html(result)
    if output_format is CheckFormat.JSON:
        return to_json(result)
    console = Console(width=160, record=True, file=io.StringIO())
    print_result(result, console, everything=everything)
    return console.export_text()


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
