"""Opening an answered workbook: hostile until shown otherwise, then held against the manifest row by row."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.findings import Refusal
from ingest.limits import MIB, Limits
from ingest.workbook import read_texts
from ingest.workbook_guard import Guarded, guard_workbook
from warehouse.exchange.layout import ANSWERS, columns
from warehouse.exchange.manifest import SHEET, Manifest, ManifestError, Page, Sent, digest_of, read_manifest
from warehouse.exchange.outgoing import header_digest
from warehouse.exchange.workbook import total_cells
from warehouse.settings import Settings

LARGEST = 10 * MIB
LIMITS = Limits(workbook_bytes=64 * MIB, workbook_ratio=100, workbook_members=300, workbook_cells=500_000)
_ACTIVE = ("vbaproject", "xl/externallinks/", "xl/embeddings/", "xl/activex/", "xl/connections", "xl/macrosheets/",
           "xl/dialogsheets/", "xl/querytables/")  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Why the workbook is refused: sheet and row as a person sees them, None where it is about the whole file."""

    message: str
    sheet: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        where = f"“{self.sheet}”" if self.sheet else ""
        return f"{where}{f'第 {self.row} 行：' if self.row else '：' if where else ''}{self.message}"


@dataclass(frozen=True)
class Given:
    """What was entered for one difference; texts as read, '' where nothing was entered."""

    sent: Sent
    answer: str
    corrected_no: str
    handled_on: str
    remark: str
    clerk: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered at all."""
        return not any((self.answer, self.corrected_no, self.handled_on, self.remark, self.clerk))

    @property
    def digest(self) -> str:
        """Digest of what was entered."""
        return digest_of([self.answer, self.corrected_no, self.handled_on, self.remark, self.clerk])


@dataclass(frozen=True)
class Incoming:
    """An answered workbook that could be opened; ``manifest`` is None while nothing in it can be believed."""

    sha256: str
    manifest: Manifest | None
    given: tuple[Given, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def open_workbook(settings: Settings, path: Path) -> Incoming:
    """Read an answered workbook; what is wrong with it as a file is in ``problems``."""
    if path.stat().st_size > LARGEST:
        return Incoming("", None, (), (Problem(f"文件太大，不超过 {LARGEST // MIB} MB。"),))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        guarded = guard_workbook(path, LIMITS)
        _refuse_active(path)
        texts = read_texts(path)
        lines = (row[0] for row in texts.get(SHEET, []) if row)
        manifest = read_manifest(settings, lines)
    except Refusal as refusal:
        return Incoming(digest, None, (), (Problem(_told(refusal)),))
    except ManifestError as error:
        return Incoming(digest, None, (), (Problem(str(error)),))
    sheets = {page.sheet: _Grid(manifest, page, texts.get(page.sheet)) for page in manifest.pages}
    problems = [*_formulas(guarded, manifest), *(p for grid in sheets.values() for p in grid.problems())]
    given = tuple(sheets[row.sheet].given(row) for row in manifest.rows if row.takes_answer)
    return Incoming(digest, manifest, given, tuple(problems))


class _Grid:
    """One sheet's texts beside what was sent on it."""

    def __init__(self, manifest: Manifest, page: Page, texts: list[list[str]] | None) -> None:
        self.page = page
        self.rows = [row for row in manifest.rows if row.sheet == page.sheet]
        self.texts = texts
        self.places = {digest_of(self._locked(number)): number for number in range(1, len(texts or ()) + 1)}

    def given(self, sent: Sent) -> Given:
        """What was entered in a row."""
        return Given(sent, *self._answers(sent.number))

    def problems(self) -> Iterator[Problem]:
        """Everything by which the sheet is not what was sent."""
        if self.texts is None:
            yield Problem("缺少这张工作表（可能改了名）。", self.page.sheet)
            return
        if header_digest(self._locked(self.page.header)) != self.page.digest:
            yield Problem("表头被改动、移动或删除。", self.page.sheet, self.page.header)
        for sent in self.rows:
            yield from self._row_problems(sent)
        yield from self._strangers()

    def _row_problems(self, sent: Sent) -> Iterator[Problem]:
        if digest_of(self._locked(sent.number)) != sent.digest:
            named = f"差异 {sent.case_no}（{sent.record_key}）"
            if (elsewhere := self.places.get(sent.digest)) is not None:
                yield Problem(f"{named}的行被移到了第 {elsewhere} 行。", self.page.sheet, sent.number)
            elif not any(self._locked(sent.number)):
                yield Problem(f"{named}的行被删去。", self.page.sheet, sent.number)
            else:
                yield Problem(f"{named}的行内容与发出时不同，或已被删去、替换。", self.page.sheet, sent.number)
        if not sent.takes_answer and any(self._answers(sent.number)):
            yield Problem("这一行不填答复：请填在同一差异号的第一行。", self.page.sheet, sent.number)

    def _strangers(self) -> Iterator[Problem]:
        """Rows below the last one sent, besides the total and the line for signatures."""
        last = max(row.number for row in self.rows)
        for number in range(last + 1, len(self.texts or ()) + 1):
            shown = [text for text in self._row(number) if text]
            is_ours = number <= last + 2 and (shown[:1] == ["合计"] or (shown[:1] or [""])[0].startswith("（盖章）"))
            if shown and not is_ours:
                yield Problem("多出一行，不在发出的表上。", self.page.sheet, number)

    def _locked(self, number: int) -> list[str]:
        return self._row(number)[: self.page.locked]

    def _answers(self, number: int) -> list[str]:
        return self._row(number)[self.page.locked : self.page.locked + len(ANSWERS)]

    def _row(self, number: int) -> list[str]:
        found = self.texts[number - 1] if self.texts and number <= len(self.texts) else []
        return found + [""] * (self.page.locked + len(ANSWERS) - len(found))


def _formulas(guarded: Guarded, manifest: Manifest) -> Iterator[Problem]:
    ours = set()
    for page in manifest.pages:
        names = tuple(column.name for column in columns(page.leg, manifest.party))
        ours |= set(total_cells(names, sum(row.sheet == page.sheet for row in manifest.rows)))
    for cells in guarded.formulas.values():
        for cell in cells:
            if cell not in ours:
                yield Problem(f"单元格 {cell} 是公式：请改为直接填写的内容。")


def _refuse_active(path: Path) -> None:
    """Refuse what does something by itself: macros, links to other files, embedded objects, connections."""
    with zipfile.ZipFile(path) as box:
        found = [name for name in box.namelist() if any(word in name.lower() for word in _ACTIVE)]
        types = box.read("[Content_Types].xml") if "[Content_Types].xml" in box.namelist() else b""
    if found or b"macroEnabled" in types:
        raise Refusal("active_content", "工作簿里有宏、外部链接、嵌入对象或数据连接，请去掉后另存为 .xlsx")


def _told(refusal: Refusal) -> str:
    details = "；".join(f"应为 {p.expected or '—'}，实为 {p.found or '—'}" for p in refusal.problems[:5])
    return f"{refusal.message}{f'（{details}）' if details else ''}。"
