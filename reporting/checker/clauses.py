"""Cuts the words between two figures: the label of the next one, and what opens or closes a list on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[。！？]")
_LIST = re.compile(r"其中|包括|分别为?[：]|（\s*含|，\s*含(?!税)")
_WHOLE_REMARK = re.compile(r"（[^（）]*）")
_DELIMITER = re.compile(r"[，。；：、（）！？]")
_SHARED = re.compile(r"(?P<labels>[^，。；：]*?)，?分别(?P<tail>[^，。；：、]*)$")
_INCLUDES = re.compile(r"(?:^|[，；、（])(?:已|均)?(?:含|包括|包含)(?P<what>[^，。；：（）]{1,24})[，；、]$")
_EXCLUDES = re.compile(r"不(?:含|包括|包含|计)(?P<what>[^，。；：、（）]{1,24})")


@dataclass(frozen=True)
class Gap:
    """Words between two figures. ``remark`` is what stood in brackets without figures; ``shared`` the words before 分别."""

    label: str
    ends_sentence: bool
    ends_clause: bool
    opens_list: bool
    partial: bool
    bracket_opens: bool
    bracket_closes: bool
    bare: bool
    shared: str
    remark: str
    sentence: str


def cut(text: str) -> Gap:
    """Cut the words between the end of one figure and the start of the next."""
    remarks = "".join(_WHOLE_REMARK.findall(text))
    plain = _WHOLE_REMARK.sub("", text)
    sentence = _SENTENCE.split(plain)[-1]
    pieces = _DELIMITER.split(sentence)
    label = pieces[-1]
    # After 其中 and 包括 without a colon the label starts there.
    label = re.sub(r"^.*?(其中|包括)(主要)?(有|是)?", "", label)
    label = re.sub(r"^\s*含(?=[\u4e00-\u9fff])", "", label)
    opened = list(_LIST.finditer(plain))
    after_open = plain[opened[-1].end() :] if opened else ""
    shared = _SHARED.search(sentence)
    return Gap(
        label=label.strip(),
        ends_sentence=bool(_SENTENCE.search(plain)),
        ends_clause=len(pieces) > 1,
        # 其中 opens a list only for what follows at once, not for a sentence that was ended since.
        opens_list=bool(opened) and not _SENTENCE.search(after_open),
        partial=bool(opened) and "主要" in plain[opened[-1].start() : opened[-1].end() + 4],
        bracket_opens="（" in plain,
        bracket_closes="）" in plain,
        bare=not re.sub(r"[\s、，和及与]+", "", plain),
        shared=shared["labels"] if shared else "",
        remark=remarks,
        sentence=sentence,
    )


def shared_labels(words: str) -> list[str]:
    """The names that share 分别: 收入、支出和结余分别为."""
    words = _WHOLE_REMARK.sub("", words)
    return [piece.strip() for piece in re.split(r"、|和|及|与(?!去年|上年)", words) if piece.strip()]


@dataclass(frozen=True)
class Definition:
    """``excludes``: what is not counted; ``includes``: what the same remark names as counted. ``offset`` of the remark."""

    offset: int
    excludes: str
    includes: str


def definitions(text: str) -> list[Definition]:
    """Each statement that something is not counted: 不含上解下拨, or 含中央调剂金，不含其他上解下拨."""
    found = []
    for match in _EXCLUDES.finditer(text):
        before = _INCLUDES.search(text, max(0, match.start() - 30), match.start())
        start = before.start() if before else match.start()
        found.append(Definition(start, match["what"].strip(), before["what"].strip() if before else ""))
    return found
