"""`sanfang demo`: the golden year, from invented files to a published warehouse."""

from __future__ import annotations

import shutil
import time
from typing import Annotated

import typer

from warehouse.cli.session import console, fail, progress_bar, settings
from warehouse.cli.tables import show_build, show_intake, show_months, show_year_ends
from warehouse.settings import Settings

DEMO_REGION = "650000"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("demo")(demo_command)


def demo_command(
    year: Annotated[int, typer.Option("--year", help="年度（上年的账表一并生成）")] = 2020,
    small: Annotated[bool, typer.Option("--small", help="小样本：几秒钟，账面数字相同")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="先清空数据目录里由演示产生的内容")] = False,
) -> None:
    """生成黄金年度的三方文件并全部运行。 Generate the golden year, run it, and say where to look."""
    from demo import generate
    from warehouse.run import run
    from warehouse.year_end import draft_year_ends

    current = settings()
    if fresh:
        _clear(current)
    started = time.monotonic()
    console.rule("1/3 生成三方文件（虚构的单位和人员）")
    with progress_bar() as progress:
        generated = generate(current.under("demo"), year=year, small=small, progress=progress)
    console.print(
        f"{len(generated.rows)} 个文件，{generated.bytes / 1e6:.0f} MB，{int(time.monotonic() - started)} 秒",
        highlight=False,
    )
    console.rule("2/3 收件、构建、发布")
    with progress_bar() as progress:
        summary = run(current, current.under("demo", "inbox"), DEMO_REGION, f"{year - 1}01", f"{year}12", progress)
    show_intake(summary.intake)
    show_months(summary.months)
    show_build(summary.build)
    if summary.publication is None:
        fail("构建未通过检查，未发布。")
        raise typer.Exit(1)
    console.rule("3/3 结果")
    _show(current, year)
    show_year_ends(draft_year_ends(current, summary.months))
    _show_logins(current)
    console.print(f"全程 {int(time.monotonic() - started)} 秒。已发布：{summary.publication.path}", highlight=False)
    console.print(
        '接下来：sanfang sql "from marts.fct_fund_statement limit 5" ｜ sanfang status ｜ sanfang serve ｜ sanfang airflow',
        highlight=False,
    )


def _show_logins(current: Settings) -> None:
    from warehouse.state.demo_people import demo_people

    logins = demo_people(current)
    for login, password in logins.items():
        console.print(f"工作台登录 {login}  密码 {password}", highlight=False)
    if logins:
        console.print(f"密码只显示这一次，也在 {current.under('secrets', 'workbench-logins.json')}", highlight=False)


def _clear(current: Settings) -> None:
    for name in ("demo", "landing", "quarantine", "vault", "build", "published", "closed", "state", "logs"):
        shutil.rmtree(current.under(name), ignore_errors=True)


def _show(current: Settings, year: int) -> None:
    from warehouse.year import control_counts, leg_table, year_table

    console.print(year_table(current.published_path, DEMO_REGION, str(year)))
    console.print(leg_table(current.published_path, DEMO_REGION, str(year)))
    console.print(control_counts(current.published_path, DEMO_REGION, str(year)))
