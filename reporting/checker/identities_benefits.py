"""待遇支出 is the sum of the benefits that the report lists for the fund."""

from __future__ import annotations

from reporting.checker.findings import Kind
from reporting.checker.identities_sums import spell_sum, sum_gap
from reporting.checker.identity import Identity
from reporting.checker.quantities import Quantity, Report
from reporting.checker.vocabulary import family


def benefit_identities(report: Report) -> list[Identity]:
    """Weak: which benefits count as 待遇 is the report's own choice."""
    found = []
    for plan in (False, True):
        for fund in sorted({each.subject.fund for each in report.values(plan=plan)} - {"", "all"}):
            whole = report.find(fund, "expenditure", "待遇", plan=plan)
            parts: dict[str, Quantity] = {}
            for each in report.values(plan=plan):
                if (
                    each.subject.fund == fund
                    and family(each.subject.item) == "benefit"
                    and each.subject.flow == "expenditure"
                ):
                    parts.setdefault(each.subject.item, each)
            chosen = list(parts.values())
            if whole and len(chosen) > 1:
                found.append(
                    Identity(
                        Kind.SUM,
                        "各项待遇之和＝待遇支出",
                        whole[0],
                        (whole[0], *chosen),
                        lambda values, whole=whole[0], chosen=chosen: [sum_gap(whole, chosen)(values)],  # type: ignore[misc]
                        spell_sum(whole[0], chosen),
                        weak=True,
                    )
                )
    return found
