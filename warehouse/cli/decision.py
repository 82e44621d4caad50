"""`sanfang decision`: propose and review decisions without the pages. Both ask for the person's password."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from warehouse.cli.session import console, settings, signed_in
from warehouse.state.drafts import FATES, KINDS, REASONS, DecisionDraft, DecisionLine, DecisionRefused

if TYPE_CHECKING:
    from warehouse.state.decisions import Decision

decisions = typer.Typer(help="人的决定：解释、勾对、核销…… Decisions and their review.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="决定编号，如 D00000012")]
By = Annotated[str, typer.Option("--by", help="登录名；密码另行输入")]
Comment = Annotated[str, typer.Option("--comment", help="说明")]
_STATUS = {"proposed": "待复核", "approved": "已批准", "rejected": "已退回", "withdrawn": "已撤回", "revoked": "已撤销"}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(decisions, name="decision")


@decisions.command("list")
def list_command(
    region: Annotated[str | None, typer.Option("--region", help="行政区划代码")] = None,
    period: Annotated[str | None, typer.Option("--period", help="月份 YYYYMM")] = None,
    status: Annotated[str | None, typer.Option("--status", help=f"状态：{' '.join(_STATUS)}")] = None,
    limit: Annotated[int, typer.Option("--limit", help="最多显示的行数")] = 50,
) -> None:
    """列出决定，新的在前。 List decisions, newest first."""
    from warehouse.state.decisions import list_decisions
    from warehouse.state.store import open_state

    table = Table(title="决定")
    for heading in ("编号", "种类", "环节", "地区", "月份", "行", "状态", "经办", "复核", "发布中"):
        table.add_column(heading, overflow="fold" if heading == "发布中" else "ellipsis")
    fates = _fates()
    found = list_decisions(open_state(settings()), region=region, period=period, status=status, limit=limit)
    for each in found:
        table.add_row(
            each.decision_id, KINDS[each.kind], each.leg, each.region_code, each.period, str(len(each.lines)),
            _STATUS[each.status], each.maker, each.checker or "", fates.get(each.decision_id, ""),
        )  # fmt: skip
    console.print(table)


@decisions.command("show")
def show_command(number: Number) -> None:
    """显示一项决定及其明细。 Show one decision with its lines."""
    from warehouse.state.decisions import decision
    from warehouse.state.store import open_state

    found = decision(open_state(settings()), number)
    _show(found)
    if fate := _fates().get(found.decision_id):
        console.print(f"发布中：{fate}", highlight=False)


@decisions.command("propose")
def propose_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON 文件，字段同 DecisionDraft")],
    by: By,
    attachment: Annotated[Path | None, typer.Option("--attachment", exists=True, dir_okay=False, help="附件")] = None,
) -> None:
    """由 JSON 文件提出一项决定。 Propose a decision from a JSON file."""
    from warehouse.state.decisions import propose

    draft = read_draft(file, attachment)
    store, person = signed_in(by)
    _show(propose(store, person, draft))


@decisions.command("approve")
def approve_command(number: Number, by: By, comment: Comment = "") -> None:
    """批准；经办人不能批准自己的。 Approve; never one's own."""
    from warehouse.state.decisions import review

    store, person = signed_in(by)
    _show(review(store, person, number, True, comment))
    console.print("下一次 sanfang run 或 build 起作用。", highlight=False)


@decisions.command("reject")
def reject_command(number: Number, by: By, comment: Comment) -> None:
    """退回，须写明原因。 Reject, with a reason."""
    from warehouse.state.decisions import review

    store, person = signed_in(by)
    _show(review(store, person, number, False, comment))


@decisions.command("withdraw")
def withdraw_command(number: Number, by: By, comment: Comment = "") -> None:
    """撤回自己提出、尚未复核的决定。 Take back one's own proposal."""
    from warehouse.state.decisions import withdraw

    store, person = signed_in(by)
    _show(withdraw(store, person, number, comment))


def _fates() -> dict[str, str]:
    """What the published build made of each approved decision; an orphaned one says what changed."""
    from warehouse.connection import reader

    path = settings().published_path
    if not path.exists():
        return {}
    with reader(path) as connection:
        rows = connection.execute("select decision_id, state, why from marts.fct_decision").fetchall()
    return {key: f"{FATES.get(state, state)}{f'：{why}' if why else ''}" for key, state, why in rows}


def read_draft(file: Path, attachment: Path | None = None) -> DecisionDraft:
    """A draft as written in JSON; amounts are text in 元.

    Raises:
        DecisionRefused: The file is no draft.
    """
    try:
        fields = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        lines = tuple(
            DecisionLine(**{**line, "amount": Decimal(str(line["amount"]))}) for line in fields.pop("lines", [])
        )
        attached = (attachment.name, attachment.read_bytes()) if attachment else None
        return DecisionDraft(**{"cause": None, **fields, "lines": lines, "attachment": attached})
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise DecisionRefused(f"{file} 不是一项决定：{error}") from None


def _show(found: Decision) -> None:
    reason = REASONS[found.kind].get(found.reason_code, found.reason_code)
    console.print(
        f"{found.decision_id} {KINDS[found.kind]}（{_STATUS[found.status]}） {found.leg} {found.region_code} {found.period}\n"
        f"原因 {found.cause or '—'}，理由 {reason}：{found.comment}\n"
        f"经办 {found.maker} {found.made_at[:19]}，办理 {found.checker or '—'} {(found.decided_at or '')[:19]} "
        f"{found.review_comment or ''}",
        highlight=False,
        markup=False,
    )
    for line in found.lines:
        console.print(
            f"  {line.side} {line.party} {line.record_key} {line.fund_code} {line.period} {line.amount:,.2f} 元",
            highlight=False,
            markup=False,
        )
