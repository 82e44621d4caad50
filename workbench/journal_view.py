"""The journal for an auditor's eyes: those of one region see what concerns their region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warehouse.state.journal import Entry, entries
from warehouse.state.store import StateStore

_PORTION = 500
_MOST = 20
"""Portions looked through for one page, so that a rare entry cannot make one request read everything."""

COLUMNS = {
    "login": "登录名",
    "name": "姓名",
    "role": "角色",
    "party": "部门",
    "region": "区划",
    "region_code": "区划",
    "period": "月份",
    "state": "状态",
    "change": "变更",
    "changed_by": "经手人",
    "secret": "密码的摘要",
    "token_hash": "会话的摘要",
    "started_at": "开始",
    "expires_at": "到期",
    "decision_id": "决定",
    "batch_id": "批次",
    "kind": "种类",
    "leg": "环节",
    "cause": "原因",
    "reason_code": "理由",
    "reason": "理由",
    "comment": "说明",
    "target": "对象",
    "maker": "提出人",
    "made_at": "提出时间",
    "outcome": "结果",
    "decided_by": "复核人",
    "decided_at": "复核时间",
    "signer": "签字人",
    "signed_at": "签字时间",
    "digest": "内容摘要",
    "sha256": "文件摘要",
    "side": "边",
    "dataset": "数据",
    "line_no": "序号",
    "line_id": "行标识",
    "record_key": "记录号",
    "fund_code": "险种",
    "amount": "金额（元）",
    "lines": "明细",
    "rows": "行",
    "query": "筛选",
    "bytes": "字节",
    "publication": "发布",
    "version": "版次",
    "event": "事项",
    "done_by": "经手人",
    "approved_by": "批准人",
    "happened_at": "时间",
    "why": "缘由",
    "attachment_name": "附件",
    "attachment_sha256": "附件摘要",
    "attachment_size": "附件字节",
    "decision_line": "明细行",
}


def journal_page(
    store: StateStore,
    regions: frozenset[str] | None,
    *,
    actor: str | None,
    action: str | None,
    subject: str | None,
    before: int | None,
    count: int,
) -> tuple[list[Entry], int | None]:
    """Newest entries first, and where the next page begins (None at the end)."""
    found: list[Entry] = []
    for _ in range(_MOST):
        portion = entries(store, actor=actor, action=action, subject=subject, before=before, limit=_PORTION)
        for entry in portion:
            before = entry.sequence
            if regions is None or set(_regions(entry.content)) & regions:
                found.append(entry)
                if len(found) == count:
                    return found, before
        if len(portion) < _PORTION:
            return found, None
    return found, before


def _regions(content: Any) -> Iterator[str]:
    """Region codes that an entry's rows name."""
    for rows in (content.get("rows") or {}).values():
        for row in rows:
            if row.get("region_code"):
                yield row["region_code"]
    if region := (content.get("details") or {}).get("region"):
        yield region


def summary(entry: Entry) -> list[tuple[str, str]]:
    """(column, value) of what was recorded, flat and short, for a table cell."""
    content = entry.content
    pairs: list[tuple[str, str]] = [(name, str(value)) for name, value in (content.get("details") or {}).items()]
    for table, rows in (content.get("rows") or {}).items():
        if len(rows) > 3:
            pairs.append((table, f"{len(rows)} 行"))
            continue
        pairs += [(name, str(value)) for row in rows for name, value in row.items() if value not in (None, "")]
    return [(COLUMNS.get(name, name), value) for name, value in pairs]
