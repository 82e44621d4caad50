"""ECharts options: only shape and words; every number comes from SQL as text and is drawn as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workbench import words
from workbench.published import Row

_COLOURS = ["#8c1d18", "#1a4f8b", "#8a5a00", "#1c6b3c"]


def trend(rows: list[Row], address: Callable[[str], str]) -> dict[str, Any] | None:
    """The year's open differences (bars, 万元) and match rates (lines, %) by leg; None when there is nothing to draw.

    Args:
        address: Where a click on a month's bar leads.
    """
    periods = sorted({row["period"] for row in rows})
    if not periods:
        return None
    found = {(row["leg"], row["period"]): row for row in rows}
    legs = [leg for leg in words.legs() if any((leg, period) in found for period in periods)]
    bars = [
        _series(
            leg,
            "未清",
            "bar",
            0,
            [{"value": _text(found, leg, each, "open_wan"), "href": address(each)} for each in periods],
        )
        for leg in legs
    ]
    lines = [
        _series(leg, "匹配率", "line", 1, [_text(found, leg, each, "matched_percent") for each in periods])
        for leg in legs
    ]
    return {
        "color": _COLOURS[: len(legs)] * 2,
        "grid": {"left": 8, "right": 8, "bottom": 8, "top": 64, "containLabel": True},
        "legend": {"type": "scroll", "top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": [f"{int(each[4:])}月" for each in periods]},
        "yAxis": [
            {"type": "value", "name": "期末未清（万元）"},
            {"type": "value", "name": "匹配率（%）", "max": 100, "scale": True, "splitLine": {"show": False}},
        ],
        "series": bars + lines,
    }


def _series(
    leg: str, kind: str, form: str, axis: int, values: Sequence[dict[str, str | None] | str | None]
) -> dict[str, Any]:
    return {
        "name": f"{words.legs()[leg].name} {kind}",
        "type": form,
        "yAxisIndex": axis,
        "data": values,
        **({"stack": "open"} if form == "bar" else {"symbolSize": 5}),
    }


def _text(found: dict[tuple[str, str], Row], leg: str, period: str, column: str) -> str | None:
    row = found.get((leg, period))
    return None if row is None or row[column] is None else str(row[column])
