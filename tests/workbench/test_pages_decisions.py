"""What people do on the pages: explain, match, bulk explain with a preview, sign; and a second person always."""

from __future__ import annotations

import re

import pytest

from tests.workbench.people_at_work import HERE
from warehouse.connection import reader
from warehouse.state.journal import entries


@pytest.fixture(scope="module")
def marts(home):
    with reader(home.published_path) as connection:
        yield connection


def found(marts, condition: str, number: int = 0):
    rows = marts.execute(
        "select leg, line_id, amount from marts.mart_open_item where region_code = ? and "
        f"{condition} order by leg, line_id",
        [HERE],
    ).fetchall()
    return rows[number]


def explain(browser, leg, line_id, cause, attachment=None, **more):
    form = {"kind": "explain", "leg": leg, "line": line_id, "cause": cause, "reason_code": "entry_error"}
    files = {"attachment": attachment} if attachment else None
    return browser.post("/decisions/new", {**form, "comment": "与对方核对过，下月更正", **more}, files=files)


def decision_of(answer) -> str:
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["location"].rpartition("/")[2]


def alerts(answer) -> str:
    return " ".join(re.findall(r'class="alert bad[^>]*>(.*?)</p>', answer.text, re.S))


def test_accountant_explains_and_a_reviewer_approves(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'amount_differs' and cause = 'keying' and leg = 'ssa_tax'")
    page = browsers["agency"].get(f"/differences/{line_id}?leg={leg}").text
    assert 'value="keying" selected' in page
    decision = decision_of(explain(browsers["agency"], leg, line_id, "keying"))
    listed = browsers["reviewer"].get("/decisions").text
    assert decision in listed and f'value="{decision}"' in listed
    judged = browsers["reviewer"].get(f"/decisions/{decision}").text
    assert 'value="approve"' in judged and "与对方核对过" in judged
    assert "已变" not in judged and "已不在" not in judged
    answer = browsers["reviewer"].post(f"/decisions/{decision}/review", {"verdict": "approve", "comment": "同意"})
    assert answer.status_code == 303
    assert "已批准" in browsers["agency"].get(f"/decisions/{decision}").text
    assert decision in browsers["agency"].get(f"/differences/{line_id}?leg={leg}").text
    assert f"已在决定 {decision}" in alerts(explain(browsers["agency"], leg, line_id, "keying"))


def test_an_explanation_is_about_both_sides(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'period_differs'")
    decision = decision_of(explain(browsers["agency"], leg, line_id, "misattributed"))
    lines = marts.execute(
        "select record_key from marts.fct_reconciliation_line as line where region_code = ? and leg = ? and group_id = "
        "(select group_id from marts.fct_reconciliation_line where region_code = ? and leg = ? and line_id = ?)",
        [HERE, leg, HERE, leg, line_id],
    ).fetchall()
    page = browsers["viewer"].get(f"/decisions/{decision}").text
    assert len(lines) >= 2 and all(key in page for (key,) in lines)


def test_nobody_reviews_what_he_proposed_himself(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'only_left' and leg = 'ssa_tax'")
    decision = decision_of(explain(browsers["everything"], leg, line_id, "no_tax_record"))
    page = browsers["everything"].get(f"/decisions/{decision}").text
    assert 'value="approve"' not in page and "必须由另一位复核人办理" in page
    assert f'value="{decision}"' not in browsers["everything"].get("/decisions").text
    answer = browsers["everything"].post(f"/decisions/{decision}/review", {"verdict": "approve"})
    assert answer.status_code == 409 and "另一人" in alerts(answer)
    many = browsers["everything"].post("/decisions/review", {"decision": decision})
    assert many.status_code == 409
    assert "待复核" in browsers["everything"].get(f"/decisions/{decision}").text
    assert browsers["everything"].post(f"/decisions/{decision}/withdraw").status_code == 303
    assert "已撤回" in browsers["everything"].get(f"/decisions/{decision}").text


def test_rejecting_needs_a_reason(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'only_left' and leg = 'ssa_tax'", 1)
    decision = decision_of(explain(browsers["agency"], leg, line_id, "no_tax_record"))
    empty = browsers["reviewer"].post(f"/decisions/{decision}/review", {"verdict": "reject", "comment": " "})
    assert empty.status_code == 409 and "原因" in alerts(empty)
    given = browsers["reviewer"].post(f"/decisions/{decision}/review", {"verdict": "reject", "comment": "缺凭证"})
    assert given.status_code == 303
    assert "缺凭证" in browsers["agency"].get(f"/decisions/{decision}").text


def test_what_was_written_is_not_lost_when_it_is_refused(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'fund_differs' and leg = 'ssa_tax'")
    answer = explain(browsers["agency"], leg, line_id, "misclassified", reason_code="", comment="凭证号 <b>12</b>")
    assert answer.status_code == 422 and "请选择理由" in alerts(answer)
    assert "凭证号 &lt;b&gt;12&lt;/b&gt;</textarea>" in answer.text


def test_only_causes_of_the_verdict_are_offered_and_taken(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'fund_differs' and leg = 'ssa_tax'")
    page = browsers["agency"].get(f"/differences/{line_id}?leg={leg}").text
    offered = re.findall(r'<option value="(\w+)"', page[page.index('name="cause"') : page.index("</select>")])
    expected = marts.execute(
        "select distinct cause from marts.dim_difference_cause where verdict = 'fund_differs' and may_explain order by 1"
    ).fetchall()
    assert sorted(offered) == [cause for (cause,) in expected]
    assert "不适用" in alerts(explain(browsers["agency"], leg, line_id, "keying"))


def test_what_was_decided_in_another_region_is_not_shown(browsers, marts):
    """In these two regions the lines have the same ids: only the region tells them apart."""
    leg, line_id, _ = found(marts, "verdict = 'only_right' and leg = 'ssa_tax' and cause = 'not_posted'", 2)
    decision = decision_of(explain(browsers["agency"], leg, line_id, "not_posted"))
    assert decision in browsers["agency"].get(f"/differences/{line_id}?leg={leg}").text
    theirs = browsers["stranger"].get(f"/differences/{line_id}?leg={leg}")
    assert theirs.status_code == 200 and decision not in theirs.text
    choice = {"scope": "chosen", "line": f"{leg}:{line_id}"}
    assert "已在另一项待复核" not in browsers["stranger"].post("/decisions/many", choice).text
    assert browsers["agency"].post(f"/decisions/{decision}/withdraw").status_code == 303


def test_who_may_only_read_gets_no_forms(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'only_right' and leg = 'ssa_tax'")
    for login in ("viewer", "auditor", "reviewer"):
        page = browsers[login].get(f"/differences/{line_id}?leg={leg}").text
        assert "/decisions/new" not in page
        assert explain(browsers[login], leg, line_id, "not_posted").status_code == 403
        assert browsers[login].post("/decisions/many", {"scope": "all"}).status_code == 403


def test_accountant_of_a_party_outside_the_leg_may_not_explain(browsers, marts):
    leg, line_id, _ = found(marts, "leg = 'ssa_fin_benefit' and verdict = 'only_right'")
    page = browsers["accountant"].get(f"/differences/{line_id}?leg={leg}").text
    assert "/decisions/new" not in page and "经办会计办理" in page
    assert "权" in alerts(explain(browsers["accountant"], leg, line_id, "no_benefit_batch"))


def test_match_shows_both_sums_and_needs_them_equal(browsers, marts):
    right = found(marts, "leg = 'ssa_tax' and party = 'tax' and verdict = 'only_right' and cause = 'not_posted'")
    left = found(marts, "leg = 'ssa_tax' and party = 'social_security' and verdict = 'only_left'", 2)
    part = browsers["agency"].get(f"/differences/{right[1]}/choice?leg=ssa_tax&partner={left[1]}").text
    assert f"<b>{left[2]:,.2f}</b>" in part and f"<b>{right[2]:,.2f}</b>" in part
    difference = marts.execute(
        "select cast(? as decimal(18, 2)) - cast(? as decimal(18, 2))", [right[2], left[2]]
    ).fetchone()[0]
    assert f"<b>{difference:,.2f}</b>" in part and "须选一个说明差额的原因" in part
    form = {"kind": "match", "leg": "ssa_tax", "line": right[1], "partner": left[1], "reason_code": "same_business"}
    refused = browsers["agency"].post("/decisions/new", {**form, "comment": "同一笔"})
    assert refused.status_code == 422 and "两边合计不等" in alerts(refused)


def test_suggested_partner_comes_first(browsers, marts):
    suggestion = marts.execute(
        "select right_key, left_key from marts.mart_match_suggestion where region_code = ? order by right_key, place limit 1",
        [HERE],
    ).fetchone()
    if suggestion is None:
        pytest.skip("the small year has no suggestion")
    line_id = marts.execute(
        "select line_id from marts.mart_open_item where region_code = ? and leg = 'ssa_tax' and record_key = ?",
        [HERE, suggestion[0]],
    ).fetchone()[0]
    page = browsers["agency"].get(f"/differences/{line_id}?leg=ssa_tax").text
    first = page[page.index('name="partner"') :]
    assert suggestion[1] in first[: first.index("</tr>")] and "建议：" in first[: first.index("</tr>")]


def test_bulk_preview_counts_and_sums_whole_groups(browsers, marts):
    answer = browsers["agency"].post("/decisions/many", {"scope": "all", "verdict": "fund_differs", "leg": "ssa_tax"})
    lines, amount, groups = marts.execute(
        "select count(*), sum(amount), count(distinct group_id) from marts.fct_reconciliation_line where region_code = ? "
        "and leg = 'ssa_tax' and group_id in (select group_id from marts.mart_open_item where region_code = ? "
        "and leg = 'ssa_tax' and verdict = 'fund_differs')",
        [HERE, HERE],
    ).fetchone()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))
    assert f"{groups} 项差异，{lines} 行（含同组的对方行），金额合计 {amount:,.2f} 元" in text


def test_bulk_takes_a_batch_without_a_partner_as_one_difference(browsers, marts):
    """Many payments of one batch whose transfer is missing: one unit, so that it can be proposed, whole from any line."""
    unit, lines, amount, line_id, period = marts.execute(
        "select line.unit_id, count(*), sum(line.amount), min(line.line_id), max(line.period) from marts.mart_open_item as item "
        "join marts.fct_reconciliation_line as line using (region_code, leg, line_id) where region_code = ? "
        "and leg = 'ssa_fin_benefit' and line.group_id is null and line.unit_id is not null group by line.unit_id "
        "having count(*) > 1 order by count(*) desc limit 1",
        [HERE],
    ).fetchone()
    choice = {"scope": "chosen", "line": f"ssa_fin_benefit:{line_id}", "given_cause": "no_special_account"}
    causes = browsers["agency"].post("/decisions/many", {**choice, "given_cause": ""}).text
    choice["given_cause"] = re.search(r'name="given_cause".*?<option value="(\w+)"', causes, re.S)[1]
    preview = browsers["agency"].post("/decisions/many", choice)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", preview.text))
    assert f"1 项差异，{lines} 行（含同组的对方行），金额合计 {amount:,.2f} 元" in text
    seen = re.search(r'name="seen" value="(\w+)"', preview.text)[1]
    words = {"reason_code": "voucher", "comment": "拨款凭证未到，已向财政查询", "seen": seen}
    decision = decision_of(browsers["agency"].post("/decisions/many/propose", {**choice, **words}))
    page = browsers["reviewer"].get(f"/decisions/{decision}").text
    assert "1 行（批次算一行）" in page
    assert f"{HERE} {period[:4]}年{int(period[4:])}月" in page
    assert unit and browsers["agency"].post(f"/decisions/{decision}/withdraw").status_code == 303


def test_bulk_says_why_a_line_may_not_be_in_it(browsers, marts):
    leg, line_id, _ = found(marts, "verdict = 'duplicate' and cause = 'posted_twice' and leg = 'ssa_tax'")
    decision_of(explain(browsers["agency"], leg, line_id, "posted_twice"))
    other = found(marts, "leg = 'tax_fin' and party = 'finance'")
    third = (
        found(marts, "verdict = 'unusable_key'")
        if marts.execute("select count(*) from marts.mart_open_item where verdict = 'unusable_key'").fetchone()[0]
        else found(marts, "verdict = 'ambiguous'")
    )
    lines = [f"{each[0]}:{each[1]}" for each in ((leg, line_id), other, third)]
    answer = browsers["agency"].post(
        "/decisions/many", {"scope": "chosen", "line": lines, "given_cause": "posted_twice"}
    )
    for why in ("已在另一项待复核或已批准的决定中", "您不是本环节一方的经办会计", "所选原因不适用于这个结论"):
        assert why in answer.text
    assert "所选的行没有可以办理的" in answer.text


def test_bulk_proposes_only_what_was_seen(browsers, marts):
    choice = {"scope": "all", "verdict": "fund_differs", "leg": "ssa_tax", "given_cause": "misclassified"}
    preview = browsers["agency"].post("/decisions/many", choice).text
    seen = re.search(r'name="seen" value="(\w+)"', preview)[1]
    words = {"reason_code": "entry_error", "comment": "险种错记，统一更正"}
    stale = browsers["agency"].post("/decisions/many/propose", {**choice, **words, "seen": "0" * 32})
    assert stale.status_code == 409 and "内容有变" in alerts(stale)
    made = browsers["agency"].post("/decisions/many/propose", {**choice, **words, "seen": seen})
    decision = decision_of(made)
    page = browsers["reviewer"].get(f"/decisions/{decision}").text
    assert "险种错记，统一更正" in page and 'value="approve"' in page
    again = browsers["agency"].post("/decisions/many", choice).text
    assert "已在另一项待复核或已批准的决定中" in again and 'name="seen" value=""' in again


def test_signature_stands_for_what_was_shown(browsers):
    path = f"/statement/{HERE}/202003/tax_fin/110"
    page = browsers["accountant"].get(path).text
    digest = re.search(r'name="digest" value="(\w{64})"', page)[1]
    wrong = browsers["accountant"].post(f"{path}/sign", {"digest": "a" * 64})
    assert wrong.status_code == 409 and "不同" in alerts(wrong)
    assert browsers["accountant"].post(f"{path}/sign", {"digest": digest}).status_code == 303
    assert browsers["reviewer"].post(f"{path}/sign", {"digest": digest}).status_code == 303
    signed = browsers["viewer"].get(path).text
    assert "accountant（制表）" in signed and "reviewer（复核）" in signed and "与现在相同" in signed
    assert f"{path}/sign" not in signed
    block = signed[signed.index('class="sign"') : signed.index("负责人")]
    assert "姓名accountant" in block and "姓名reviewer" in block, "a statement is signed by name"
    assert browsers["agency"].post(f"{path}/sign", {"digest": digest}).status_code in (403, 409)


def not_posted(marts):
    return *found(marts, "leg = 'ssa_tax' and verdict = 'only_right' and cause = 'not_posted'", 1)[:2], "not_posted"


def test_an_attachment_that_is_too_large_is_refused_before_it_is_kept(browsers, marts):
    line = not_posted(marts)
    for megabytes, words in ((11, "附件不能超过 10 MB"), (13, "提交的内容过大")):
        scan = ("scan.pdf", b"x" * megabytes * 1024 * 1024, "application/pdf")
        answer = explain(browsers["agency"], *line, scan)
        assert answer.status_code == 413 and words in answer.text
    # Who may not even propose is stopped by the same length, not by that of a delivery.
    assert explain(browsers["viewer"], *line, ("x", b"x" * 13 * 1024 * 1024)).status_code == 413


def test_attachment_comes_back_as_a_download(browsers, marts):
    page = ("../凭证<1>.txt", b"<script>alert(1)</script>", "text/html")
    answer = explain(browsers["agency"], *not_posted(marts), page)
    got = browsers["reviewer"].get(f"/decisions/{decision_of(answer)}/attachment")
    assert got.content == b"<script>alert(1)</script>"
    assert got.headers["content-type"] == "application/octet-stream"
    newest = entries(browsers["reviewer"].client.app.state.store, action="read_personal", limit=1)[0]
    assert (newest.actor, newest.subject) == ("reviewer", decision_of(answer)), "a scan may show a person"
    assert got.headers["content-disposition"].startswith("attachment") and "/" not in got.headers["content-disposition"]
