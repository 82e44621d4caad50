"""Income, expenditure and balances: of the year, and from year to year."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from reporting.checker.findings import Finding, Kind, Severity, Verdict, amount
from reporting.checker.funds import complete_flows
from reporting.checker.identity import Identity, Values
from reporting.checker.quantities import Quantity, Report
from reporting.checker.spans import Span, total
from reporting.checker.transfers import enters, signed, stated_nets, sum_of_kinds
from reporting.checker.vocabulary import TOTAL, fund_name

_LEVELS = ("上解", "下拨", "补助下级", "上下级", "调剂", "转移")
Triple = tuple[Quantity, Quantity, Quantity]


@dataclass(frozen=True)
class Balances:
    """``identities`` to be tested; ``explained``: gaps that the report's presentation accounts for."""

    identities: list[Identity]
    explained: list[Finding]


def balance_identities(report: Report) -> Balances:
    """Income − expenditure = balance, opening + balance = closing; for each fund and for all."""
    funds = sorted(
        {each.subject.fund for each in report.values() if each.subject.fund}, key=lambda fund: (fund == "all", fund)
    )
    identities = [rolled for fund in funds if (rolled := _roll(report, fund))]
    triples = {fund: made for fund in funds if (made := _triple(report, fund))}
    open_gaps = {fund: triple for fund, triple in triples.items() if not _closes(report, fund, triple)}
    identities += [_year(report, fund, triple) for fund, triple in triples.items() if fund not in open_gaps]
    # Where the net is printed as a term and does not close the gap, nothing excuses it.
    stated = {fund for fund in open_gaps if enters(report, stated_nets(report, fund))}
    identities += [_year(report, fund, open_gaps.pop(fund)) for fund in sorted(stated)]
    bridged, bridge = _bridge(report, triples, open_gaps)
    identities += bridge
    if bridged or (open_gaps and _excludes(report) and "all" not in open_gaps):
        return Balances(identities, [_explained(fund, triple, _excludes(report)) for fund, triple in open_gaps.items()])
    if not bridge:
        identities += [_year(report, fund, triple) for fund, triple in open_gaps.items()]
    return Balances(identities, [])


def _triple(report: Report, fund: str) -> Triple | None:
    figures = [report.find(fund, flow, TOTAL)[:1] for flow in ("income", "expenditure", "balance")]
    if not all(figures) or len({each[0].unit.dimension for each in figures}) > 1:
        return None
    return figures[0][0], figures[1][0], figures[2][0]


def _excludes(report: Report) -> str:
    """The report's own words that its totals leave transfers out; '' where it says nothing."""
    said = [each.excludes for each in report.quantities if any(word in each.excludes for word in _LEVELS)]
    return said[0] if said else ""


def _triples(report: Report, fund: str) -> list[Triple]:
    """Every printed total of income and of expenditure with every printed balance."""
    incomes = report.find(fund, "income", TOTAL) + report.find(fund, "income", "总量")
    outgoes = report.find(fund, "expenditure", TOTAL) + report.find(fund, "expenditure", "总量")
    return list(product(incomes, outgoes, report.find(fund, "balance", TOTAL)))


def _ways(report: Report, fund: str, values: Values, *, must_enter: bool) -> list[Span]:
    """All gaps: any printed total of income and expenditure, with the printed transfers or (unless they must) without."""
    nets = stated_nets(report, fund)
    kinds = sum_of_kinds(report, fund, values)
    outside = [step for net in nets for step in signed(net, values)] + ([kinds] if kinds else [])
    steps = outside if must_enter else [Span.exact(0), *outside]
    return [_gap(triple, values) - step for triple in _triples(report, fund) for step in steps]


def _closes(report: Report, fund: str, triple: Triple) -> bool:
    must_enter = enters(report, stated_nets(report, fund))
    return any(gap.holds() for gap in _ways(report, fund, Values(), must_enter=must_enter))


def _gap(triple: Triple, values: Values) -> Span:
    income, outgo, balance = triple
    return values.span(balance) - (values.span(income) - values.span(outgo))


def _spell(triple: Triple, net: Span | None = None) -> str:
    income, outgo, balance = triple
    unit, rest = balance.unit, income.value - outgo.value
    step = f"；上解下拨净额 {amount(net.middle, unit)}" if net else ""
    return (
        f"收入 {amount(income.value, unit)}－支出 {amount(outgo.value, unit)}＝{amount(rest, unit)}{step}；"
        f"报告结余 {amount(balance.value, unit)}；差 {amount(balance.value - rest - (net.middle if net else 0), unit)}"
    )


