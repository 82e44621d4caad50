"""The result as JSON for other programs."""

from __future__ import annotations

import json
from typing import Any

from reporting.checker.check import Result
from reporting.checker.findings import VERDICT_NAMES, Finding


def to_json(result: Result) -> str:
    """``{"report", "year", "figures", "ok", "counts", "findings": [...]}``; amounts are text as printed."""
    content = {
        "report": result.name,
        "year": result.year,
        "figures": result.figures,
        "ok": result.ok,
        "counts": {verdict.value: len(result.of(verdict)) for verdict in VERDICT_NAMES},
        "findings": [_finding(each) for each in result.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "title": finding.title,
        "place": finding.place,
        "quote": finding.quote,
        "arithmetic": finding.arithmetic,
        "reading": finding.reading,
        "figures": [
            {"place": each.place, "text": each.text, "fund": each.subject.fund, "role": each.role.value}
            for each in finding.quantities
        ],
    }
