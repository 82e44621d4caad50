"""Looks of the cells, and the page set-up: officials' type, A4 landscape, page numbers."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_A4 = 9
_MONEY = "#,##0.00;[Red]-#,##0.00"
_ANSWER = {"bg_color": "#FFF8DC", "locked": False, "num_format": "@"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 15, "align": "center", "border": 0},
    "particulars": {"align": "left", "border": 0, "font_size": 10},
    "head": {"bold": True, "align": "center", "bg_color": "#E9ECF0"},
    "ask": {"bold": True, "align": "center", "bg_color": "#F5E6B8"},
    "count": {"align": "center"},
    "word": {"align": "center"},
    "code": {"align": "center", "num_format": "@", "shrink": True},
    "text": {"align": "left", "indent": 1},
    "money": {"align": "right", "indent": 1, "num_format": _MONEY, "shrink": True},
    "date": {"align": "center", "num_format": "yyyy-mm-dd", "shrink": True},
    "answer": {"align": "center", **_ANSWER},
    "answer_text": {"align": "left", "indent": 1, **_ANSWER},
    "answer_date": {"align": "center", **_ANSWER, "num_format": "yyyy-mm-dd"},
    "no_answer": {"bg_color": "#F2F2F2"},
    "total": {"bold": True, "align": "center", "bg_color": "#F7F7F7"},
    "total_money": {
        "bold": True,
        "align": "right",
        "indent": 1,
        "num_format": _MONEY,
        "bg_color": "#F7F7F7",
        "shrink": True,
    },
    "guide_name": {"bold": True, "align": "center", "font_size": 11, "bg_color": "#E9ECF0"},
    "guide": {"align": "left", "indent": 1, "font_size": 11},
    "guide_money": {"align": "right", "indent": 1, "font_size": 11, "num_format": _MONEY},
    "guide_count": {"align": "center", "font_size": 11},
}


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def of(self, name: str, opens_case: bool = False) -> Format:
        """A look; the first row of a difference has a stronger line above it."""
        if (name, opens_case) not in self._made:
            plain = {"font_name": "宋体", "font_size": 9, "valign": "vcenter", "border": 1, "border_color": "#7F7F7F"}
            looks = {**plain, "text_wrap": True, **_LOOKS[name]}
            if looks.get("shrink"):
                looks["text_wrap"] = False
            if opens_case:
                looks |= {"top": 2, "top_color": "#404040"}
            self._made[(name, opens_case)] = self._book.add_format(looks)
        return self._made[(name, opens_case)]


def page_setup(page: Worksheet, exchange_id: str) -> None:
    """A4 landscape, numbered."""
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.35, right=0.35, top=0.5, bottom=0.6)
    page.center_horizontally()
    page.set_footer(f"&L&9{exchange_id}&C&9第 &P 页  共 &N 页&R&9金额单位：元")
    page.hide_gridlines(2)
