"""Four authors: the annual self-evaluation, final accounts in prose, a short bulletin, a table."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.checker.facts import Fund, make_funds
from benchmarks.checker.phrases import Teller, Voice
from benchmarks.checker.slots import Draft, Slot

_NUMBERS = "一二三四五六"


def self_evaluation(random: Random, name: str) -> Draft:
    """Totals without transfers, goals, results by fund; 万元."""
    draft = Draft(name, blank=random.choice(("", " ")))
    teller = Teller(draft, Voice.draw(random, "万元", 0))
    funds = make_funds(random, random.randint(3, 5), transfers=True)
    year = random.randint(2016, 2024)
    draft.say("一、社会保险基金收支余总体情况")
    _overall(teller, funds, year, "（不含上解下拨，下同）")
    draft.say("（二）社会保险基金支出预算绩效目标设定情况")
    budgets = [_goal(teller, fund, year) for fund in funds]
    draft.say("二、各项社会保险基金预算完成及运行情况")
    for index, fund in enumerate(funds):
        draft.say(f"（{_NUMBERS[index]}）{fund.name}基金预算完成及运行情况分析")
        _account(teller, fund, year, budgets[index], random)
    draft.say("三、绩效目标完成情况分析")
    for index, fund in enumerate(funds):
        draft.say(f"{index + 1}、{fund.name}基金")
        spent = teller.money(f"{fund.name}.outgo", fund.now("outgo"))
        draft.say(
            "基金总支出",
            spent,
            *teller.grown(f"{fund.name}.outgo", spent, fund.now("outgo"), fund.before("outgo"), 0),
            "。",
            *_heads(teller, fund),
            "。首次待遇发放准确率99%以上，参保群众满意率95%以上。",
        )
    return draft


def _overall(teller: Teller, funds: list[Fund], year: int, remark: str) -> None:
    voice = teller.voice
    pieces: list[str | Slot] = [f"{year}年，"]
    for side, word in (("income", "收入"), ("outgo", "支出")):
        now, before = sum(fund.now(side) for fund in funds), sum(fund.before(side) for fund in funds)
        whole = teller.money(f"all.{side}", now)
        pieces += [f"社会保险基金总{word}", whole, remark, *teller.grown(f"all.{side}", whole, now, before)]
        named = [(fund.name, teller.money(f"{fund.name}.{side}", fund.now(side))) for fund in funds]
        pieces += [*teller.parts(whole, named), "。"]
    balances = [teller.signed(f"{fund.name}.balance", fund.balance) for fund in funds]
    closings = [teller.money(f"{fund.name}.closing", fund.closing) for fund in funds]
    balance = teller.signed("all.balance", sum(fund.balance for fund in funds))
    closing = teller.money("all.closing", sum(fund.closing for fund in funds))
    for whole, parts in ((balance, balances), (closing, closings)):
        teller.draft.total(whole, parts)
        # These stand in the funds' own paragraphs; here they only serve the promise.
        teller.draft.slots = [slot for slot in teller.draft.slots if slot not in parts]
    teller.draft.spare = {slot.fact: slot for slot in balances + closings}
    teller.draft.say(*pieces, voice.year_balance, balance, f"，{voice.closing}", closing, "。")


def _goal(teller: Teller, fund: Fund, year: int) -> Slot:
    budget = teller.money(f"{fund.name}.budget", fund.budget)
    # A list that is not complete, and says so or not: no promise, and no reason for an alarm.
    main = teller.voice.of_which.strip("。") + f"{fund.outgo[0].name}{fund.outgo[0].now // 10**4 * 97 // 100}万元"
    rest = f"，{fund.outgo[1].name}{fund.outgo[1].now // 10**4}万元等" if len(fund.name) % 2 else ""
    goal = teller.draft.slot(f"{fund.name}.goal", fund.heads_goal, "人")
    teller.draft.say(
        f"{year}年调整后预算{fund.name}基金总支出",
        budget,
        main + rest,
        "，全年保障参保领取人员",
        goal,
        "，全年预算支出执行目标95%以上，参保群众满意率95%以上。",
    )
    return budget


def _account(teller: Teller, fund: Fund, year: int, budget: Slot | None, random: Random) -> None:
    voice, draft = teller.voice, teller.draft
    pieces: list[str | Slot] = [f"{year}年度，"]
    for side, word in (("income", "总收入"), ("outgo", "总支出")):
        whole = teller.money(f"{fund.name}.{side}", fund.now(side))
        pieces += [f"{fund.name}基金{word}" if side == "income" else f"基金{word}", whole]
        pieces += teller.grown(f"{fund.name}.{side}", whole, fund.now(side), fund.before(side))
        base = budget if side == "outgo" else None
        limit = fund.budget if side == "outgo" else fund.income_budget
        pieces += teller.completed(f"{fund.name}.{side}", whole, fund.now(side), limit, base)
        named = [(item.name, teller.money(f"{fund.name}.{side}.{item.name}", item.now)) for item in fund.of(side)]
        pieces += [*teller.parts(whole, named), "。"]
    balance, closing = (
        _spare(teller, f"{fund.name}.{key}", value)
        for key, value in (("balance", fund.balance), ("closing", fund.closing))
    )
    draft.say(*pieces, voice.year_balance, balance, f"，{voice.closing}", closing, "。")
    item = random.choice(fund.income)
    slot = teller.money(f"{fund.name}.income.{item.name}", item.now)
    draft.say(
        f"{year}年{fund.name}基金{item.name}",
        slot,
        *teller.grown(f"{fund.name}.income.{item.name}", slot, item.now, item.before),
        "。",
    )


def _spare(teller: Teller, fact: str, value: int) -> Slot:
    slot = teller.draft.spare.pop(fact, None)
    if slot is None:
        return teller.signed(fact, value)
    teller.draft.slots.append(slot)
    return slot


def _heads(teller: Teller, fund: Fund) -> list[str | Slot]:
    draft = teller.draft
    now = draft.slot(f"{fund.name}.heads", fund.heads, "万人", 4)
    before = draft.slot(f"{fund.name}.heads_before", fund.heads_before, "万人", 4)
    step = draft.slot(f"{fund.name}.heads_step", fund.heads - fund.heads_before, "万人", 4)
    draft.difference(now, before, step)
    return ["全年参保领取人员", now, "，较上年", before, "增加", step]


def final_accounts(random: Random, name: str) -> Draft:
    """Each fund with opening and closing, nothing outside the totals; 亿元 with two decimals."""
    draft = Draft(name)
    teller = Teller(draft, Voice.draw(random, "亿元", random.choice((2, 4))))
    year = random.randint(2013, 2024)
    draft.say(f"关于{year}年社会保险基金决算的说明")
    for fund in make_funds(random, random.randint(2, 4), transfers=False):
        budget = teller.money(f"{fund.name}.budget", fund.budget)
        opening = teller.money(f"{fund.name}.opening", fund.opening)
        draft.say(f"{fund.name}基金上年结余", opening, "，支出预算", budget, "。")
        _account(teller, fund, year, budget, random)
        closing, balance, income, outgo = (
            _last(draft, f"{fund.name}.{key}") for key in ("closing", "balance", "income", "outgo")
        )
        draft.minus(balance, income, outgo)
        draft.minus(balance, closing, opening)
    return draft


def _last(draft: Draft, fact: str) -> Slot:
    return next(slot for slot in reversed(draft.slots) if slot.fact == fact)


def bulletin(random: Random, name: str) -> Draft:
    """Short sentences with last year's figures instead of changes; 万元."""
    draft = Draft(name, blank=random.choice(("", " ")))
    teller = Teller(draft, Voice.draw(random, "万元", 0))
    year = random.randint(2013, 2024)
    funds = make_funds(random, random.randint(2, 4), transfers=False)
    for fund in funds:
        for side, word in (("income", "收入"), ("outgo", "支出")):
            now = teller.money(f"{fund.name}.{side}", fund.now(side))
            before = teller.money(f"{fund.name}.{side}_before", fund.before(side))
            step = teller.money(f"{fund.name}.{side}.change", fund.now(side) - fund.before(side))
            draft.difference(now, before, step)
            way = "增加" if step.sign > 0 else "减少"
            named = [(item.name, teller.money(f"{fund.name}.{side}.{item.name}", item.now)) for item in fund.of(side)]
            draft.say(
                f"{year}年{fund.name}基金{word}", now, "，较上年", before, way, step, *teller.parts(now, named), "。"
            )
        balance = teller.signed(f"{fund.name}.balance", fund.balance)
        draft.minus(balance, _last(draft, f"{fund.name}.income"), _last(draft, f"{fund.name}.outgo"))
        draft.say(f"{fund.name}基金本年收支结余", balance, "，", *_heads(teller, fund), "。")
    return draft


