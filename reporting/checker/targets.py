"""The report's goals against its own results, and whether a reason is given where they were missed."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from reporting.checker.findings import Finding, Kind, Severity, Verdict, amount, number
from reporting.checker.funds import headline
from reporting.checker.quantities import Quantity, Report, Role, Sentence
from reporting.checker.roles import limit_of
from reporting.checker.vocabulary import fund_name, is_demand_driven

#: Above this share of the goal the goal was set too low, and a reason is due.
OVER = Fraction(13, 10)
#: A clause speaks of heads where it says so, or of the goal and not of money.
_PEOPLE = re.compile(r"人|职工|户")
_GOAL = re.compile(r"目标|指标|享受")
_MONEY = re.compile(r"预算|支出|资金|金额|万元")
_EXECUTION = re.compile(r"执行|预算完成|支出完成")
_REASON = re.compile(r"主要原因|原因是|原因为|系因|主要是因|由于|是因为|因.{1,30}(导致|造成|影响|所致)|受.{1,30}影响")
_SHORT = re.compile(r"执行|未完成|未达|低于|偏低|不足|较低|减少|下降|未能")


def target_findings(report: Report) -> list[Finding]:
    """Execution goals and goals of heads; other goals (satisfaction, accuracy) have no result to be tested with."""
    reasons = [each for each in report.sentences if _REASON.search(each.text) and _SHORT.search(each.text)]
    targets = [each for each in report.quantities if each.role is Role.TARGET]
    found = [made for each in targets if (made := _execution(each, report, reasons))]
    return _first_of_each(found) + _heads(report, reasons)


def _first_of_each(found: list[Finding]) -> list[Finding]:
    """A goal that is printed again is one goal."""
    seen: dict[str, Finding] = {}
    for each in found:
        seen.setdefault(each.arithmetic, each)
    return list(seen.values())


def _execution(target: Quantity, report: Report, reasons: list[Sentence]) -> Finding | None:
    if (
        target.unit.dimension != "rate"
        or not _EXECUTION.search(target.label)
        or "率" in target.label.replace("执行率", "")
    ):
        return None
    fund = target.subject.fund
    actual, budget = headline(report, fund, "expenditure"), headline(report, fund, "expenditure", plan=True)
    if actual is None or budget is None or budget.value <= 0:
        return None
    rate = 100 * actual.value / budget.value
    share = actual.span.over(budget.span)
    upper = limit_of(target.label, target.after) == "<="
    # Within the rounding of the two printed amounts the goal is reached.
    met = share is not None and (100 * share.low <= target.value if upper else 100 * share.high >= target.value)
    text = (
        f"{fund_name(fund)} 支出 {amount(actual.value, actual.unit)}÷调整预算 {amount(budget.value, actual.unit)}＝"
        f"{number(rate, 2)}%；目标 {number(target.value)}%{target.after}"
    )
    quantities = (target, actual, budget)
    if met:
        return _finding(Verdict.RIGHT, Severity.NONE, "支出执行率达到目标", target, text, "", quantities)
    reason = _reason(reasons, fund, "支出")
    if reason:
        return _finding(
            Verdict.EXPLAINED, Severity.NONE, "支出执行率未达目标，报告已说明原因", target, text, reason, quantities
        )
    advice = "未达报告自定的目标且未说明原因：补写偏差原因和改进措施。"
    return _finding(Verdict.WRONG, Severity.MEDIUM, "支出执行率未达目标", target, text, advice, quantities)


def _heads(report: Report, reasons: list[Sentence]) -> list[Finding]:
    actuals: dict[tuple[str, str, str], list[Quantity]] = defaultdict(list)
    for each in report.values():
        if each.subject.flow == "heads" and each.subject.item:
            actuals[each.subject.key].append(each)
    found = []
    done = set()
    for goal in report.values(plan=True):
        key = goal.subject.key
        same = [each for each in actuals.get(key, []) if each.unit.dimension == goal.unit.dimension]
        if goal.subject.flow == "heads" and same and goal.value > 0 and key not in done and not goal.vague:
            done.add(key)
            found.append(_head(goal, same[0], reasons))
    return found


def _head(goal: Quantity, actual: Quantity, reasons: list[Sentence]) -> Finding:
    ratio = actual.value / goal.value
    unit = max(goal.unit, actual.unit, key=lambda each: each.scale)
    text = f"实际 {actual.text}÷目标 {goal.text}＝{number(100 * ratio, 2)}%"
    pair = (goal, actual)
    if actual.value + actual.half >= goal.value - goal.half and ratio <= OVER:
        return _finding(Verdict.RIGHT, Severity.NONE, "达到目标", goal, text, "", pair)
    if (slip := _unit_slip(ratio)) is not None:
        advice = f"数量级相差一万倍：核对{slip}的单位（是否漏写或多写“万”）。"
        return _finding(Verdict.WRONG, Severity.HIGH, "目标与实际的单位不一致", actual, text, advice, pair)
    reason = _reason(_about_heads(reasons, goal.subject.item), goal.subject.fund, goal.subject.item)
    title = "远超目标" if ratio > OVER else "未达目标"
    if reason:
        return _finding(Verdict.EXPLAINED, Severity.NONE, f"{title}，报告已说明原因", actual, text, reason, pair)
    if is_demand_driven(goal.subject.item):
        advice = "人数由实际发生决定，偏差不等于绩效不足；评价表仍须写明原因。"
        return _finding(Verdict.EXPLAINED, Severity.LOW, f"{title}（需求驱动指标）", actual, text, advice, pair)
    severity = Severity.HIGH if ratio < Fraction(1, 2) else Severity.MEDIUM if ratio < Fraction(9, 10) else Severity.LOW
    advice = f"偏差 {amount(actual.value - goal.value, unit)}，报告没有说明：补写原因，或核对目标值与单位。"
    return _finding(Verdict.WRONG, severity, f"{title}且未说明原因", actual, text, advice, pair)


def _unit_slip(ratio: Fraction) -> str | None:
    if Fraction(3, 10**5) <= ratio <= Fraction(3, 10**4):
        return "实际值"
    if 3 * 10**3 <= ratio <= 3 * 10**4:
        return "目标值"
    return None


def _about_heads(reasons: list[Sentence], item: str) -> list[Sentence]:
    """Sentences with a clause about these people: that less money was asked for is no reason for fewer heads."""

    def speaks(clause: str) -> bool:
        return bool(_PEOPLE.search(clause) or (_GOAL.search(clause) and not _MONEY.search(clause)))

    return [
        each
        for each in reasons
        if any(item[:2] in clause and speaks(clause) for clause in re.split(r"[，。；：]", each.text))
    ]


def _reason(reasons: list[Sentence], fund: str, subject: str) -> str:
    """A sentence about the same fund that gives a reason for the shortfall itself; '' where there is none."""
    for sentence in reasons:
        if sentence.fund == fund and subject[:2] in sentence.text:
            return f"{sentence.place}：{sentence.text[:80]}"
    return ""


def _finding(
    verdict: Verdict,
    severity: Severity,
    title: str,
    at: Quantity,
    arithmetic: str,
    reading: str,
    quantities: tuple[Quantity, ...],
) -> Finding:
    return Finding(Kind.TARGET, verdict, severity, title, at.place, at.quote, arithmetic, reading, quantities)
