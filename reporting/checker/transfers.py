"""Transfers between levels of government that the report prints beside its totals: by their kinds, or as one net."""

from __future__ import annotations

import re

from reporting.checker.identity import Values
from reporting.checker.quantities import Quantity, Report, Role
from reporting.checker.spans import Span, total
from reporting.checker.vocabulary import family

NET = "净上解下拨"
_OUTWARD = re.compile(r"净(转出|流出|支出)")
#: 净上解 is paid by one level and received by the other: the report's own level decides.
_EITHER_WAY = re.compile(r"净上解")
#: Often within income and expenditure already, so that it need not enter once more.
_INSIDE = re.compile(r"调剂|关系转移")


def stated_nets(report: Report, fund: str) -> list[Quantity]:
    """Every printed net transfer of a fund."""
    return report.find(fund, "balance", NET)


def enters(report: Report, nets: list[Quantity]) -> bool:
    """Whether a net is printed as a term of the balance: right before it (上解下拨净额 X，当期结余 Y), or in it (含…)."""
    return any(not _INSIDE.search(net.label) and (_precedes(report, net) or _within(report, net)) for net in nets)


def _precedes(report: Report, net: Quantity) -> bool:
    own = {id(part) for listing in report.listings if listing.parent is net for part in listing.parts}
    following = (each for each in report.quantities[net.order + 1 :] if each.role is Role.VALUE and id(each) not in own)
    return _is_balance(next(following, None), net)


def _within(report: Report, net: Quantity) -> bool:
    return any(
        _is_balance(listing.parent, net) and any(part is net for part in listing.parts) for listing in report.listings
    )


def _is_balance(quantity: Quantity | None, net: Quantity) -> bool:
    return quantity is not None and quantity.subject.key == (net.subject.fund, "balance", "")


def signed(net: Quantity, values: Values) -> list[Span]:
    """What the net adds to income less expenditure."""
    span = values.span(net)
    paid = Span.exact(0) - span
    return [paid] if _OUTWARD.search(net.label) else [span, paid] if _EITHER_WAY.search(net.label) else [span]


def sum_of_kinds(report: Report, fund: str, values: Values) -> Span | None:
    """Received less paid, of the kinds that are printed; an amount that is printed again counts once."""
    kinds = {
        (each.subject.item, each.value): each
        for each in report.values()
        if each.subject.fund == fund and family(each.subject.item) == "transfer" and each.subject.item != NET
    }
    if not kinds:
        return None
    return total(
        [
            values.span(each) if each.subject.flow != "expenditure" else Span.exact(0) - values.span(each)
            for each in kinds.values()
        ]
    )