def table(random: Random, name: str) -> Draft:
    """A workbook's sheet: items in rows, budget, result, year before, change and rates in columns; 万元."""
    draft = Draft(name)
    teller = Teller(draft, Voice.draw(random, "万元", 0))
    fund = make_funds(random, 1, transfers=False)[0]
    year = random.randint(2013, 2024)
    draft.row(f"{year}年{fund.name}基金收支决算表", *[""] * 5)
    draft.row("单位：万元", *[""] * 5)
    draft.row("项目", "决算数", "上年决算数", "增减额", "增长率（%）", "备注")
    for side, word in (("income", "收入"), ("outgo", "支出")):
        rows = [(item.name, item.now, item.before) for item in fund.of(side)]
        rows.append((f"{word}合计", fund.now(side), fund.before(side)))
        made = [_table_row(teller, f"{fund.name}.{side}.{label}", label, now, before) for label, now, before in rows]
        for column in range(3):
            draft.total(made[-1][column], [each[column] for each in made[:-1]])
    return draft


def _table_row(teller: Teller, fact: str, label: str, now: int, before: int) -> tuple[Slot, Slot, Slot]:
    head, prior = teller.money(fact, now), teller.money(fact + ".before", before)
    _, change, _, rate = teller.grown(fact, head, now, before)
    if not isinstance(change, Slot) or not isinstance(rate, Slot):
        raise TypeError(fact)
    teller.draft.difference(head, prior, change)
    teller.draft.row(label, head, prior, change, rate, "")
    return head, prior, change


STYLES: dict[str, Callable[[Random, str], Draft]] = {
    "self_evaluation": self_evaluation,
    "final_accounts": final_accounts,
    "bulletin": bulletin,
    "table": table,
}
