"""The headline figures of the funds: which funds a report has, and what it prints first for each flow."""

from __future__ import annotations

from fractions import Fraction

from reporting.checker.quantities import Quantity, Report
from reporting.checker.vocabulary import TOTAL

FLOWS = ("income", "expenditure", "balance", "closing")
#: 城镇职工 is 企业 and 机关 together: a report that prints all three must not count them twice.
_MERGED = {"100": ("110", "120")}


def headline(report: Report, fund: str, flow: str, *, plan: bool = False) -> Quantity | None:
    """First printed total of a fund and flow."""
    return next(iter(report.find(fund, flow, TOTAL, plan=plan)), None)


def fund_values(report: Report, flow: str, item: str = TOTAL, *, plan: bool = False) -> dict[str, Quantity]:
    """First printed value of each single fund."""
    found: dict[str, Quantity] = {}
    for each in report.values(plan=plan):
        subject = each.subject
        if subject.flow == flow and subject.item == item and subject.fund not in ("", "all"):
            found.setdefault(subject.fund, each)
    for whole, parts in _MERGED.items():
        if whole in found:
            for part in parts:
                found.pop(part, None)
    return found


def complete_flows(report: Report) -> list[str]:
    """The funds that are all funds: those of a flow whose figures add up to the figure for all; else empty."""
    for flow in FLOWS:
        whole, parts = headline(report, "all", flow), fund_values(report, flow)
        if whole is None or len(parts) < 2:
            continue
        rest = abs(whole.value - sum((each.value for each in parts.values()), Fraction(0)))
        if rest <= whole.half + sum((each.half for each in parts.values()), Fraction(0)):
            return sorted(parts)
    return []
