"""What the checker says about a figure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from reporting.checker.figures import Unit
from reporting.checker.quantities import Quantity


class Verdict(StrEnum):
    """``explained``: does not add up as printed, and the report's presentation says why."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPLAINED = "explained"
    NOT_CHECKABLE = "not_checkable"


class Severity(StrEnum):
    """How much depends on it; ``none`` for what is right."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


class Kind(StrEnum):
    """The identity that was tested."""

    SUM = "sum"
    GROWTH = "growth"
    COMPLETION = "completion"
    BALANCE = "balance"
    ROLL = "roll"
    TWICE = "twice"
    UNIT = "unit"
    DEFINITION = "definition"
    TARGET = "target"
    UNCHECKED = "unchecked"


VERDICT_NAMES = {
    Verdict.WRONG: "有误",
    Verdict.EXPLAINED: "口径可解释",
    Verdict.NOT_CHECKABLE: "无法核对",
    Verdict.RIGHT: "相符",
}
SEVERITY_NAMES = {Severity.HIGH: "高", Severity.MEDIUM: "中", Severity.LOW: "低", Severity.NONE: ""}
KIND_NAMES = {
    Kind.SUM: "分项与合计",
    Kind.GROWTH: "增减与增幅",
    Kind.COMPLETION: "预算完成率",
    Kind.BALANCE: "收支与结余",
    Kind.ROLL: "结余滚存",
    Kind.TWICE: "前后一致",
    Kind.UNIT: "计量单位",
    Kind.DEFINITION: "统计口径",
    Kind.TARGET: "绩效目标",
    Kind.UNCHECKED: "无从核对",
}


@dataclass(frozen=True)
class Finding:
    """``place`` and ``quote`` of the figure that leads there, the arithmetic spelled out, the suggested ``reading``."""

    kind: Kind
    verdict: Verdict
    severity: Severity
    title: str
    place: str
    quote: str
    arithmetic: str
    reading: str
    quantities: tuple[Quantity, ...]


def amount(value: Fraction, unit: Unit, decimals: int = 4) -> str:
    """A value of the base unit in a unit, rounded half up, without trailing zeros."""
    return number(value / unit.scale, decimals) + ("" if unit.name == "%" else " ") + unit.name


def number(value: Fraction, decimals: int = 4) -> str:
    """Decimal text, rounded half up, without trailing zeros."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    text = f"{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}".rstrip("0").rstrip(".")
    return ("-" if value < 0 and whole else "") + text
