"""Completion rates against budgets that the report states elsewhere."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from reporting.checker.findings import Kind, amount, number
from reporting.checker.funds import fund_values
from reporting.checker.identity import Identity, Values
from reporting.checker.quantities import Quantity, Report, Role
from reporting.checker.spans import Span, total
from reporting.checker.vocabulary import TOTAL, family

HUNDRED = Span.exact(100)
#: Each base is a set of budgets that are added.
Base = tuple[Quantity, ...]


def completion_identities(report: Report) -> list[Identity]:
    """One identity for each printed completion rate whose budget is in the report."""
    found = []
    for head in report.quantities:
        if head.role is not Role.VALUE or head.subject.plan or head.vague:
            continue
        for rate in head.of(Role.COMPLETION):
            bases, weak = _bases(head, rate, report)
            if bases:
                found.append(_identity(head, rate, bases, weak))
    return found


def _bases(head: Quantity, rate: Quantity, report: Report) -> tuple[list[Base], bool]:
    fund, flow, item = head.subject.key
    same = [each for each in report.find(fund, flow, item, plan=True) if each.unit.dimension == head.unit.dimension]
    if same:
        early = [each for each in same if "年初" in each.label]
        wanted = early if "年初" in rate.label and early else same
        return [(each,) for each in wanted], False
    if fund == "all":
        return _of_all_funds(report, flow, item)
    if item == "待遇":
        parts = _benefit_budgets(report, fund)
        return [combo for size in range(2, len(parts) + 1) for combo in combinations(parts, size)], True
    return [], True


def _of_all_funds(report: Report, flow: str, item: str) -> tuple[list[Base], bool]:
    actual = set(fund_values(report, flow))
    plans = {}
    for fund in sorted(actual):
        own = report.find(fund, flow, item, plan=True)[:1]
        if not own and item == "待遇":
            own = _benefit_budgets(report, fund)
        if not own:
            return [], True
        plans[fund] = own
    return ([tuple(each for own in plans.values() for each in own)] if len(plans) > 1 else []), item != TOTAL


def _benefit_budgets(report: Report, fund: str) -> list[Quantity]:
    found: dict[str, Quantity] = {}
    for each in report.values(plan=True):
        if each.subject.fund == fund and family(each.subject.item) == "benefit":
            found.setdefault(each.subject.item, each)
    return list(found.values())[:6]


def _identity(head: Quantity, rate: Quantity, bases: list[Base], weak: bool) -> Identity:
    def share(values: Values, base: Base) -> Span | None:
        ratio = values.span(head).over(total([values.span(each) for each in base]))
        return None if ratio is None else HUNDRED * ratio

    def gaps(values: Values) -> list[Span | None]:
        shares = [share(values, base) for base in bases]
        return [None if each is None else each - values.span(rate) for each in shares]

    def truncated(values: Values) -> list[Span | None]:
        shares = [share(values, base) for base in bases]
        cut = Span(rate.value, rate.value + 2 * rate.half)
        return [None if each is None else each - cut for each in shares]

    nearest = min(bases, key=lambda base: abs(_exact(head, base) - rate.value))
    quantities = {id(each): each for base in bases for each in base}
    return Identity(
        Kind.COMPLETION,
        "实际÷预算＝完成率",
        rate,
        (head, rate, *quantities.values()),
        gaps,
        _spell(head, rate, nearest),
        weak=weak,
        truncated=truncated,
    )


def _exact(head: Quantity, base: Base) -> Fraction:
    whole = sum((each.value for each in base), Fraction(0))
    return 100 * head.value / whole if whole else Fraction(-1)


def _spell(head: Quantity, rate: Quantity, base: Base) -> str:
    unit = head.unit
    terms = "＋".join(number(each.value / unit.scale) for each in base)
    whole = sum((each.value for each in base), Fraction(0))
    summed = f"({terms}＝{number(whole / unit.scale)})" if len(base) > 1 else terms
    return f"{amount(head.value, unit)}÷预算 {summed}＝{number(_exact(head, base), 3)}%；报告 {number(rate.value)}%"
