"""Change and growth against the figure and its year before."""

from __future__ import annotations

from fractions import Fraction

from reporting.checker.findings import Kind, Severity, amount, number
from reporting.checker.identities_sums import sum_gap
from reporting.checker.identity import Gaps, Identity, Values
from reporting.checker.quantities import Listing, Quantity, Report, Role
from reporting.checker.spans import Span, total

HUNDRED = Span.exact(100)


def growth_identities(report: Report) -> list[Identity]:
    """Growth, change and prior of each figure; growth of a list's parts against that of its total."""
    found: list[Identity] = []
    for head in report.quantities:
        if head.role is Role.VALUE and not head.vague:
            found += _of_head(head, report)
    for listing in report.listings:
        found += _of_listing(listing, Role.GROWTH) + _of_listing(listing, Role.COMPLETION)
    return found


def _of_head(head: Quantity, report: Report) -> list[Identity]:
    changes = [each for each in head.of(Role.CHANGE) if each.unit.dimension == head.unit.dimension]
    growths = head.of(Role.GROWTH)
    own = [each for each in head.of(Role.PRIOR) if each.unit.dimension == head.unit.dimension]
    other = report.find_prior(*head.subject.key) if head.subject.year in (0, report.year) else []
    priors = own or [each for each in other if each.unit.dimension == head.unit.dimension and not head.subject.plan][:1]
    found = [_difference(head, prior, change) for prior in priors for change in changes]
    found += [_from_change(head, change, growth) for change in changes for growth in growths]
    if not changes:
        found += [_from_prior(head, prior, growth) for prior in priors for growth in growths]
    if not growths and not priors:
        found += [_plausible(head, change) for change in changes]
    return found


def _difference(head: Quantity, prior: Quantity, change: Quantity) -> Identity:
    text = (
        f"{amount(head.value, head.unit)}－上年 {amount(prior.value, head.unit)}＝"
        f"{amount(head.value - prior.value, head.unit)}；报告增减 {amount(change.value, head.unit)}"
    )
    return Identity(
        Kind.GROWTH,
        "本年－上年＝增减额",
        change,
        (head, prior, change),
        lambda values: [values.span(head) - values.span(prior) - values.span(change)],
        text,
    )


def _from_change(head: Quantity, change: Quantity, growth: Quantity) -> Identity:
    def rate(values: Values) -> Span | None:
        # change ÷ prior, both from the same two figures: low and high change go with low and high rate.
        now, step = values.span(head), values.span(change)
        return _step_over_base(now, step)

    def gaps(values: Values) -> list[Span | None]:
        computed = rate(values)
        return [None if computed is None else computed - values.span(growth)]

    return Identity(
        Kind.GROWTH,
        "增减额÷上年＝增幅",
        change,
        (head, change, growth),
        gaps,
        _spell_change(head, change, growth),
        truncated=lambda values: [_cut_off(rate(values), growth)],
    )


def _step_over_base(now: Span, step: Span) -> Span | None:
    corners = []
    for current in (now.low, now.high):
        for change in (step.low, step.high):
            base = current - change
            if base <= 0:
                return None
            corners.append(100 * change / base)
    return Span(min(corners), max(corners))


def _cut_off(computed: Span | None, printed: Quantity) -> Span | None:
    """Gap when the printed rate was cut off instead of rounded: up to one whole unit of its last digit is missing."""
    if computed is None:
        return None
    unit, sign = 2 * printed.half, -1 if printed.value < 0 else 1
    printed_span = Span(*sorted((printed.value, printed.value + sign * unit)))
    return computed - printed_span


def _spell_change(head: Quantity, change: Quantity, growth: Quantity) -> str:
    base = head.value - change.value
    text = f"上年＝{amount(head.value, head.unit)}－({amount(change.value, head.unit)})＝{amount(base, head.unit)}"
    if base <= 0:
        return f"{text}，上年数不可能为负或零；报告增幅 {number(growth.value)}%"
    computed = number(100 * change.value / base, 3)
    return f"{text}；{number(change.value / head.unit.scale)}÷{number(base / head.unit.scale)}＝{computed}%；报告 {number(growth.value)}%"


def _from_prior(head: Quantity, prior: Quantity, growth: Quantity) -> Identity:
    def rate(values: Values) -> Span | None:
        ratio = values.span(head).over(values.span(prior))
        return None if ratio is None else HUNDRED * ratio - HUNDRED

    def gaps(values: Values) -> list[Span | None]:
        computed = rate(values)
        return [None if computed is None else computed - values.span(growth)]

    ratio = number(100 * head.value / prior.value - 100, 3) if prior.value else "—"
    text = f"{amount(head.value, head.unit)}÷上年 {amount(prior.value, head.unit)}－1＝{ratio}%；报告 {number(growth.value)}%"
    return Identity(
        Kind.GROWTH,
        "本年÷上年－1＝增幅",
        growth,
        (head, prior, growth),
        gaps,
        text,
        truncated=lambda values: [_cut_off(rate(values), growth)],
    )


def _plausible(head: Quantity, change: Quantity) -> Identity:
    def gaps(values: Values) -> list[Span]:
        base = values.span(head) - values.span(change)
        return [Span.exact(0) if base.high > 0 else base]

    text = f"上年＝{amount(head.value, head.unit)}－({amount(change.value, head.unit)})＝{amount(head.value - change.value, head.unit)}"
    return Identity(Kind.GROWTH, "上年数应大于零", change, (head, change), gaps, text, weak=head.value > change.value)


def _of_listing(listing: Listing, role: Role) -> list[Identity]:
    """The bases that the parts' rates imply must add up to the base that the total's rate or change implies."""
    parent, parts = listing.parent, listing.parts
    rates = [part.of(role)[:1] for part in parts]
    if listing.partial or len(parts) < 2 or not all(rates) or not sum_gap(parent, parts)(Values()).holds():
        return []
    own = parent.of(role)[:1]
    changes = parent.of(Role.CHANGE)[:1] if role is Role.GROWTH else []
    if not own and not changes:
        return []
    at, chosen = (changes or own)[0], [rate[0] for rate in rates]

    def base(values: Values, amount_: Quantity, rate: Quantity) -> Span | None:
        share = values.span(rate) + HUNDRED if role is Role.GROWTH else values.span(rate)
        return (HUNDRED * values.span(amount_)).over(share)

    def gaps(values: Values) -> list[Span | None]:
        bases = [base(values, part, rate) for part, rate in zip(parts, chosen, strict=True)]
        known = [each for each in bases if each is not None]
        whole = values.span(parent) - values.span(changes[0]) if changes else base(values, parent, own[0])
        return [None if whole is None or len(known) < len(bases) else whole - total(known)]

    return [
        Identity(
            Kind.GROWTH if role is Role.GROWTH else Kind.COMPLETION,
            "各分项比率推算的基数之和＝总额的基数",
            at,
            (parent, at, *parts, *chosen),
            gaps,
            _spell_bases(gaps, parent, role),
            severity=Severity.MEDIUM,
        )
    ]


def _spell_bases(gaps: Gaps, parent: Quantity, role: Role) -> str:
    gap = gaps(Values())[0]
    what = "上年数" if role is Role.GROWTH else "预算数"
    if gap is None:
        return f"由各分项比率推算的{what}无法成立"
    low, high = (amount(Fraction(each), parent.unit, 0) for each in (gap.low, gap.high))
    return f"总额的{what}减去由各分项比率推算的{what}之和，在 {low} 至 {high} 之间（含 0 为相符）"
