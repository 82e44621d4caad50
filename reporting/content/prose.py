"""Running text: a template with figures in it, rendered to paragraphs that still know which words are figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import jinja2

from reporting.content.facts import ROOM
from reporting.document import Figure, Heading, Paragraph, Placeholder, Run, printable

_MARK = re.compile("\ue000(\\d+)\ue001")
_HEADING = re.compile(r"(#{1,3}) (.+)")
_BLOCK = re.compile(r"\[(\w+)\]")


class Marked:
    """A run on its way through a template: prints a mark, and can be asked whether there is a number behind it."""

    def __init__(self, position: int, run: Run) -> None:
        self._position = position
        self.known = not isinstance(run, Figure) or run.known

    def __str__(self) -> str:
        return f"\ue000{self._position}\ue001"


class Marks:
    """Hands out marks for runs, and finds the runs in rendered text again."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    def mark(self, run: Run) -> Marked:
        """A mark for a run. Text from files is cleaned, so that it can never look like a mark."""
        self._runs.append(printable(run) if isinstance(run, str) else run)
        return Marked(len(self._runs) - 1, run)

    def runs(self, line: str) -> tuple[Run, ...]:
        """A rendered line as runs."""
        pieces = _MARK.split(line)
        found = [self._runs[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces)]
        return tuple(run for run in found if run != "")


def render(template: str, names: dict[str, Any]) -> str:
    """A template of reporting/content/prose with the names that it uses; undefined ones are errors."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOM / "content" / "prose"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
        autoescape=False,  # noqa: S701  plain text: each writer escapes for its own format
    )
    return environment.get_template(template).render(names)


def blocks(text: str, marks: Marks, insert: Callable[[str], list[Any]]) -> Iterator[Any]:
    """Rendered text as blocks: ``#`` headings, ``>`` notes, ``[name]`` tables and charts, a paragraph for each line."""
    for line in filter(None, map(str.strip, text.splitlines())):
        heading, named = _HEADING.fullmatch(line), _BLOCK.fullmatch(line)
        if heading:
            runs = marks.runs(heading[2])
            yield Heading("".join(run if isinstance(run, str) else run.text for run in runs), len(heading[1]))
        elif named:
            yield from insert(named[1])
        elif line.startswith("> "):
            yield Paragraph(marks.runs(line[2:]), "note")
        else:
            yield from _paragraphs(marks.runs(line))


def _paragraphs(runs: tuple[Run, ...]) -> Iterator[Paragraph]:
    """A person's text may have several lines: each becomes a paragraph."""
    if len(runs) == 1 and isinstance(runs[0], str):
        yield from (Paragraph((line,)) for line in filter(None, map(str.strip, runs[0].splitlines())))
        return
    style = "todo" if any(isinstance(run, Placeholder) for run in runs) else "body"
    yield Paragraph(runs, style)
