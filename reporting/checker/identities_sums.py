"""Parts and totals: lists (其中：…), table totals, funds against all funds, changes of parts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reporting.checker.findings import Kind, Severity, amount
from reporting.checker.funds import complete_flows, fund_values, headline
from reporting.checker.identity import Gaps, Identity, Values
from reporting.checker.quantities import Listing, Quantity, Report, Role
from reporting.checker.spans import Span, total

#: A list that leaves out less than this share of its total was meant to be complete.
COMPLETE = Fraction(1, 100)
#: Two parts are often just the largest ones.
PAIR_COMPLETE = Fraction(1, 1000)
#: Who lists even smaller things than what is missing did not leave it out on purpose.
NAMES_SMALL = Fraction(1, 20)
#: So was a long list that leaves out less than this.
LONG_LIST, LONG_COMPLETE = 4, Fraction(1, 5)


def sum_identities(report: Report) -> list[Identity]:
    """All sums of a report."""
    found = [made for listing in report.listings for made in _listing(listing, report)]
    found += _tables(report)
    found += _funds(report)
    found += [made for listing in report.listings if (made := _changes(listing))]
    return found + _additions(report)


def sum_gap(parent: Quantity, parts: list[Quantity]) -> Callable[[Values], Span]:
    """Total minus parts."""
    return lambda values: values.span(parent) - total([values.span(part) for part in parts])


def _listing(listing: Listing, report: Report) -> list[Identity]:
    if listing.guessed:
        return []
    parent, parts = listing.parent, listing.parts
    if any(each.vague for each in (parent, *parts)):
        return []
    if len(parts) == 1:
        return [_not_larger(parent, parts)] if parts[0].value > parent.value + parent.half else []
    gap = sum_gap(parent, parts)
    rest = gap(Values()).middle
    complete = _meant_complete(listing, rest, report)
    advice = ""
    if rest > 0 and not gap(Values()).holds():
        advice = f"列示的分项比总额少 {amount(rest, parent.unit)}：补列“其他”或未列的分项，或改正分项。"
    return [
        Identity(
            Kind.SUM,
            "分项之和＝总额" if complete else "分项之和≤总额（未必列全）",
            parent,
            (parent, *parts),
            lambda values: [gap(values)],
            spell_sum(parent, parts),
            weak=not complete,
            severity=Severity.MEDIUM if complete and abs(rest) < COMPLETE * abs(parent.value) else Severity.HIGH,
            advice=advice,
        )
    ]


def _meant_complete(listing: Listing, rest: Fraction, report: Report) -> bool:
    parent, parts = listing.parent, listing.parts
    if listing.partial:
        return rest < 0
    limit = COMPLETE if len(parts) > 2 else PAIR_COMPLETE
    if rest < 0 or abs(rest) < limit * abs(parent.value):
        return True
    if any(part.subject.item in ("其他收入", "其他支出") or "其他" in part.label for part in parts):
        return True
    if parent.subject.fund == "all" and all(part.explicit_fund for part in parts):
        return {part.subject.fund for part in parts} >= set(complete_flows(report))
    if 0 < min(part.value for part in parts) < rest < NAMES_SMALL * parent.value:
        return True
    return len(parts) >= LONG_LIST and abs(rest) < LONG_COMPLETE * abs(parent.value)


def _not_larger(parent: Quantity, parts: list[Quantity]) -> Identity:
    def gaps(values: Values) -> list[Span]:
        rest = values.span(parent) - values.span(parts[0])
        # Holds where anything is left: open towards above.
        return [Span(rest.low, rest.high) if rest.high < 0 else Span.exact(0)]

    text = f"分项 {parts[0].text} 大于所属总额 {parent.text}"
    return Identity(Kind.SUM, "分项不大于总额", parts[0], (parent, parts[0]), gaps, text)


def spell_sum(parent: Quantity, parts: list[Quantity]) -> str:
    """The sum in the total's unit."""
    unit = parent.unit
    summed = sum((part.value for part in parts), Fraction(0))
    terms = "＋".join(amount(part.value, unit).removesuffix(f" {unit.name}") for part in parts)
    return (
        f"{terms}＝{amount(summed, unit)}；总额 {amount(parent.value, unit)}；差 {amount(parent.value - summed, unit)}"
    )


