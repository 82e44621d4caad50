"""Totals that say what they leave out, and lists that have it in them."""

from __future__ import annotations

import re

from reporting.checker.findings import Finding, Kind, Severity, Verdict, amount
from reporting.checker.identities_sums import COMPLETE, sum_gap
from reporting.checker.identity import Values
from reporting.checker.quantities import Listing, Quantity, Report
from reporting.checker.vocabulary import family, flow_and_item

#: What a phrase covers: transfers between levels of government are one family.
_FAMILIES = (
    (re.compile(r"上解|下拨|补助下级|上级补助|上下级"), re.compile(r"上解|下拨|调剂金|补助下级|上级补助|下级补助")),
    (re.compile(r"转移"), re.compile(r"转移(收入|支出)|关系转移")),
    (re.compile(r"财政补"), re.compile(r"财政补[贴助]")),
    (re.compile(r"利息"), re.compile(r"利息")),
)


def definition_findings(report: Report) -> list[Finding]:
    """One finding for each part that its total says it does not contain."""
    said = [each for each in report.quantities if each.excludes]
    found: dict[tuple[str, str, str], Finding] = {}
    for statement in said:
        pattern = _covers(statement.excludes)
        for listing in report.listings:
            if pattern is None or not _in_scope(statement, listing) or not _adds_up(listing):
                continue
            for part in listing.parts:
                if pattern.search(part.label) and not _named(statement.includes, part):
                    found.setdefault((*part.subject.key,), _conflict(statement, listing, part))
    return list(found.values())


def _covers(words: str) -> re.Pattern[str] | None:
    return next((parts for phrase, parts in _FAMILIES if phrase.search(words)), None)


def _named(includes: str, part: Quantity) -> bool:
    """The definition itself says that the part is in (含中央调剂金，不含其他上解下拨)."""
    for name in filter(None, re.split(r"[、和及与]", includes)):
        item = flow_and_item(name)[1]
        both_ways = family(item) == "adjustment" == family(part.subject.item)
        if name in part.label or (item and item == part.subject.item) or both_ways:
            return True
    return False


def _in_scope(statement: Quantity, listing: Listing) -> bool:
    """The total itself, or the total of one of the funds in it: same flow, no item."""
    subject, parent = statement.subject, listing.parent.subject
    same_flow = subject.flow == parent.flow and not parent.item and parent.plan is subject.plan
    return same_flow and subject.fund in ("all", "", parent.fund)


def _adds_up(listing: Listing) -> bool:
    """The part is really in: the list adds up to its total (a small remainder is another matter)."""
    rest = sum_gap(listing.parent, listing.parts)(Values()).middle
    return abs(rest) <= COMPLETE * abs(listing.parent.value)


def _conflict(statement: Quantity, listing: Listing, part: Quantity) -> Finding:
    return Finding(
        Kind.DEFINITION,
        Verdict.WRONG,
        Severity.MEDIUM,
        "总额注明不含的项目列在其分项中",
        part.place,
        part.quote,
        f"{statement.place} 注明“不含{statement.excludes}”；{listing.parent.place} 总额 {listing.parent.text} 的分项含"
        f"“{part.label}”{amount(part.value, part.unit)}",
        "统一口径：从总额中剔除，或把说明改为“含调剂金，不含其他上解下拨”之类。",
        (part, listing.parent, statement),
    )
