"""`sanfang rules`: what the declared rules are beside the accepted ones, what they would change, and proposing them."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.cli.session import console, settings, signed_in
from warehouse.state.drafts import LONGEST_COMMENT, REASONS, DecisionDraft, DecisionRefused

rules = typer.Typer(help="对账规则及其更改 The declared rules and their change.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(rules, name="rules")


@rules.command("status")
def status_command() -> None:
    """声明的规则与已批准的规则有何不同，按最近一次构建试算改动了什么。 What changed, and what it would do."""
    told = _changes()
    if not told:
        console.print("规则就是已批准的规则。", highlight=False)
        return
    for line in told:
        console.print(line, highlight=False, soft_wrap=True)
    for line in _trial():
        console.print(line, highlight=False, soft_wrap=True)


@rules.command("propose")
def propose_command(
    by: Annotated[str, typer.Option("--by", help="登录名；密码另行输入")],
    region: Annotated[str, typer.Option("--region", help="行政区划代码")],
    period: Annotated[str, typer.Option("--period", help="从哪个月起（YYYYMM），只作记录")],
    comment: Annotated[str, typer.Option("--comment", help="为什么改")],
    reason: Annotated[str, typer.Option("--reason", help=f"理由：{' '.join(REASONS['rule_change'])}")] = "rule_error",
) -> None:
    """提出规则更改，附上改后的规则和试算；批准后才能发布。 Propose the rules as they are declared now."""
    from warehouse.state.decisions import propose
    from warehouse.state.rules import FILE, declared_rules, digest_of

    told = _changes()
    if not told:
        raise DecisionRefused("规则就是已批准的规则，没有要提出的。")
    words = "\n".join([comment.strip(), "【改动】", *told, "【试算】", *_trial()])
    text = declared_rules()
    store, person = signed_in(by)
    made = propose(
        store, person,
        DecisionDraft(
            kind="rule_change", leg="*", region_code=region, period=period, cause=None, reason_code=reason,
            comment=words if len(words) <= LONGEST_COMMENT else words[: LONGEST_COMMENT - 1] + "…",
            attachment=(FILE, text.encode()), target=digest_of(text),
        ),
    )  # fmt: skip
    console.print(f"已提出 {made.decision_id}：另一人批准后，sanfang publish 发布按新规则的构建。", highlight=False)


def _changes() -> list[str]:
    from warehouse.state.rules import accepted_rules, declared_rules, differences
    from warehouse.state.store import open_state

    accepted = accepted_rules(open_state(settings()))
    if accepted is None:
        raise DecisionRefused("还没有发布过：第一次发布时的规则作为起点记入日志。")
    return list(differences(accepted.text, declared_rules()))


def _trial() -> list[str]:
    from warehouse.rule_trial import try_rules

    moved = try_rules(settings())
    lines = sum(each.lines for each in moved)
    return [str(each) for each in moved if each.is_moved] or [f"{lines} 行对账明细的结论、原因和勾对都不变。"]
