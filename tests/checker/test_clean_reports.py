"""Correct reports raise no alarm, and each of the founding report's errors comes back alone."""

from random import Random

import pytest

from benchmarks.checker.mutations import save
from benchmarks.checker.published import CORRECTIONS, corrected
from benchmarks.checker.styles import STYLES
from reporting.checker.check import check_file
from reporting.checker.findings import Kind, Verdict
from tests.checker.documents import check_text, wrong

KINDS = [
    {Kind.GROWTH},
    {Kind.UNIT},
    {Kind.UNIT},
    {Kind.TWICE, Kind.SUM},
    {Kind.SUM},
    {Kind.SUM},
    {Kind.DEFINITION},
    {Kind.TARGET},
    {Kind.TARGET},
]


def test_the_corrected_founding_report_is_right(tmp_path):
    result = check_text(tmp_path, "\n".join(corrected()))
    assert [each.arithmetic for each in wrong(result)] == []
    assert result.ok
    assert len(result.of(Verdict.RIGHT)) > 70


@pytest.mark.parametrize("index", range(len(CORRECTIONS)), ids=[error for error, _, _ in CORRECTIONS])
def test_each_error_alone_is_found(tmp_path, index):
    error, right, _ = CORRECTIONS[index]
    text = "\n".join(corrected())
    if right:
        text = text.replace(right, error, 1)
    else:
        text = text.replace("基金总收入 3749564 万元", "基金总收入 3749564 万元（不含上解下拨，下同）")
    result = check_text(tmp_path, text)
    assert {each.kind for each in wrong(result)} <= KINDS[index]
    assert wrong(result)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(3))
def test_generated_reports_are_right(tmp_path, style, seed):
    result = check_file(save(STYLES[style](Random(f"clean-{seed}"), style), tmp_path))
    assert [each.arithmetic for each in wrong(result)] == []
    assert len(result.of(Verdict.RIGHT)) > 5
