"""Decisions: who may propose and check what, and what speaks against one."""

from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest
from filled import PERIOD, S1, S6, T1, T2, T3, draft, line

from warehouse.state.decisions import (
    DecisionLine,
    DecisionRefused,
    NotAllowed,
    decision,
    list_decisions,
    propose,
    propose_many,
    review,
    review_many,
    withdraw,
)


@pytest.mark.parametrize("kind", ["explain", "match", "unmatch", "exclude", "write_off"])
def test_a_decision_is_proposed_by_one_and_approved_by_another(store, people, kind):
    made = propose(store, people.maker, draft(kind))
    assert (made.status, made.maker, made.checker) == ("proposed", "maker", None)
    assert made.lines == tuple(sorted(draft(kind).lines, key=lambda line: (line.side, line.line_id)))
    done = review(store, people.checker, made.decision_id, True, "同意")
    assert (done.status, done.checker, done.review_comment) == ("approved", "checker", "同意")
    assert decision(store, made.decision_id) == done
    assert list_decisions(store, region="650000", period=PERIOD, status="approved") == [done]
    assert list_decisions(store, status="proposed") == []


def refusal(action, *arguments, **named):
    with pytest.raises((DecisionRefused, NotAllowed)) as caught:
        action(*arguments, **named)
    return str(caught.value)


B1 = DecisionLine("L", "tax", "tax_collection", "LB1", "B1", "110", Decimal("60.00"), "202001")
BATCH = replace(B1, line_id="U1", amount=Decimal("100.00"))
S7 = line("S7", "7.00")

SPEAKS_AGAINST = {
    "line changed": (draft("explain", replace(S1, amount=Decimal("100.01"))), "已不是所见的样子"),
    "line gone": (draft("explain", replace(S1, line_id="LXX")), "已不是所见的样子"),
    "another record": (draft("explain", replace(S1, record_key="S2")), "已不是所见的样子"),
    "another region": (draft("explain", line("S9", "100.00")), "已不是所见的样子"),
    "wrong side": (draft("explain", replace(S1, side="R")), "边"),
    "cause of another verdict": (draft(cause="not_posted"), "不适用"),
    "cause of another leg": (draft(cause="not_received"), "可选：期初在途、税务无记录"),
    "cause of this leg in another": (
        draft("explain", BATCH, leg="tax_fin", cause="no_tax_record"),
        "原因“税务无记录”不适用",
    ),
    "cause of nobody": (draft(cause="because"), "不适用"),
    "cause only for people": (draft(cause="written_off"), "不适用"),
    "matched already": (draft("explain", S6), "没有未了的差异"),
    "part of a group": (draft("explain", S7, cause="rounding"), "共 2 行，只选了 1 行"),
    "part of a batch": (
        draft("explain", B1, leg="tax_fin", cause="not_received"),
        "共 2 行，只选了 1 行",
    ),
    "batch and its line": (
        draft("explain", B1, BATCH, leg="tax_fin", cause="not_received"),
        "选择了两次",
    ),
    "sums differ": (draft("match", S1, T2), "两边合计不等：左 100.00，右 60.00"),
    "one side": (draft("match", T2, T3), "两边都有行"),
    "needless cause": (draft("match", cause="keying"), "两边合计相等"),
    "part of a group taken apart": (draft("unmatch", S6), "共 2 行，只选了 1 行"),
    "nothing to take apart": (draft("unmatch", S1, T1), "没有勾对"),
    "over the cap": (draft("write_off", S1), "核销 100.00 元，超过上限 10.00 元"),
    "totals have no lines": (draft("explain", S1, leg="total_3way"), "只比总额"),
    "nothing to re-open": (draft("reopen"), "没有结账"),
    "nothing to revoke": (draft("revoke", target="D00000999"), "不是本地区已批准的决定"),
    "no comment": (draft(comment=" "), "说明"),
    "long comment": (draft(comment="长" * 2001), "2000"),
    "no reason": (draft(reason_code="because"), "理由"),
    "no cause": (draft(cause=None), "原因"),
    "no lines": (draft(lines=()), "1 到 5000 行"),
    "one line to match": (draft("match", S1), "至少要两行"),
    "line twice": (draft("match", S1, S1), "选择了两次"),
    "request with lines": (draft("rule_change", S1), "不带明细行"),
    "no target": (draft("rule_change", target=None), "写明对象"),
    "no such kind": (replace(draft(), kind="forgive"), "没有这种决定"),
    "no such leg": (draft(leg="moon"), "没有这个对账环节"),
    "no such month": (draft(period="202013"), "月份"),
}


@pytest.mark.parametrize("case", SPEAKS_AGAINST)
def test_what_speaks_against_a_decision_is_said(store, people, case):
    wrong, said = SPEAKS_AGAINST[case]
    assert said in refusal(propose, store, people.both, wrong)
    assert list_decisions(store) == []


def test_both_sides_need_not_agree_where_a_cause_says_why(store, people):
    made = propose(store, people.maker, draft("match", S1, T2, cause="keying"))
    assert review(store, people.checker, made.decision_id, True).status == "approved"


def test_two_lines_against_one_and_a_whole_batch_are_decided(store, people):
    assert propose(store, people.maker, draft("match", S1, T2, T3)).status == "proposed"
    assert propose(store, people.taxer, draft("explain", BATCH, leg="tax_fin", cause="not_received")).lines == (BATCH,)


