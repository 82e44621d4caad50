"""Header texts to the contract's columns. An unknown, missing or doubled header stops the file."""

from __future__ import annotations

import re

from ingest.contract import Column, SourceContract
from ingest.findings import Problem, Refusal


def normal_label(text: str) -> str:
    """A header without blanks, line breaks and the star that marks required columns."""
    return re.sub(r"[\s\u3000]+", "", text).strip("\ufeff*＊")


def known_labels(contract: SourceContract, period: str) -> dict[str, Column]:
    """Every header that is valid in ``period``, to its column."""
    return {
        normal_label(label.text): column
        for column in contract.columns
        for label in column.labels
        if label.is_valid(period)
    }


def matches(labels: list[str], contract: SourceContract, period: str) -> int:
    """How many of ``labels`` the contract knows."""
    known = known_labels(contract, period)
    return len({known[normal_label(x)].name for x in labels if normal_label(x) in known})


def map_header(labels: list[str], contract: SourceContract, period: str, row: int) -> list[Column]:
    """The contract's column for each header, in file order.

    Raises ``Refusal`` ``unknown_column``, ``missing_column`` or ``duplicate_column``, naming all of them.
    """
    known = known_labels(contract, period)
    normal = [normal_label(x) for x in labels]
    unknown = [labels[i] for i, x in enumerate(normal) if x not in known]
    mapped = [known[x] for x in normal if x in known]
    present = [c.name for c in mapped]
    missing = [c for c in contract.columns if not c.optional and c.name not in present]
    doubled = sorted({c.header for c in mapped if present.count(c.name) > 1})
    problems = tuple(
        [Problem(row, c.header, expected=f"有“{c.header}”这一列", found="没有这一列") for c in missing]
        + [Problem(row, x or "（空）", expected="没有这一列", found=f"多出“{x}”") for x in unknown]
        + [Problem(row, x, expected="只有一列", found="同名的列不止一列") for x in doubled]
    )
    if missing:
        raise Refusal("missing_column", "表头缺少列：" + "、".join(c.header for c in missing), problems)
    if unknown:
        raise Refusal("unknown_column", "表头有不认识的列：" + "、".join(x or "（空）" for x in unknown), problems)
    if doubled:
        raise Refusal("duplicate_column", "表头有重复的列：" + "、".join(doubled), problems)
    return mapped
