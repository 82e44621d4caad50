"""Unit slips that show without any identity: they are read right before the rest is tested."""

from __future__ import annotations

from reporting.checker.figures import UNITS, Unit
from reporting.checker.findings import Finding, Kind, Severity, Verdict, amount, number
from reporting.checker.quantities import Quantity, Report, Role

_TESTED = {Role.VALUE, Role.CHANGE, Role.PRIOR}


def correct_units(report: Report) -> list[Finding]:
    """Fractions of a person, and amounts in 元 beside their total in 万元. Corrects the quantities in place."""
    found = [_fraction(each) for each in report.quantities if _is_fraction(each)]
    for listing in report.listings:
        found += [_small(part, listing.parent, "所属总额") for part in listing.parts if _is_small(part, listing.parent)]
    for head in report.quantities:
        found += [_small(each, head, "本期数") for each in head.modifiers if _is_small(each, head)]
    return found


def _is_fraction(each: Quantity) -> bool:
    counted = each.unit.dimension in ("persons", "visits", "things") and each.unit.scale == 1
    return counted and each.role in _TESTED and each.figure.number.denominator != 1


def _fraction(each: Quantity) -> Finding:
    unit = UNITS["万" + each.unit.name]
    text = f"{number(abs(each.figure.number))} {each.unit.name}不是整数，不可能"
    return _finding(
        each, unit, f"{text}；按 {unit.name} 读为 {number(abs(each.figure.number) * unit.scale)} {each.unit.name}"
    )


def _is_small(each: Quantity, head: Quantity) -> bool:
    """Printed in 元 where its total is in 万元 (or 万元 where 亿元), with a number that fits the total's unit."""
    if each.corrected or each.role not in _TESTED or each.unit.dimension != "money" or head.unit.dimension != "money":
        return False
    ratio = head.unit.scale // max(each.unit.scale, 1)
    fits = 0 < abs(each.figure.number) <= abs(head.figure.number) * (1 if each.role is Role.VALUE else 2)
    return ratio == 10**4 and fits and "零" not in each.label


def _small(each: Quantity, head: Quantity, what: str) -> Finding:
    printed, share = each.value, 100 * abs(each.figure.number) / head.figure.number
    text = (
        f"{each.text}＝{amount(printed, head.unit)}，而{what}为 {amount(head.value, head.unit)}；"
        f"按 {head.unit.name} 读则占 {number(share, 2)}%"
    )
    return _finding(each, head.unit, text)


def _finding(each: Quantity, unit: Unit, arithmetic: str) -> Finding:
    reading = f"{number(abs(each.figure.number))} {unit.name}"
    each.take_as(unit)
    return Finding(
        Kind.UNIT,
        Verdict.WRONG,
        Severity.HIGH,
        "计量单位有误",
        each.place,
        each.quote,
        arithmetic,
        f"应读作 {reading}",
        (each,),
    )
