"""What codes are called on pages: the declared seeds, and the fixed lists of the reconciliation contract."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from warehouse.settings import PROJECT
from warehouse.state import permissions

PARTIES = permissions.PARTIES
DATASETS = {
    "ss_contribution": "社保到账明细",
    "ss_benefit": "待遇发放明细",
    "ss_ledger": "社保账簿",
    "ss_assessment": "缴费核定",
    "ss_statistics": "统计月报",
    "tax_collection": "税务征收明细",
    "fin_special_account": "财政专户日记账",
    "fin_budget": "基金预算",
    "fin_performance_goal": "绩效目标",
}
VERDICTS = {
    "matched": "一致",
    "amount_differs": "金额不符",
    "fund_differs": "险种不符",
    "period_differs": "所属期不符",
    "group_sum_differs": "合计不符",
    "duplicate": "重复",
    "self_cancelled": "自相冲销",
    "refund": "退费",
    "late_fee": "滞纳金",
    "only_left": "左方独有",
    "only_right": "右方独有",
    "ambiguous": "多笔相同",
    "unusable_key": "无法识别",
    "excluded": "不在范围",
}
STATUSES = {
    "proven": "已证明",
    "proven_with_open_items": "有未达账项",
    "unexplained": "未说明",
    "not_provable": "不可证明",
}
BASES = {"paid_date": "缴款日口径", "treasury_date": "入库日口径"}
STATES = {
    "open": "未清",
    "differences": "全部差异",
    "transit": "跨月已清",
    "excluded": "不在范围",
    "matched": "一致",
    "all": "全部行",
}
OWNERS = {**PARTIES, "undecided": "待定", "cleared_since": "其后已清"}
PASSES = {
    "P0": "人工决定",
    "P1": "一方之内",
    "P2": "强键相等",
    "P3": "强键相同、一项不同",
    "P4": "除月份外相同",
    "P5": "弱键，工作日窗口内",
    "P6": "同批、同日或同缴费人合计",
    "P7": "建议",
    "P8": "其余",
}
KEYS = {
    "ticket": "税票号码",
    "ticket15": "税票号码前15位",
    "sure_ticket": "税票号码",
    "fund_code": "险种",
    "fee_from": "所属期起",
    "fee_to": "所属期止",
    "payer_key": "缴费人",
    "assessment_no": "核定单号",
    "period": "月份",
    "kind": "缴费类型",
    "batch_no": "批次号",
    "is_refund": "收或退",
    "is_nameless": "无批次号",
    "account_code": "科目（项目）",
    "amount": "金额",
}
REQUIREMENTS = {
    "files_complete": "三方文件到齐",
    "earlier_closed": "较早的月份已结账",
    "bridge_explained": "各环节没有未解释差额",
    "controls_pass": "必须通过的内控已通过",
    "causes_confirmed": "金额重大的差异原因已确认",
    "unconfirmed_sum": "未确认差异合计在限额内",
}
CONTROL_STATUSES = {"pass": "通过", "warn": "提示", "fail": "不通过", "not_run": "未执行"}
SEVERITIES = {"high": "高", "medium": "中", "low": "低"}


@dataclass(frozen=True)
class Leg:
    """A leg as declared: who is left, who is right, what they are called."""

    code: str
    name: str
    left_party: str
    right_party: str
    left_label: str
    right_label: str

    @property
    def is_total(self) -> bool:
        """Whether the leg compares reported totals and has no lines that a person decides on."""
        return self.code == "total_3way"


@dataclass(frozen=True)
class Cause:
    """A declared cause of a verdict."""

    verdict: str
    code: str
    legs: tuple[str, ...]
    name: str
    owner: str
    is_open: bool
    recognised_by: str
    is_by_person: bool


@lru_cache
def legs() -> dict[str, Leg]:
    """Legs in their order."""
    found = sorted(_seed("legs"), key=lambda row: int(row["leg_no"]))
    return {
        row["leg"]: Leg(
            row["leg"], row["leg_name"], row["left_party"], row["right_party"], row["left_label"], row["right_label"]
        )
        for row in found
    }


@lru_cache
def _bucket_rows() -> list[dict[str, str]]:
    return sorted(_seed("age_bucket"), key=lambda row: int(row["bucket_no"]))


def buckets() -> dict[str, str]:
    """Buckets of the age of open lines with their names, oldest last."""
    return {row["bucket"]: row["label"] for row in _bucket_rows()}


def bucket_of(days: str) -> str:
    """SQL for the bucket of an age in days, as ``mart_open_item`` has it; no date is the oldest."""
    rows = _bucket_rows()
    upper = " ".join(f"when {days} <= {int(row['days_to'])} then '{row['bucket']}'" for row in rows if row["days_to"])
    return f"case {upper} else '{rows[-1]['bucket']}' end"


@lru_cache
def causes() -> tuple[Cause, ...]:
    """Every declared pair of verdict and cause."""
    return tuple(
        Cause(
            row["verdict"],
            row["cause"],
            tuple(row["legs"].split(";")),
            row["label"],
            row["owner"],
            row["is_open"] == "true",
            row["recognised_by"],
            row["is_by_person"] == "true",
        )
        for row in _seed("difference_causes")
    )


def causes_of(leg: str, verdict: str) -> tuple[Cause, ...]:
    """Causes that a person may give for this verdict in this leg."""
    return tuple(
        cause
        for cause in causes()
        if cause.verdict == verdict and leg in cause.legs and cause.code and not cause.is_by_person
    )


def cause_name(code: str | None, verdict: str | None = None) -> str:
    """What a cause is called beside a verdict (one code may mean another thing beside another); else the code itself."""
    if not code:
        return ""
    found = [cause for cause in causes() if cause.code == code]
    fitting = [cause.name for cause in found if cause.verdict == verdict]
    names = fitting or list(dict.fromkeys(cause.name for cause in found))
    return "／".join(names) if names else code


@lru_cache
def _rules() -> dict[str, dict[str, str]]:
    return {row["model"]: row for row in _seed("match_passes")}


def rule_text(rule: str | None) -> str:
    """What a matching rule did, in words."""
    if not rule:
        return ""
    if rule in _rules():
        return _rules()[rule]["description"]
    if rule.endswith("_scope"):
        return "按环节范围判定：不属于本环节核对的行"
    if rule.endswith("_p8_left"):
        return "各轮之后仍找不到对方记录"
    return "三方分别报告的总额相比" if rule == "total_3way" else rule


def rule_keys(rule: str | None) -> list[str]:
    """Names of the keys that a rule compares."""
    row = _rules().get(rule or "")
    return [KEYS.get(key, key) for key in row["keys"].split(";") if key] if row else []


@lru_cache
def controls() -> dict[str, dict[str, str]]:
    """Declared controls by id: title, source (regulation), reason."""
    return {row["control_id"]: row for row in _seed("control")}


def _seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "dbt_project" / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
