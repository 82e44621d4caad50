"""Statements that nothing in the report can prove or disprove."""

from __future__ import annotations

from reporting.checker.findings import Finding, Kind, Severity, Verdict
from reporting.checker.quantities import Quantity, Report, Role

_WHY = {
    Role.GROWTH: "报告没有上年数或增减额，增幅无从核对。",
    Role.COMPLETION: "报告没有列出对应的预算数，完成率无从核对。",
    Role.CHANGE: "只有增减额，没有上年数或增幅。",
    Role.TARGET: "目标或承诺值，报告没有可以对照的实际结果。",
    Role.CLAIM: "断言性比率，报告没有计算依据。",
    Role.SHARE: "占比的分母没有列出。",
    Role.AVERAGE: "平均数的分子分母没有列出。",
}


def unchecked_findings(report: Report, findings: list[Finding]) -> list[Finding]:
    """Rates, changes, goals and claims that no identity touched, and digits that are no amount."""
    touched = {
        id(quantity)
        for finding in findings
        if finding.verdict is not Verdict.NOT_CHECKABLE
        for quantity in finding.quantities
    }
    found = [_unchecked(each) for each in report.quantities if each.role in _WHY and id(each) not in touched]
    return found + [_unreadable(place, run) for place, run in report.unreadable]


def _unchecked(quantity: Quantity) -> Finding:
    return Finding(
        Kind.UNCHECKED,
        Verdict.NOT_CHECKABLE,
        Severity.NONE,
        "无法核对的表述",
        quantity.place,
        quantity.quote,
        quantity.text,
        _WHY[quantity.role],
        (quantity,),
    )


def _unreadable(place: str, run: str) -> Finding:
    title = "数字过长，未作为金额读取"
    return Finding(Kind.UNCHECKED, Verdict.NOT_CHECKABLE, Severity.LOW, title, place, run, run, "核对是否为金额。", ())