def _tables(report: Report) -> list[Identity]:
    """A total row may sum what stands above it or below it: either will do."""
    rows: dict[int, list[Listing]] = {}
    for listing in report.listings:
        if listing.guessed:
            rows.setdefault(id(listing.parent), []).append(listing)
    found = []
    for listings in rows.values():
        parent = listings[0].parent
        gaps = [sum_gap(parent, each.parts) for each in listings]
        nearest = min(listings, key=lambda each: abs(sum_gap(parent, each.parts)(Values()).middle))
        found.append(
            Identity(
                Kind.SUM,
                "表内分项之和＝合计",
                parent,
                (parent, *(part for each in listings for part in each.parts)),
                _any_of(gaps),
                spell_sum(parent, nearest.parts),
                weak=abs(sum_gap(parent, nearest.parts)(Values()).middle) >= COMPLETE * abs(parent.value),
            )
        )
    return found


def _any_of(gaps: list[Callable[[Values], Span]]) -> Gaps:
    return lambda values: [gap(values) for gap in gaps]


def _funds(report: Report) -> list[Identity]:
    """All funds together against each fund's figure, wherever they stand in the report."""
    listed = {
        (id(listing.parent), part.subject.fund)
        for listing in report.listings
        for part in listing.parts
        if part.explicit_fund
    }
    complete = complete_flows(report)
    found = []
    for plan in (False, True):
        for flow in ("income", "expenditure", "balance", "closing", "opening"):
            whole, parts = headline(report, "all", flow, plan=plan), fund_values(report, flow, plan=plan)
            if whole is None or len(parts) < 2 or all((id(whole), fund) in listed for fund in parts):
                continue
            chosen = list(parts.values())
            rest = sum_gap(whole, chosen)(Values()).middle
            strict = bool(complete) and set(parts) >= set(complete)
            near = abs(rest) < COMPLETE * abs(whole.value)
            found.append(
                Identity(
                    Kind.SUM,
                    "各险种之和＝合计",
                    whole,
                    (whole, *chosen),
                    lambda values, whole=whole, chosen=chosen: [sum_gap(whole, chosen)(values)],  # type: ignore[misc]
                    spell_sum(whole, chosen),
                    weak=not (strict or near),
                )
            )
    return found


def _changes(listing: Listing) -> Identity | None:
    """Changes of the parts sum to the change of the total where each part prints one."""
    whole = listing.parent.of(Role.CHANGE)
    parts = [each for part in listing.parts for each in part.of(Role.CHANGE)[:1]]
    if not whole or len(parts) != len(listing.parts) or len(parts) < 2 or listing.partial:
        return None
    if not sum_gap(listing.parent, listing.parts)(Values()).holds():
        return None
    gap = sum_gap(whole[0], parts)
    return Identity(
        Kind.SUM,
        "分项增减之和＝总额增减",
        whole[0],
        (whole[0], *parts),
        lambda values: [gap(values)],
        spell_sum(whole[0], parts),
    )


def _additions(report: Report) -> list[Identity]:
    """收入 A，加上 B，收入总量 C."""
    found: list[Identity] = []
    values = report.values()
    for index, each in enumerate(values):
        if each.subject.item != "总量":
            continue
        before = [q for q in values[max(0, index - 12) : index] if q.subject.flow == each.subject.flow]
        added = [q for q in before if q.label.lstrip().startswith("加")]
        bases = [q for q in before if q.subject.key == (each.subject.fund, each.subject.flow, "")]
        if added and bases:
            parts = [bases[-1], *added]
            gap = sum_gap(each, parts)
            found.append(
                Identity(
                    Kind.SUM,
                    "总量＝本级＋加项",
                    each,
                    (each, *parts),
                    lambda spans, gap=gap: [gap(spans)],  # type: ignore[misc]
                    spell_sum(each, parts),
                )
            )
    return found
