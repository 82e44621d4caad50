"""Rules are rows: a changed one is in force only after two persons accepted it, and what was accepted can be proved."""

import shutil

import duckdb
import pytest
from filled import draft

from warehouse.rule_trial import try_rules
from warehouse.settings import Settings
from warehouse.state import rules
from warehouse.state.decisions import DecisionRefused, NotAllowed, propose, review
from warehouse.state.journal import entries
from warehouse.state.rules import RulesRefused, accepted_rules, declared_rules, differences, require_accepted
from warehouse.state.store import open_state
from warehouse.state.verify import verify_state


@pytest.fixture
def declared(tmp_path, monkeypatch):
    """Declarations of this test alone: (seed, old text, new text) changes them."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in rules.RULES:
        shutil.copy(rules.SEEDS / f"{name}.csv", folder)
    monkeypatch.setattr(rules, "SEEDS", folder)

    def change(seed, old, new):
        text = (folder / f"{seed}.csv").read_text("utf-8")
        assert old in text
        (folder / f"{seed}.csv").write_text(text.replace(old, new, 1), "utf-8")

    return change


def raise_cap(declared):
    declared("materiality", "100000.00,10.00", "100000.00,1000.00")


CHANGES = {
    "limit": ("materiality", "100000.00,10.00", "100000.00,500.00", "重要性限额 *：write_off_cap 10.00 → 500.00"),
    "pass taken away": ("match_passes", "ssa_tax_p4_ticket,", "ssa_tax_p4_other,", "匹配规则 ssa_tax_p4_ticket：删去"),
    "pass may confirm": ("match_passes", ",8,false,ambiguous", ",8,true,ambiguous", "may_confirm false → true"),
    "cause closes": (
        "difference_causes",
        "tax,true,社保有，税务无",
        "tax,false,社保有，税务无",
        "is_open true → false",
    ),
    "control blocks no longer": ("close_control", "F02,", "F99,", "结账必过的内控 F02：删去"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_rule_is_refused_and_named(settings, declared, case):
    seed, old, new, said = CHANGES[case]
    require_accepted(settings)
    declared(seed, old, new)
    with pytest.raises(RulesRefused, match="先由一人 sanfang rules propose") as refused:
        require_accepted(settings)
    assert said in str(refused.value)
    declared(seed, new, old)
    require_accepted(settings)


def test_names_and_the_order_of_rows_are_no_rules(settings, declared):
    before = declared_rules()
    declared("difference_causes", "尾差", "尾数差额")
    declared("close_control", "F02,借贷不平，账还没有做完\nF05,期初与上月期末不符，账的起点不清\n", "F05,x\nF02,y\n")
    assert declared_rules() == before


def test_the_first_rules_are_journalled_once_and_kept(settings, store):
    assert accepted_rules(store) is None
    require_accepted(settings)
    require_accepted(settings)
    assert len(entries(store, action=rules.FOUND)) == 1
    assert accepted_rules(store).text == declared_rules() and accepted_rules(store).decision_id is None
    assert verify_state(store) == []
    kept = settings.under("state", "attachments", accepted_rules(store).digest)
    kept.write_text(kept.read_text("utf-8").replace("10.00", "99.00"), "utf-8")
    assert any("对账规则不见了或被改动" in problem for problem in verify_state(store))


def test_where_nobody_is_registered_changed_rules_are_journalled_as_found(tmp_path, declared):
    alone = Settings(home=tmp_path / "alone")
    store = open_state(alone)
    require_accepted(alone)
    raise_cap(declared)
    require_accepted(alone)
    require_accepted(alone)
    assert len(entries(store, action=rules.FOUND)) == 2
    assert accepted_rules(store).text == declared_rules()
    assert verify_state(store) == []
    store.engine.dispose()


def test_one_proposes_and_another_who_reviews_every_region_accepts(settings, store, people, declared):
    require_accepted(settings)
    raise_cap(declared)
    made = propose(store, people.both, draft("rule_change"))
    with pytest.raises(DecisionRefused, match="复核必须由另一人办理"):
        review(store, people.both, made.decision_id, True)
    with pytest.raises(NotAllowed, match="650100"):
        review(store, people.checker, made.decision_id, True)
    with pytest.raises(RulesRefused):
        require_accepted(settings)
    review(store, people.second, made.decision_id, True)
    require_accepted(settings)
    assert accepted_rules(store).decision_id == made.decision_id
    assert verify_state(store) == []


def test_what_was_accepted_is_what_was_proposed(settings, store, people, declared):
    require_accepted(settings)
    raise_cap(declared)
    made = propose(store, people.maker, draft("rule_change"))
    declared("materiality", ",1000.00", ",900000.00")
    with pytest.raises(DecisionRefused, match="已不是提出时的那些"):
        review(store, people.second, made.decision_id, True)
    declared("materiality", ",900000.00", ",1000.00")
    review(store, people.second, made.decision_id, True)
    declared("materiality", ",1000.00", ",10.00")
    with pytest.raises(RulesRefused, match=r"1000\.00 → 10\.00"):
        require_accepted(settings)


@pytest.mark.parametrize(
    "changed", [{"attachment": None}, {"attachment": ("规则.txt", b"{}")}, {"target": "ssa_tax_p2_ticket"}]
)
def test_a_rule_change_names_the_very_rules(store, people, changed):
    with pytest.raises(DecisionRefused, match="sanfang rules propose"):
        propose(store, people.maker, draft("rule_change", **changed))


def test_nothing_is_written_off_under_a_cap_that_nobody_accepted(settings, store, people, declared):
    require_accepted(settings)
    raise_cap(declared)
    with pytest.raises(DecisionRefused, match="核销上限不能确定"):
        propose(store, people.maker, draft("write_off"))
    declared("materiality", ",1000.00", ",10.00")
    made = propose(store, people.maker, draft("write_off"))
    raise_cap(declared)
    with pytest.raises(DecisionRefused, match="核销上限不能确定"):
        review(store, people.second, made.decision_id, True)


def test_nothing_differs_from_itself():
    assert list(differences(declared_rules(), declared_rules())) == []


@pytest.fixture
def built(settings):
    """A complete build that says what is published; the test changes it."""
    settings.build_path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.published_path, settings.build_path)

    def change(*statements):
        with duckdb.connect(settings.build_path) as connection:
            for statement in statements:
                connection.execute(statement)

    change("create schema ops", "create table ops.build as select true as completed")
    return change


def test_a_trial_counts_what_the_build_tells_otherwise(settings, built):
    assert not any(each.is_moved for each in try_rules(settings))
    built(
        "update marts.fct_reconciliation_line set cause = 'in_transit' where line_id in ('LT1', 'LT2')",
        "update marts.fct_reconciliation_line set verdict = 'matched', cause = null, group_id = 'G' where line_id in ('LS5')",
        "delete from marts.fct_reconciliation_line where line_id = 'LT3'",
    )
    (moved,) = [each for each in try_rules(settings) if each.is_moved]
    assert (moved.leg, moved.lines, moved.is_closed) == ("ssa_tax", 13, False)
    assert (moved.other_verdict, moved.other_cause, moved.other_group, moved.other_lines) == (1, 2, 1, 1)
    assert str(moved.amount) == "200.05"
    assert str(moved).startswith("社保到账与税务征收 未结账月份：13 行中结论变 1、原因变 2、勾对变 1、行不同 1")


def test_nothing_is_tried_on_half_a_build_or_on_one_by_other_rules(settings, built, declared):
    built("create schema seeds", f"create table seeds.materiality as from read_csv('{rules.SEEDS}/materiality.csv')")
    try_rules(settings)
    built("update seeds.materiality set write_off_cap = 11")
    with pytest.raises(RulesRefused, match="构建之后改过（materiality）"):
        try_rules(settings)
    built("update ops.build set completed = false")
    with pytest.raises(RulesRefused, match="没有完成"):
        try_rules(settings)
