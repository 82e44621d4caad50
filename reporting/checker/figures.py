"""Finds numbers with their units in a line of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

# One character for one character, so that every offset stays true.
_FORMS = str.maketrans("０１２３４５６７８９％．－＋﹪−(),;:!?\t\u3000\xa0", "0123456789%.-+%-（），；：！？   ")
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_GROUPED = re.compile(r"(?<![\d，.])\d{1,3}(?:，\d{3})+(?!\d)")

#: Longer runs of digits are no amounts of this world; they are reported, not computed with.
MAX_DIGITS = 24


@dataclass(frozen=True)
class Unit:
    """``dimension``: money, persons, visits, things, rate, points, times; ``scale`` to 元, 人, %, …"""

    name: str
    dimension: str
    scale: int


def _units() -> dict[str, Unit]:
    scales = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}
    dimensions = {"元": "money", "人次": "visits", "人": "persons", "名": "persons", "户": "things", "件": "things"}
    dimensions["笔"] = "things"
    names = [
        Unit(prefix + name, dimension, scale)
        for prefix, scale in scales.items()
        for name, dimension in dimensions.items()
    ]
    names += [Unit("%", "rate", 1), Unit("倍", "times", 1), Unit("个百分点", "points", 1), Unit("百分点", "points", 1)]
    return {unit.name: unit for unit in names}


UNITS = _units()
_NUMBER = re.compile(
    r"(?<![\d.,A-Za-z])(?P<sign>(?<![\dA-Za-z年月日])[-+])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?P<unit>" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")?"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
# 745 人社部门: the unit belongs to the next word.
_NO_UNIT = re.compile(r"人社|人民|人力|元旦|件套|名单|名义")


@dataclass(frozen=True)
class Figure:
    """A printed number: ``number`` as printed (sign included), ``decimals`` printed, its unit, its place in the line."""

    number: Fraction
    decimals: int
    unit: Unit | None
    start: int
    end: int
    text: str


def canonical(text: str) -> str:
    """Half-width digits and signs, Chinese punctuation, same length. A comma stays ASCII only inside a number."""
    text = text.translate(_FORMS)
    return _GROUPED.sub(lambda match: _THOUSANDS.sub(",", match[0]), text)


def find_figures(text: str) -> list[Figure]:
    """Numbers of a canonical line with a unit, and bare numbers (unit None). Years and over-long runs are left out."""
    years = {match.start() for match in _YEAR.finditer(text)}
    found = []
    for match in _NUMBER.finditer(text):
        digits = match["number"].replace(",", "")
        if match.start("number") in years or len(digits) > MAX_DIGITS:
            continue
        unit, end = match["unit"], match.end()
        if unit and _NO_UNIT.match(text, match.start("unit")):
            unit, end = None, match.end("number")
        whole, _, fraction = digits.partition(".")
        number = Fraction(int(whole + fraction), 10 ** len(fraction))
        sign = -1 if match["sign"] == "-" else 1
        known = UNITS[unit] if unit else None
        found.append(Figure(sign * number, len(fraction), known, match.start(), end, text[match.start() : end].strip()))
    return found


def over_long(text: str) -> list[str]:
    """Runs of digits that were left out because no amount is that long (shortened)."""
    return [match[0][:24] + "…" for match in re.finditer(r"\d[\d,.]{24,}", text)]
