"""What all commands share: the settings of this call, the console, the progress bar."""

from __future__ import annotations

import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from warehouse.settings import Settings

if TYPE_CHECKING:
    from warehouse.state.people import Person
    from warehouse.state.store import StateStore

console = Console()
errors = Console(stderr=True)


def set_home(home: Path | None) -> None:
    """Let ``--home`` win over the environment for this process and what it starts."""
    if home is not None:
        os.environ["SANFANG_HOME"] = str(home)


def settings() -> Settings:
    """Settings of this call."""
    return Settings()


def operator() -> str:
    """Who acts where no login is asked for: the user of the operating system."""
    return f"cli:{getpass.getuser()}"


def ask_password(login: str, *, again: bool = False) -> str:
    """A password from the terminal, unseen; from standard input where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"{login} 的密码：")
    if again and getpass.getpass("再输入一次：") != first:
        raise ValueError("两次输入的密码不同。")
    return first


def signed_in(login: str) -> tuple[StateStore, Person]:
    """The state database and the person behind a login, after the password was right.

    Raises:
        ValueError: Unknown login or wrong password.
    """
    from warehouse.state.people import verify_password
    from warehouse.state.store import open_state

    store = open_state(settings())
    person = verify_password(store, login, ask_password(login))
    if person is None:
        raise ValueError("登录名或密码不对。")
    return store, person


def fail(message: str) -> None:
    """Say on standard error what went wrong."""
    errors.print(f"[bold red]✗[/] {message}", highlight=False)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """One bar per step on a terminal; one line per finished step where output goes to a file."""
    if not console.is_terminal:
        yield _plain()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(step: str, done: int, total: int) -> None:
            bar.update(task, description=step[:60], completed=done, total=total or None)

        yield show


def _plain() -> Callable[[str, int, int], None]:
    """For logs: one line every five seconds of work, nothing for what is over sooner."""
    last = time.monotonic()

    def show(step: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= 5:
            last = time.monotonic()
            console.print(f"  {done * 100 // max(total, 1):3d} %  {step}", highlight=False)

    return show
