"""Of what a figure speaks: by its own label, else by the list, the sentence, the paragraph and the headings around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporting.checker.figures import Figure
from reporting.checker.quantities import Listing, Quantity, Subject
from reporting.checker.roles import is_actual, is_plan
from reporting.checker.vocabulary import TOTAL, find_fund, flow_and_item, person_item

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")


@dataclass
class Surroundings:
    """Fund, flow and plan of the words before."""

    fund: str
    plan: bool
    year: int
    flow: str = ""

    def note(self, quantity: Quantity) -> None:
        """Remember what a head amount (no part of a list) spoke of."""
        if quantity.explicit_fund:
            self.fund = quantity.subject.fund
        if quantity.subject.flow and quantity.unit.dimension == "money":
            self.flow = quantity.subject.flow


def subject_of(
    label: str, after: str, figure: Figure, around: Surroundings, listing: Listing | None, head: Quantity | None
) -> tuple[Subject, bool]:
    """Subject of a figure, and whether its own label names the fund."""
    own = find_fund(label)
    inherited = listing.parent.subject if listing else None
    fund = own or (inherited.fund if inherited else around.fund)
    plan = _plan(label, around, listing)
    year = _year(label) or (inherited.year if inherited else around.year)
    dimension = figure.unit.dimension if figure.unit else "rate"
    if dimension in ("persons", "visits", "things"):
        item = person_item(label, after)
        if item == TOTAL and head is not None and head.subject.flow == "heads":
            return Subject(head.subject.fund, "heads", head.subject.item, plan, year), own is not None
        return Subject(fund, "heads", item, plan, year, nameless=item == TOTAL), own is not None
    flow, item = flow_and_item(label)
    if not flow and item == TOTAL and own is None and head is not None and re.search(r"实际|执行|完成|支出$", label):
        return Subject(head.subject.fund, head.subject.flow, head.subject.item, plan, year), False
    nameless = not flow and item == TOTAL and own is None and not is_plan(label)
    if not flow:
        flow = inherited.flow if inherited else around.flow
    return Subject(fund, flow, item, plan, year, nameless), own is not None


def _plan(label: str, around: Surroundings, listing: Listing | None) -> bool:
    if is_plan(label):
        return True
    if is_actual(label) and not listing:
        return False
    return listing.parent.subject.plan if listing else around.plan


def years_of(words: str) -> list[int]:
    """Years that the words set (not those that they compare with or look back to)."""
    plain = re.sub(
        r"(较|比|与|自|从)\s*(19|20)\d\d\s*年|(19|20)\d\d\s*年\s*\d*\s*月?\s*\d*\s*日?起|[《“（〔][^》”）〕]*[》”）〕]",
        "",
        words,
    )
    return [int(year) for year in _YEAR.findall(plain)]


def _year(label: str) -> int:
    return next(reversed(years_of(label)), 0)
