"""Which role a figure plays, by the words before it and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporting.checker.figures import Figure
from reporting.checker.quantities import Role

_UP = r"增加|增长|上升|提高|提升|增收|增支|多收|多支|净增|增幅|增速|增"
_DOWN = r"减少|降低|下降|下滑|回落|减收|减支|少收|少支|降幅|减幅|减|降"
_CHANGE = re.compile(rf"(?P<word>{_UP}|{_DOWN})(加|少|长)?(了|额|数)?(为|达|至)?$")
_GROWTH = re.compile(rf"{_UP}|{_DOWN}")
_COMPLETION = re.compile(
    r"(完成|为|占|达到?|相当于).{0,12}(预算|计划)(支出|收入|目标)?(数)?的?$|(预算|计划)?(执行|完成)(率|进度)(为|达到?|是)?$"
)
_PRIOR = re.compile(
    r"(上年度?|去年|上一年度?|上期)(全年)?(末|底|同期|同期数|执行数|决算数|完成数|实际)?的?(数)?(人数)?(为|是)?$"
)
_AVERAGE = re.compile(r"人均|月均|户均|平均|每人|每月|每年|标准|缴费基数")
# Growth against something else than the year before.
_OTHER_BASE = re.compile(r"年初|上月|环比|上季|两年|预算|计划|目标|\d{4}\s*年")
_DEFICIT = re.compile(r"(缺口|赤字|收不抵支|超支)(为|达)?$")
_CLAIM_RATE = re.compile(r"率(为|是|达到?|均为)?$")
_LIMIT_AFTER = re.compile(r"\s*(\(含\)|（含）)?(以上|以下|以内)")
_LIMIT_BEFORE = re.compile(r"(不低于|不少于|不高于|不超过|≥|≤|>=|<=|大于等于|小于等于)$")
_VAGUE_BEFORE = re.compile(r"(约|近|超过?|逾|大约|将近|突破)$")
_VAGUE_AFTER = re.compile(r"\s*(多|余|左右|以上)")
_PLAN = re.compile(r"预算|计划|目标|预期|预计|拟")
_ACTUAL = re.compile(r"执行|实际|完成|决算|达到")
_AGAINST_BUDGET = re.compile(r"(较|比|与)[^，。；]{0,10}(预算|计划|目标)[^，。；]{0,6}$")


@dataclass(frozen=True)
class Part:
    """The role and what goes with it; ``sign`` turns a printed decrease negative."""

    role: Role
    sign: int = 1


def role_of(figure: Figure, label: str, after: str) -> Part:
    """Role by the label (the clause up to the figure) and by what follows it."""
    label = label.strip()
    if figure.unit is None:
        return Part(Role.CLAIM if _CLAIM_RATE.search(label) else Role.OTHER)
    if figure.unit.dimension in ("rate", "times", "points"):
        return _rate_role(figure, label, after)
    return _amount_role(label)


def _rate_role(figure: Figure, label: str, after: str) -> Part:
    if _LIMIT_AFTER.match(after) or _LIMIT_BEFORE.search(label):
        return Part(Role.TARGET)
    if "平均" in label:
        return Part(Role.CLAIM)
    if _COMPLETION.search(label):
        return Part(Role.COMPLETION)
    words = list(_GROWTH.finditer(label))
    if words:
        yearly = figure.unit is not None and figure.unit.dimension == "rate" and not _OTHER_BASE.search(label)
        return Part(Role.GROWTH, -1 if re.fullmatch(_DOWN, words[-1][0]) else 1) if yearly else Part(Role.OTHER)
    return Part(Role.SHARE if re.search(r"占|比重|比例", label) else Role.CLAIM)


def _amount_role(label: str) -> Part:
    if _AVERAGE.search(label):
        return Part(Role.AVERAGE)
    if _PRIOR.search(label):
        return Part(Role.PRIOR)
    change = _CHANGE.search(label)
    if change:
        if _AGAINST_BUDGET.search(label[: change.start()]) or re.search(r"(较|比)\d{4}\s*年", label):
            return Part(Role.OTHER)
        if label.endswith(("增至", "增加至", "增长至", "增加到", "减至", "减少至", "降至", "提高至", "提高到")):
            return Part(Role.VALUE)
        return Part(Role.CHANGE, -1 if re.fullmatch(_DOWN, change["word"]) else 1)
    return Part(Role.VALUE, -1 if _DEFICIT.search(label) else 1)


def is_plan(label: str) -> bool:
    """Whether the clause speaks of a budget or a goal."""
    return bool(_PLAN.search(label)) and not is_actual(label)


def is_actual(label: str) -> bool:
    """Whether the clause says that it is a result."""
    return bool(_ACTUAL.search(label)) and not re.search(r"执行目标|完成目标", label)


def is_vague(label: str, after: str) -> bool:
    """Whether the figure is only about so much."""
    return bool(_VAGUE_BEFORE.search(label.strip()) or _VAGUE_AFTER.match(after))


def limit_of(label: str, after: str) -> str:
    """'<=' for an upper limit, else '>='."""
    upper = re.search(r"(不高于|不超过|≤|<=|小于等于)$", label.strip()) or re.match(r"\s*(以下|以内)", after)
    return "<=" if upper else ">="