def test_equal_sums_of_other_funds_are_a_match_with_its_own_cause(store, people):
    other_fund = line("T4", "100.00", fund="210")
    assert "不适用" in refusal(propose, store, people.maker, draft("match", S1, other_fund, cause="keying"))
    assert propose(store, people.maker, draft("match", S1, other_fund, cause="misclassified")).status == "proposed"


def test_the_order_of_the_lines_changes_nothing(store, people):
    first = propose(store, people.maker, draft("match", S1, T3, T2))
    withdraw(store, people.maker, first.decision_id)
    second = propose(store, people.maker, draft("match", T2, S1, T3))
    assert second.lines == first.lines


def test_a_line_belongs_to_one_living_decision(store, people):
    made = propose(store, people.maker, draft())
    assert made.decision_id in refusal(propose, store, people.both, draft("match"))
    withdraw(store, people.maker, made.decision_id, "先不办")
    again = propose(store, people.both, draft())
    review(store, people.checker, again.decision_id, True)
    assert again.decision_id in refusal(propose, store, people.maker, draft())
    # What has its cause may still find its partner; what was linked may be taken apart.
    match = propose(store, people.maker, draft("match"))
    review(store, people.checker, match.decision_id, False, "票号不符")
    assert decision(store, match.decision_id).status == "rejected"


def test_many_are_proposed_together_or_not_at_all(store, people):
    good, bad = draft(), draft("explain", T1, cause="no_tax_record")
    refusal(propose_many, store, people.maker, [good, bad])
    refusal(propose_many, store, people.maker, [good, good])
    assert list_decisions(store) == []
    made = propose_many(store, people.maker, [good, draft("explain", T1, cause="not_posted")])
    assert len({each.batch_id for each in made}) == 1
    done = review_many(store, people.checker, [each.decision_id for each in made], True)
    assert [each.status for each in done] == ["approved", "approved"]
    assert list_decisions(store, batch_id=made[0].batch_id) == done


def test_an_approval_checks_again_what_was_published_meanwhile(store, settings, people):
    made = propose(store, people.maker, draft())
    with duckdb.connect(settings.published_path) as connection:
        connection.execute("update marts.fct_reconciliation_line set amount = 101 where line_id = 'LS1'")
    assert "不能批准" in refusal(review, store, people.checker, made.decision_id, True)
    assert review(store, people.checker, made.decision_id, False, "已变").status == "rejected"


def test_revoking_takes_two_persons_and_frees_the_line(store, people):
    made = propose(store, people.maker, draft())
    review(store, people.checker, made.decision_id, True)
    request = propose(store, people.maker, draft("revoke", target=made.decision_id))
    assert request.decision_id in refusal(propose, store, people.both, draft("revoke", target=made.decision_id))
    assert decision(store, made.decision_id).status == "approved"
    review(store, people.checker, request.decision_id, True)
    assert decision(store, made.decision_id).status == "revoked"
    assert propose(store, people.maker, draft()).status == "proposed"


def test_frozen_groups_and_closed_months_are_left_alone(store, settings, people, monkeypatch):
    monkeypatch.setattr("warehouse.state.validation._closed_periods", lambda *_: ["201912"])
    s8, t8 = line("S8", "80.00", period="201912"), line("T8", "80.00", period="201912")
    said = refusal(propose, store, people.maker, draft("unmatch", s8, t8))
    assert "已随 201912 结账固定" in said
    assert "已经结账" in refusal(propose, store, people.maker, draft("match", period="201912"))
    assert propose(store, people.maker, draft(period="201912")).status == "proposed"


def test_without_a_publication_nothing_is_decided(store, settings, people):
    settings.published_path.unlink()
    assert "还没有发布" in refusal(propose, store, people.maker, draft())


def test_an_older_publication_is_named(store, settings, people):
    with duckdb.connect(settings.published_path) as connection:
        connection.execute("alter table marts.fct_reconciliation_line drop column line_id")
    assert "旧版软件" in refusal(propose, store, people.maker, draft())


def test_small_write_offs_together_stay_under_the_month_s_cap(store, settings, people):
    with duckdb.connect(settings.published_path) as published:
        published.executemany(
            "insert into marts.fct_reconciliation_line values ('ssa_tax', 'social_security', 'ss_contribution', ?, '650000', "
            "'110', 9.50, '202001', null, 'only_left', 'no_tax_record', ?, null)",
            [[f"SW{number}", f"LSW{number}"] for number in range(11)],
        )
    small = [draft("write_off", line(f"SW{number}", "9.50")) for number in range(11)]
    with pytest.raises(DecisionRefused, match=r"共核销 104\.50 元，超过每月上限 100\.00 元"):
        propose_many(store, people.maker, small)
    made = [each.decision_id for each in propose_many(store, people.maker, small[:9])]
    review_many(store, people.checker, made[:4], True)
    tenth = propose(store, people.maker, small[9])
    with pytest.raises(DecisionRefused, match="每月上限"):
        propose(store, people.maker, small[10])
    propose(store, people.maker, replace(small[10], period="202002"))
    review_many(store, people.checker, [*made[4:], tenth.decision_id], True)
