"""Follows the headings: 一、 （一） 1、 and what they say about fund and purpose."""

from __future__ import annotations

import re

from reporting.checker.vocabulary import find_fund

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^（[一二三四五六七八九十]+）"),
    re.compile(r"^\d{1,2}[、.]\s*(?!\d)|^（\d{1,2}）"),
)
_PLAN = re.compile(r"(目标|预算)(设定|安排|编制|申报|下达|批复)|预算情况|年度目标|绩效目标(?!完成|实现)")
_RESULT = re.compile(r"完成|执行|实现|运行|自评")


class Sections:
    """The headings above the place that is being read."""

    def __init__(self) -> None:
        self.titles: list[str] = ["", "", ""]
        self.document = ""
        self._started = False

    def take(self, text: str) -> bool:
        """Remember a heading; False where the paragraph is no heading."""
        for level, pattern in enumerate(_LEVELS):
            if pattern.match(text) and len(text) <= 60 and not re.search(r"[。；]|\d[\d,.]*\s*(亿|万|%|元|人)", text):
                self.titles[level:] = [text] + [""] * (len(_LEVELS) - level - 1)
                return True
        first, self._started = not self._started, True
        if first and len(text) <= 60 and not text.endswith("。") and not re.search(r"\d\s*(亿|万|%|元|人)", text):
            self.document = text
            return True
        return False

    def fund(self) -> str:
        """Fund of the deepest heading that names one."""
        return next((fund for title in (*reversed(self.titles), self.document) if (fund := find_fund(title))), "")

    def is_plan(self) -> bool:
        """Whether the deepest heading that speaks of goals or results speaks of goals."""
        for title in reversed(self.titles):
            if _PLAN.search(title):
                return True
            if _RESULT.search(title):
                return False
        return False

    def title(self) -> str:
        """The headings in one line."""
        return " ".join(title for title in self.titles if title)
