"""One filter for all codes: ``code|label('verdict')``. The words themselves are in :mod:`workbench.words` and the seeds."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache

from warehouse.settings import PROJECT
from warehouse.state.decisions import KINDS
from warehouse.state.permissions import ROLES
from workbench import words

FILE_STATES = {"accepted": "现用", "superseded": "已被替代", "refused": "退回"}
DECISION_STATES = {
    "proposed": "待复核",
    "approved": "已同意",
    "rejected": "已退回",
    "withdrawn": "已撤回",
    "revoked": "已撤销",
}


@cache
def _leg_names() -> Mapping[str, str]:
    return {code: leg.name for code, leg in words.legs().items()}


@cache
def _fund_names() -> Mapping[str, str]:
    with (PROJECT / "dbt_project" / "seeds" / "fund.csv").open(encoding="utf-8") as seed:
        return {row["fund_code"]: row["short_name"] for row in csv.DictReader(seed)}


_KINDS: dict[str, Callable[[], Mapping[str, str]]] = {
    "party": lambda: words.PARTIES,
    "dataset": lambda: words.DATASETS,
    "verdict": lambda: words.VERDICTS,
    "fund": _fund_names,
    "leg": _leg_names,
    "role": lambda: ROLES,
    "file_state": lambda: FILE_STATES,
    "decision": lambda: KINDS,
    "decision_state": lambda: DECISION_STATES,
}


@cache
def _named_in_text() -> tuple[re.Pattern[str], Mapping[str, str]]:
    names = {**words.DATASETS, **_leg_names(), **words.BASES, "fct_fund_statement": "基金收支表"}
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)", re.ASCII), names


def evidence(text: str | None) -> str:
    """What a control or the close found, as accountants read it: names for codes, thousands in amounts."""
    if not text:
        return "–"
    codes, names = _named_in_text()
    named = codes.sub(lambda found: names[found[1]], text)
    return re.sub(r"(?<![\w.])\d{4,}(?=\.\d\d(?![\w.]))", lambda found: f"{int(found[0]):,}", named, flags=re.ASCII)


def label(code: str | None, kind: str) -> str:
    """The word for a code of this kind; the code itself where none is known, an en dash for none."""
    if code is None:
        return "–"
    return _KINDS[kind]().get(code, code)
