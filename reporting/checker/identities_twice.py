"""The same quantity printed more than once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from fractions import Fraction

from reporting.checker.findings import Kind, Severity, amount
from reporting.checker.identity import Identity
from reporting.checker.quantities import Quantity, Report, Role
from reporting.checker.vocabulary import TOTAL

#: Figures that are called alike and lie further apart may be two things that we cannot tell from each other.
NEAR = Fraction(1, 10)
#: The total of a fund is surely one thing, as long as transfers in one of two printings cannot explain the distance.
NEAR_TOTAL = Fraction(1, 4)
_ROLES = {Role.VALUE, Role.CHANGE, Role.GROWTH, Role.COMPLETION, Role.PRIOR}


def twice_identities(report: Report) -> list[Identity]:
    """Each further printing against the one that is printed most often (the more exact of two)."""
    groups: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for each in report.quantities:
        if each.role in _ROLES and not each.vague and _named(each):
            subject = each.subject
            early = "年初" in each.label
            key = (*subject.key, subject.plan, subject.year or report.year, each.role, each.unit.dimension, early)
            groups[key].append(each)
    return [made for group in groups.values() if len(group) > 1 for made in _pairs(group)]


def _named(quantity: Quantity) -> bool:
    """A bare rate or a fund that nobody names is not known to be the same as another one."""
    return bool(quantity.subject.flow) and not quantity.subject.nameless and quantity.subject.flow != "surplus"


def _pairs(group: list[Quantity]) -> list[Identity]:
    counts = Counter(each.value for each in group)
    exact = min(each.half for each in group)
    # Roundings of one figure are one figure: the most frequent among the most exact printings leads.
    best = max((each for each in group if each.half == exact), key=lambda each: (counts[each.value], -each.order))
    return [_same(each, best) for each in group if each is not best]


def _near(each: Quantity, best: Quantity) -> bool:
    subject = each.subject
    whole = each.role is Role.VALUE and subject.item == TOTAL and bool(subject.fund)
    limit = NEAR_TOTAL if whole else NEAR
    return abs(each.value - best.value) <= limit * max(abs(each.value), abs(best.value))


def _same_words(each: Quantity, best: Quantity) -> bool:
    first, second = (re.sub(r"\s|（[^（）]*）", "", (q.owner or q).label) for q in (each, best))
    return first == second


def _same(each: Quantity, best: Quantity) -> Identity:
    first, second = sorted((each, best), key=lambda quantity: quantity.order)
    difference = amount(abs(first.value - second.value), best.unit)
    return Identity(
        Kind.TWICE,
        "同一指标前后一致",
        each,
        (each, best),
        lambda values: [values.span(each) - values.span(best)],
        f"{first.place} {first.text}，{second.place} {second.text}；相差 {difference}",
        weak=not (_near(each, best) or _same_words(each, best)),
        severity=Severity.MEDIUM,
        advice=f"核实以哪一处为准（另一处：{best.place} {best.text}）。",
    )
