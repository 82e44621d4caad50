"""The checks of one contract as SQL conditions: what makes a row impossible (reject) or doubtful (warn)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.contract import Check, Column, SourceContract
from ingest.findings import REJECT, WARN
from ingest.staging import literal, quoted

DIGITS = r"(\d{1,16}|\d{1,3}(,\d{3}){1,4})"
PATTERNS = {
    "money": rf"-?{DIGITS}(\.\d{{1,2}}0*)?",
    "decimal": rf"-?{DIGITS}(\.\d{{1,6}}0*)?",
    "integer": r"-?\d{1,9}",
    "month": r"(19|20)\d{2}(0[1-9]|1[0-2])",
}
EXPECTED = {
    "money": "金额，如 1234.56，最多两位小数",
    "decimal": "数字，最多六位小数",
    "integer": "整数，最多九位",
    "month": "年月，如 202001",
}
BAD_TYPE = {"money": "not_an_amount", "decimal": "not_a_number", "integer": "not_an_integer", "month": "not_a_month"}
DATE_FORMS = {
    "iso": (r"(19|20)\d{2}-\d{2}-\d{2}", "2020-01-31"),
    "compact": (r"(19|20)\d{6}", "20200131"),
    "slash": (r"(19|20)\d{2}/\d{2}/\d{2}", "2020/01/31"),
}


@dataclass(frozen=True)
class RowCheck:
    """``bad`` is SQL that is true for a row that fails; it is never NULL in a way that hides a failure."""

    code: str
    severity: str
    column: Column
    bad: str
    message: str


def date_value(name: str) -> str:
    """SQL of a date in any accepted form, NULL when it is none (20210231)."""
    return f"CAST(try_strptime(replace(replace({quoted(name)}, '-', ''), '/', ''), '%Y%m%d') AS DATE)"


def total_sql(name: str, only: str) -> str:
    """SQL of the exact sum of a column, rejects included: numbers with too many decimals count in full.

    ``only`` is a condition on the rows. Two sums, because wide decimals cost a hundred times as much.
    """
    column = quoted(name)
    plain_form = f"regexp_full_match({column}, '{PATTERNS['money']}')"
    any_form = f"regexp_full_match({column}, '-?{DIGITS}(\\.\\d+)?')"
    value = f"replace({column}, ',', '')"
    return (
        f"coalesce(sum(CASE WHEN {only} AND {plain_form} THEN CAST({value} AS DECIMAL(18, 2)) END), 0) + "
        f"coalesce(sum(CASE WHEN {only} AND NOT {plain_form} AND {any_form} THEN CAST({value} AS DECIMAL(38, 10)) END), 0)"
    )


def moment(column: Column) -> str:
    """SQL of a value that is compared with a period: a DATE, or the text ``YYYYMM``; NULL when it is none."""
    if column.type == "month":
        return (
            f"CASE WHEN regexp_full_match({quoted(column.name)}, '{PATTERNS['month']}') THEN {quoted(column.name)} END"
        )
    return date_value(column.name)


def edges(column: Column, period: str) -> tuple[str, str]:
    """SQL of the first and the last ``moment`` of ``period``."""
    first, last = (period, period) if len(period) == 6 else (f"{period}01", f"{period}12")
    if column.type == "month":
        return literal(first), literal(last)
    end = calendar.monthrange(int(last[:4]), int(last[4:]))[1]
    return f"DATE '{first[:4]}-{first[4:]}-01'", f"DATE '{last[:4]}-{last[4:]}-{end}'"


def row_checks(contract: SourceContract, period: str) -> list[RowCheck]:
    """Every row check of the contract for a file of ``period``, in the order of the columns."""
    found = [check for column in contract.columns for check in _column_checks(column)]
    for check in contract.checks:
        found.append(_relation(check, contract, period))
    return found


def _column_checks(column: Column) -> Iterator[RowCheck]:
    name = quoted(column.name)
    if column.required:
        yield RowCheck("missing_value", REJECT, column, f"{name} IS NULL", f"“{column.header}”不能为空")
    if column.type in PATTERNS:
        yield RowCheck(
            BAD_TYPE[column.type],
            REJECT,
            column,
            f"NOT regexp_full_match({name}, '{PATTERNS[column.type]}')",
            f"“{column.header}”应为{EXPECTED[column.type]}",
        )
    if column.type == "date":
        forms = "|".join(DATE_FORMS[f][0] for f in column.formats)
        sample = " 或 ".join(DATE_FORMS[f][1] for f in column.formats)
        yield RowCheck(
            "not_a_date",
            REJECT,
            column,
            f"({name} IS NOT NULL AND (NOT regexp_full_match({name}, '{forms}') OR {date_value(column.name)} IS NULL))",
            f"“{column.header}”应为日期，如 {sample}",
        )
    if column.codes:
        allowed = ", ".join(literal(c) for c in column.codes)
        yield RowCheck(
            "unknown_code", column.unknown_code, column, f"{name} NOT IN ({allowed})", f"“{column.header}”不在代码表内"
        )
    if column.pattern:
        yield RowCheck(
            "bad_format",
            WARN,
            column,
            f"NOT regexp_full_match({name}, {literal(column.pattern)})",
            f"“{column.header}”的写法不合规定",
        )


def _relation(check: Check, contract: SourceContract, period: str) -> RowCheck:
    if check.kind == "one_of":
        first = contract.column(check.columns[0])
        names = "、".join(contract.column(c).header for c in check.columns)
        bad = " AND ".join(f"{quoted(c)} IS NULL" for c in check.columns)
        return RowCheck("missing_value", REJECT, first, f"({bad})", f"“{names}”不能都空着")
    column = contract.column(check.column)
    bad, code, message = _RELATIONS[check.kind](check, column, contract, period)
    if check.unless:
        values = ", ".join(literal(v) for v in check.unless[1])
        bad = f"({bad}) AND coalesce({quoted(check.unless[0])}, '') NOT IN ({values})"
    return RowCheck(code, WARN, column, bad, message)


def _not_after(check: Check, column: Column, contract: SourceContract, period: str) -> tuple[str, str, str]:
    other = contract.column(check.other)
    return (
        f"{date_value(column.name)} > {date_value(other.name)}",
        "date_order",
        f"“{column.header}”晚于“{other.header}”",
    )


def _month_edge(check: Check, column: Column, contract: SourceContract, period: str) -> tuple[str, str, str]:
    day, word = date_value(column.name), "第一" if check.edge == "start" else "最后一"
    edge = f"date_trunc('month', {day})" if check.edge == "start" else f"last_day({day})"
    return f"{day} <> {edge}", "not_month_edge", f"“{column.header}”不是月份的{word}天"


def _not_future(check: Check, column: Column, contract: SourceContract, period: str) -> tuple[str, str, str]:
    return f"{moment(column)} > {edges(column, period)[1]}", "future_fee_period", f"“{column.header}”晚于文件的月份"


def _starts_with(check: Check, column: Column, contract: SourceContract, period: str) -> tuple[str, str, str]:
    other = contract.column(check.other)
    return (
        f"NOT starts_with({quoted(column.name)}, {quoted(other.name)})",
        "prefix_mismatch",
        f"“{column.header}”应以“{other.header}”开头",
    )


_RELATIONS = {
    "not_after": _not_after,
    "month_edge": _month_edge,
    "not_future": _not_future,
    "starts_with": _starts_with,
}


def outside_period(contract: SourceContract, period: str) -> str | None:
    """SQL that is true for a row that does not belong to ``period``, or ``None`` when rows carry no period."""
    rule = contract.period
    if rule is None:
        return None
    columns = [contract.column(name) for name in rule.columns]
    within = [f"{moment(c)} BETWEEN {edges(c, period)[0]} AND {edges(c, period)[1]}" for c in columns]
    inside = " OR ".join(f"coalesce({w}, false)" for w in within)
    known = " OR ".join(f"({moment(c)}) IS NOT NULL" for c in columns)
    # an impossible date is a reject of its own, not a row of another month
    broken = " OR ".join(f"({quoted(c.name)} IS NOT NULL AND ({moment(c)}) IS NULL)" for c in columns)
    exempt = f" AND {quoted(rule.unless_filled)} IS NULL" if rule.unless_filled else ""
    return f"NOT ({inside}) AND ({known}) AND NOT ({broken}){exempt}"
