"""Decisions: who may propose and check what, and what speaks against one."""

import pytest
from filled import PERIOD, draft

from warehouse.state.decisions import decision, list_decisions, propose, review


@pytest.mark.parametrize("kind", ["explain", "match", "unmatch", "exclude", "write_off", "rule_change"])
def test_a_decision_is_proposed_by_one_and_approved_by_another(store, people, kind):
    made = propose(store, people.maker, draft(kind))
    assert (made.status, made.maker, made.checker) == ("proposed", "maker", None)
    assert made.lines == tuple(sorted(draft(kind).lines, key=lambda line: (line.side, line.line_id)))
    done = review(store, people.checker, made.decision_id, True, "同意")
    assert (done.status, done.checker, done.review_comment) == ("approved", "checker", "同意")
    assert decision(store, made.decision_id) == done
    assert list_decisions(store, region="650000", period=PERIOD, status="approved") == [done]
    assert list_decisions(store, status="proposed") == []
