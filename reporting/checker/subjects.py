"""Of what a figure speaks: by its own label, else by the list, the sentence, the paragraph and the headings around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reporting.checker.figures import Figure
from reporting.checker.quantities import Listing, Quantity, Subject
from reporting.checker.roles import is_actual, is_plan
from reporting.checker.vocabulary import TOTAL, find_fund, find_place, flow_and_item, person_item

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")


@dataclass
class Surroundings:
    """Fund, flow and plan of the words before; the last budget of the paragraph, for a bare 执行 after it."""

    fund: str
    plan: bool
    year: int
    flow: str = ""
    budget: Quantity | None = None
    planned_flows: set[str] = field(default_factory=set)

    def note(self, quantity: Quantity) -> None:
        """Remember what a head amount (no part of a list) spoke of."""
        if quantity.explicit_fund:
            self.fund = quantity.subject.fund
        if quantity.subject.flow and quantity.unit.dimension == "money":
            self.flow = quantity.subject.flow
        if quantity.subject.plan and is_plan(quantity.label):
            self.budget = quantity
            self.planned_flows.add(quantity.subject.flow)


def subject_of(
    label: str, after: str, figure: Figure, around: Surroundings, listing: Listing | None, head: Quantity | None
) -> tuple[Subject, bool]:
    """Subject of a figure, and whether its own label names the fund."""
    own = _own_fund(label, around.fund)
    inherited = listing.parent.subject if listing else None
    fund = own or (inherited.fund if inherited else around.fund)
    year = _year(label) or (inherited.year if inherited else around.year)
    dimension = figure.unit.dimension if figure.unit else "rate"
    if dimension in ("persons", "visits", "things"):
        plan = _plan(label, "heads", around, listing)
        item = person_item(label, after)
        if item == TOTAL and head is not None and head.subject.flow == "heads":
            return Subject(head.subject.fund, "heads", head.subject.item, plan, year), own is not None
        return Subject(fund, "heads", item, plan, year, nameless=item == TOTAL), own is not None
    flow, item = flow_and_item(label)
    plan = _plan(label, flow, around, listing)
    if item == TOTAL and own is None and re.search(r"实际|执行", label) and (model := head or around.budget):
        # 预算 X 万元，执行 Y 万元: of the same.
        model = around.budget or model
        return Subject(model.subject.fund, model.subject.flow, model.subject.item, plan, year), False
    nameless = not flow and item == TOTAL and own is None and not is_plan(label)
    if not flow:
        flow = inherited.flow if inherited else around.flow
    return Subject(fund, flow, item, plan, year, nameless), own is not None


def _own_fund(label: str, around: str) -> str | None:
    """Fund and place that the label names; the fund around where it names only a place."""
    fund, place = find_fund(label), find_place(label)
    if not place:
        return fund
    return f"{fund or around.partition('@')[0]}@{place}"


def _plan(label: str, flow: str, around: Surroundings, listing: Listing | None) -> bool:
    if is_plan(label):
        return True
    if is_actual(label) and not listing:
        return False
    if listing:
        return listing.parent.subject.plan
    # 预算收入 X，支出 Y: the budget goes on until the same flow comes again.
    return around.plan or bool(around.planned_flows and flow and flow not in around.planned_flows)


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
