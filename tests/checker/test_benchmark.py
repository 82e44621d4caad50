"""A small run of the benchmark keeps its aims; the slips that it plants are slips."""

from random import Random

import pytest

from benchmarks.checker.mutations import MUTATIONS, measure
from benchmarks.checker.page import page
from benchmarks.checker.published import published
from benchmarks.checker.slots import Slot
from benchmarks.checker.styles import STYLES


def test_finds_nearly_all_and_alarms_on_nearly_nothing_else():
    score = measure(reports=1, slips=3, seed=11)
    assert score.planted.total() > 40
    assert score.found_share >= 0.95, score.missed
    assert score.false_share <= 0.02, score.false
    assert score.clean_alarms.total() == 0
    assert f"{100 * score.found_share:.1f} %" in page(score, 1, 3, 11)


@pytest.mark.parametrize("style", [*STYLES, "published"])
def test_reports_add_up_until_a_slip_is_planted(style):
    draft = {**STYLES, "published": published}[style](Random(5), style)
    assert not draft.broken()
    promised = [slot for slots, _ in draft.promises for slot in slots]
    slot = max(promised, key=lambda each: len(each.text.partition(".")[0]))
    slot.text = "9" + slot.text
    assert draft.broken()


@pytest.mark.parametrize("kind", MUTATIONS)
def test_slips_change_the_print(kind):
    slot = Slot("x", "1234", "万元")
    assert MUTATIONS[kind](slot, Random(1)) not in (None, ("1234", "万元"))