def _year(report: Report, fund: str, triple: Triple) -> Identity:
    triples, nets = _triples(report, fund), stated_nets(report, fund)
    must_enter = enters(report, nets)
    stated = [step for net in nets for step in signed(net, Values())]
    steps: list[Span | None] = [*stated] if must_enter else [None, *stated]
    nearest, step = min(product(triples, steps), key=lambda each: abs(_rest(*each)))
    quantities = {id(q): q for each in (triple, *triples, tuple(nets)) for q in each}
    return Identity(
        Kind.BALANCE,
        "收入－支出＋上解下拨净额＝当期结余" if step else "收入－支出＝当期结余",
        triple[2],
        tuple(quantities.values()),
        lambda values: _ways(report, fund, values, must_enter=must_enter),
        _spell(nearest, step),
        advice="核对上解下拨净额与收支、结余。" if step else "如因上解下拨等未列入收支，请在报告中注明口径和净额。",
    )


def _rest(triple: Triple, net: Span | None) -> Fraction:
    return _gap(triple, Values()).middle - (net.middle if net else 0)


def _bridge(report: Report, triples: dict[str, Triple], gaps: dict[str, Triple]) -> tuple[bool, list[Identity]]:
    """The gap of the total must be the sum of the funds' gaps; then one cause outside the totals explains them all."""
    funds = [fund for fund in triples if fund != "all"]
    if "all" not in gaps or not funds or not set(complete_flows(report)) <= set(funds):
        return False, []
    whole, parts = triples["all"], [triples[fund] for fund in funds]

    def gaps_of(values: Values) -> list[Span]:
        return [_gap(whole, values) - total([_gap(part, values) for part in parts])]

    unit = whole[2].unit
    terms = "＋".join(amount(_gap(part, Values()).middle, unit) for part in parts)
    identity = Identity(
        Kind.BALANCE,
        "各险种收支与结余之差的和＝合计之差",
        whole[2],
        (*whole, *(each for part in parts for each in part)),
        gaps_of,
        f"各险种差额 {terms}；合计差额 {amount(_gap(whole, Values()).middle, unit)}",
    )
    return identity.holds(Values()), [identity]


def _explained(fund: str, triple: Triple, excludes: str) -> Finding:
    unit = triple[2].unit
    gap = amount(_gap(triple, Values()).middle, unit)
    why = (
        f"报告注明收支“不含{excludes}”，结余含之"
        if excludes
        else "各险种差额之和与合计差额一致，应为未列入收支的上下级往来"
    )
    return Finding(
        Kind.BALANCE,
        Verdict.EXPLAINED,
        Severity.NONE,
        f"{fund_name(fund)}：收入－支出≠当期结余，属列报口径",
        triple[2].place,
        triple[2].quote,
        _spell(triple),
        f"{why}；净额 {gap}，建议单列一行。",
        triple,
    )


def _roll(report: Report, fund: str) -> Identity | None:
    closings = report.find(fund, "closing", TOTAL) + report.find(fund, "surplus", TOTAL)
    openings = report.find(fund, "opening", TOTAL) + report.find_prior(fund, "closing", TOTAL)
    openings += report.find_prior(fund, "surplus", TOTAL)
    balances = report.find(fund, "balance", TOTAL)[:1]
    income, outgo = report.find(fund, "income", TOTAL)[:1], report.find(fund, "expenditure", TOTAL)[:1]
    if not closings or not openings or not (balances or (income and outgo)):
        return None

    def gaps(values: Values) -> list[Span]:
        start = values.span(closings[0]) - values.span(openings[0])
        found = [start - values.span(balances[0])] if balances else []
        if income and outgo:
            found.append(start - (values.span(income[0]) - values.span(outgo[0])))
        return found

    unit = closings[0].unit
    step = balances[0].value if balances else income[0].value - outgo[0].value
    rest = closings[0].value - openings[0].value - step
    text = (
        f"期初 {amount(openings[0].value, unit)}＋本年 {amount(step, unit)}＝{amount(openings[0].value + step, unit)}；"
        f"报告期末 {amount(closings[0].value, unit)}；差 {amount(rest, unit)}"
    )
    quantities = (closings[0], openings[0], *balances, *income, *outgo)
    advice = "如有上解下拨或期初调整，请注明金额。"
    return Identity(Kind.ROLL, "期初＋本年结余＝期末", closings[0], quantities, gaps, text, advice=advice)
