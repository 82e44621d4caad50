"""Other readings of a printed figure: what may have been meant when it was mistyped."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reporting.checker.figures import UNITS
from reporting.checker.quantities import Quantity

#: The likelier slips: unit and decimal place, swapped digits, one digit too many.
STRONG = 2


@dataclass(frozen=True)
class Reading:
    """``value`` in the base unit; ``rank`` 0 unit or place, 1 swap, 2 digit too many, 3 digit missing, 4 wrong digit."""

    value: Fraction
    rank: int
    text: str
    how: str


def readings(quantity: Quantity) -> list[Reading]:
    """All readings of one figure, likeliest first, without the printed one."""
    found: dict[Fraction, Reading] = {}
    for each in _units(quantity) + _digits(quantity):
        found.setdefault(each.value, each)
    found.pop(quantity.value, None)
    return sorted(found.values(), key=lambda each: each.rank)


def _units(quantity: Quantity) -> list[Reading]:
    found = []
    for unit in UNITS.values():
        factor = Fraction(unit.scale, quantity.unit.scale)
        same = unit.dimension == quantity.unit.dimension and unit.name[-1] == quantity.unit.name[-1]
        if same and factor in (10**4, Fraction(1, 10**4)) and quantity.unit.dimension not in ("rate", "times"):
            text = f"{_plain(quantity)} {unit.name}"
            found.append(Reading(quantity.figure.number * unit.scale, 0, text, "单位有误"))
    return found


def _plain(quantity: Quantity) -> str:
    digits = str(
        abs(quantity.figure.number.numerator * 10**quantity.figure.decimals // quantity.figure.number.denominator)
    )
    return _point(digits, quantity.figure.decimals)


def _point(digits: str, decimals: int) -> str:
    digits = digits.zfill(decimals + 1)
    whole = digits[: len(digits) - decimals].lstrip("0") or "0"
    return f"{whole}.{digits[-decimals:]}" if decimals else whole


def _digits(quantity: Quantity) -> list[Reading]:
    decimals = quantity.figure.decimals
    digits = _plain(quantity).replace(".", "").lstrip("0") or "0"
    made: list[tuple[str, int, int, str]] = []
    if decimals:
        made += [(digits, decimals - 1, 0, "小数点错位"), (digits, decimals + 1, 0, "小数点错位")]
    else:
        made.append((digits + "0", 0, 0, "少一位（应为十倍）"))
        if digits.endswith("0"):
            made.append((digits[:-1], 0, 0, "多一位（应为十分之一）"))
    if not decimals and (quantity.unit.dimension == "rate" or quantity.unit.scale > 1):
        made.append((digits, decimals + 1, 3, "小数点漏写"))
    for index in range(len(digits) - 1):
        swapped = digits[:index] + digits[index + 1] + digits[index] + digits[index + 2 :]
        made.append((swapped, decimals, 1, "相邻两位颠倒"))
    for index in range(len(digits)):
        made.append((digits[:index] + digits[index + 1 :], decimals, 2, "多打一位"))
        made += [(digits[:index] + d + digits[index + 1 :], decimals, 4, "一位数字有误") for d in "0123456789"]
    for index in range(len(digits) + 1):
        made += [(digits[:index] + d + digits[index:], decimals, 3, "漏打一位") for d in "0123456789"]
    sign = -1 if quantity.figure.number < 0 else 1
    return [
        Reading(
            sign * Fraction(int(text), 10**places) * quantity.unit.scale,
            rank,
            f"{_point(text, places)}{'' if quantity.unit.name == '%' else ' '}{quantity.unit.name}",
            how,
        )
        for text, places, rank, how in made
        if text and (len(text) == 1 or text[0] != "0" or places)
    ]
