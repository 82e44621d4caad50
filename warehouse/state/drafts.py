"""What a person proposes: its shape, its kinds and reason codes, and what can be refused without a database."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from warehouse.settings import PROJECT

WITH_LINES = ("explain", "match", "unmatch", "exclude", "write_off")
REQUESTS = ("reopen", "rule_change", "revoke")
KINDS = {
    "explain": "解释",
    "match": "人工勾对",
    "unmatch": "拆开勾对",
    "exclude": "不计入对账",
    "write_off": "核销",
    "reopen": "申请重开",
    "rule_change": "申请改规则",
    "revoke": "撤销已批准的决定",
}
REASONS = {
    "explain": {"voucher": "有凭证说明", "party_confirmed": "对方已确认", "timing": "时间差",
                "entry_error": "录入差错，待更正", "other": "其他，见说明"},
    "match": {"same_business": "同一笔业务，关键字不同", "split_or_merged": "拆分或合并入账", "other": "其他，见说明"},
    "unmatch": {"other_business": "不是同一笔业务", "wrong_partner": "对错了对象", "other": "其他，见说明"},
    "exclude": {"out_of_scope": "不属本对账范围", "other": "其他，见说明"},
    "write_off": {"rounding": "尾差", "approved_elsewhere": "已按制度批准核销", "other": "其他，见说明"},
    "reopen": {"party_restated": "对方重报", "own_error": "本方差错更正", "audit_finding": "审计要求",
               "other": "其他，见说明"},
    "rule_change": {"new_business": "新业务", "rule_error": "规则有误", "other": "其他，见说明"},
    "revoke": {"wrong": "原决定有误", "new_evidence": "有新凭证", "other": "其他，见说明"},
}  # fmt: skip
FATES = {
    "applied": "已起作用",
    "orphaned": "行已变，失去依据",
    "refused": "不符合规则，未起作用",
    "superseded": "已被以后的决定取代",
    "superseded_by_rule": "规则已对上",
    "noted": "不涉及明细",
}
"""What the build made of an approved decision."""
LONGEST_COMMENT = 2000
MOST_LINES = 5000


class DecisionRefused(ValueError):
    """The decision may not be made; the message says why, one problem a line."""


@dataclass(frozen=True)
class DecisionLine:
    """A line as it was shown to the person: amount in 元. ``line_id`` follows from its content."""

    side: str
    party: str
    dataset: str
    line_id: str
    record_key: str
    fund_code: str
    amount: Decimal
    period: str


@dataclass(frozen=True)
class DecisionDraft:
    """A decision before it is proposed.

    Attributes:
        cause: Of an explanation, or why both sides of a match do not add up to the same.
        attachment: (file name, bytes) or None.
        target: For ``revoke`` the decision to be revoked; for ``rule_change`` the digest of the rules attached.
    """

    kind: str
    leg: str
    region_code: str
    period: str
    cause: str | None
    reason_code: str
    comment: str
    lines: tuple[DecisionLine, ...] = ()
    attachment: tuple[str, bytes] | None = None
    target: str | None = None


@cache
def leg_parties() -> dict[str, tuple[str, str]]:
    """Leg → (party on the left, party on the right), as declared in ``seeds/legs.csv``."""
    with (PROJECT / "dbt_project" / "seeds" / "legs.csv").open(encoding="utf-8") as file:
        return {row["leg"]: (row["left_party"], row["right_party"]) for row in csv.DictReader(file)}


def check_form(draft: DecisionDraft) -> None:
    """Refuse what is incomplete in itself.

    Raises:
        DecisionRefused: Says everything that is wrong with the form.
    """
    if problems := [problem for problem in _form_problems(draft) if problem]:
        raise DecisionRefused("\n".join(problems))


def _form_problems(draft: DecisionDraft) -> list[str]:
    problems = []
    if draft.kind not in KINDS:
        return [f"没有这种决定：{draft.kind}。"]
    if draft.kind in WITH_LINES and draft.leg not in leg_parties():
        problems.append(f"没有这个对账环节：{draft.leg}。")
    if not re.fullmatch(r"\d{6}", draft.region_code):
        problems.append("请写明行政区划代码（6 位数字）。")
    if not re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", draft.period):
        problems.append("请写明月份（YYYYMM）。")
    if draft.reason_code not in REASONS[draft.kind]:
        problems.append(f"请选择理由：{'、'.join(REASONS[draft.kind].values())}。")
    if not draft.comment.strip() or len(draft.comment) > LONGEST_COMMENT:
        problems.append(f"请写说明（不超过 {LONGEST_COMMENT} 字）。")
    if draft.kind == "explain" and not draft.cause:
        problems.append("解释要选择原因。")
    if draft.kind in REQUESTS and draft.lines:
        problems.append("申请不带明细行。")
    if draft.kind in ("revoke", "rule_change") and not draft.target:
        problems.append("请写明对象：要撤销的决定编号，或要更改的规则。")
    if draft.kind == "rule_change" and not _names_its_rules(draft):
        problems.append("规则更改请用 sanfang rules propose 提出：它附上改后的规则和试算。")
    return problems + (_line_problems(draft) if draft.kind in WITH_LINES else [])


def _names_its_rules(draft: DecisionDraft) -> bool:
    return draft.attachment is not None and hashlib.sha256(draft.attachment[1]).hexdigest() == draft.target


def _line_problems(draft: DecisionDraft) -> list[str]:
    problems = []
    if not 1 <= len(draft.lines) <= MOST_LINES:
        problems.append(f"请选择 1 到 {MOST_LINES} 行明细。")
    if len({line.line_id for line in draft.lines}) < len(draft.lines):
        problems.append("同一行明细选择了两次。")
    if draft.kind == "match" and len(draft.lines) < 2:
        problems.append("勾对至少要两行。")
    if any(line.side not in ("L", "R") for line in draft.lines):
        problems.append("明细行要写明在哪一边（L 或 R）。")
    return problems
