"""Tests everything that a report's figures promise each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reporting.checker.definitions import definition_findings
from reporting.checker.findings import Finding, Kind, Severity, Verdict
from reporting.checker.identities_balance import balance_identities
from reporting.checker.identities_benefits import benefit_identities
from reporting.checker.identities_completion import completion_identities
from reporting.checker.identities_growth import growth_identities
from reporting.checker.identities_sums import sum_identities
from reporting.checker.identities_twice import twice_identities
from reporting.checker.identity import Identity, Web
from reporting.checker.quantities import Quantity
from reporting.checker.reading import Block, ReadingError, read_report
from reporting.checker.readings import Reading
from reporting.checker.report import read_quantities
from reporting.checker.targets import target_findings
from reporting.checker.unchecked import unchecked_findings
from reporting.checker.units import correct_units

_ORDER = [Verdict.WRONG, Verdict.EXPLAINED, Verdict.NOT_CHECKABLE, Verdict.RIGHT]
#: Far more than any report prints; a ledger is no report.
MAX_FIGURES = 5_000
_SEVERITIES = list(Severity)


@dataclass(frozen=True)
class Result:
    """Findings in the order in which they should be read, and what was read."""

    name: str
    year: int
    figures: int
    findings: tuple[Finding, ...]

    def of(self, verdict: Verdict) -> list[Finding]:
        """Findings with a verdict."""
        return [each for each in self.findings if each.verdict is verdict]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.of(Verdict.WRONG)


def check_file(path: Path) -> Result:
    """Read a report and check it. Raises ReadingError where the file cannot be read."""
    return check_blocks(read_report(path), path.name)


def check_blocks(blocks: list[Block], name: str) -> Result:
    """Check what was read. Raises ReadingError where there are no figures, or far too many."""
    report = read_quantities(blocks)
    if not report.quantities:
        raise ReadingError(f"{name} 里没有读到带单位的数字（万元、人、% 等）：请确认是报告正文。")
    if len(report.quantities) > MAX_FIGURES:
        raise ReadingError(f"{name} 有 {len(report.quantities)} 个数字，超过 {MAX_FIGURES} 的上限：请只提交报告正文。")
    slips = correct_units(report)
    balances = balance_identities(report)
    identities = (
        sum_identities(report)
        + benefit_identities(report)
        + growth_identities(report)
        + completion_identities(report)
        + twice_identities(report)
        + balances.identities
    )
    web = Web(identities)
    found = [_supported(slip, web) for slip in slips] + balances.explained
    found += [made for identity in identities if (made := _judge(identity, web))]
    found += definition_findings(report) + target_findings(report)
    found += unchecked_findings(report, found)
    return Result(name, report.year, len(report.quantities), tuple(sorted(_merged(found), key=_rank)))


def _merged(found: list[Finding]) -> list[Finding]:
    """The same arithmetic printed at several places is one finding that names them all."""
    merged: dict[tuple[object, ...], Finding] = {}
    for each in found:
        key = (each.kind, each.verdict, each.title, each.arithmetic)
        if each.kind is Kind.UNCHECKED or key not in merged:
            merged[(*key, each.place, each.quote) if each.kind is Kind.UNCHECKED else key] = each
            continue
        first = merged[key]
        places = first.place if each.place in first.place.split("、") else f"{first.place}、{each.place}"
        quantities = {id(quantity): quantity for quantity in (*first.quantities, *each.quantities)}
        merged[key] = replace(first, place=places, quantities=tuple(quantities.values()))
    return list(merged.values())


def _rank(finding: Finding) -> tuple[int, int, int]:
    first = finding.quantities[0].order if finding.quantities else 0
    return _ORDER.index(finding.verdict), _SEVERITIES.index(finding.severity), first


def _judge(identity: Identity, web: Web) -> Finding | None:
    if web.holding(identity):
        return _finding(identity, Verdict.RIGHT, "")
    if identity.holds_truncated():
        if not web.rounds:
            return _finding(identity, Verdict.EXPLAINED, "末位按截尾而非四舍五入列示。")
        identity.severity = Severity.LOW
    repairs = web.likely_slip(identity) if identity.weak else web.repair(identity)
    if identity.weak and not repairs:
        return _finding(identity, Verdict.NOT_CHECKABLE, "分项未必列全或基数未列出，不作判断。")
    return _finding(identity, Verdict.WRONG, _advice(identity, repairs), tuple(quantity for quantity, _ in repairs))


def _advice(identity: Identity, repairs: list[tuple[Quantity, Reading]]) -> str:
    if identity.advice and not any(reading.rank <= 1 for _, reading in repairs):
        return identity.advice
    if not repairs:
        return "核对原始数据：没有单一的笔误可以解释。"
    return "；或 ".join(
        f"{quantity.place} {quantity.text} 应读作 {reading.text}（{reading.how}）" for quantity, reading in repairs
    )


def _finding(identity: Identity, verdict: Verdict, reading: str, suspects: tuple[Quantity, ...] = ()) -> Finding:
    at = suspects[0] if suspects else identity.at
    ordered = {id(each): each for each in (*suspects, identity.at, *identity.quantities)}
    severity = identity.severity if verdict is Verdict.WRONG else Severity.NONE
    return Finding(
        identity.kind,
        verdict,
        severity,
        identity.title,
        at.place,
        at.quote,
        identity.arithmetic,
        reading,
        tuple(ordered.values()),
    )


def _supported(slip: Finding, web: Web) -> Finding:
    """A unit's reading is the surer the more identities hold with it."""
    holding = list(_distinct(web.confirmations(slip.quantities[0])))
    if not holding:
        return slip
    proof = "；".join(each.arithmetic for each in holding[:2])
    return replace(slip, arithmetic=f"{slip.arithmetic}。按此读法另有 {len(holding)} 项勾稽成立：{proof}")


def _distinct(identities: list[Identity]) -> Iterator[Identity]:
    seen = set()
    for each in identities:
        if each.arithmetic not in seen:
            seen.add(each.arithmetic)
            yield each
