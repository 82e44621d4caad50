"""Closing a month as the tasks of `month_close` do it, with the real build; Airflow itself is not needed.

The tests share one home and build on each other, in the order in which they stand here.
"""

from datetime import UTC, datetime

import pytest

from tests.arrival import arrive
from tests.dags.colleagues import explain_all, register
from warehouse.airflow_closing import (
    MonthStaysOpenError,
    NothingToApproveError,
    months_to_offer,
    offer_close,
    settle_close,
)
from warehouse.airflow_decisions import NothingDecidedError, find_decided, reopen_requested
from warehouse.airflow_intake import file_deliveries
from warehouse.airflow_month import build_warehouse, publish_build
from warehouse.closes import current_close, folder, verify
from warehouse.settings import Settings
from warehouse.state.decisions import DecisionDraft, propose, review
from warehouse.state.journal import entries
from warehouse.state.people import find_person
from warehouse.state.permissions import NotAllowed

pytestmark = pytest.mark.dbt
APPROVE, SEND_BACK = "批准结账", "退回"
REGION, PERIOD, MONTH = "650000", "202001", "2020-01"


@pytest.fixture(scope="module")
def settings(demo_inbox, tmp_path_factory):
    """A home with January 2020 built and published, and one person for each role."""
    home = tmp_path_factory.mktemp("closing")
    arrive(demo_inbox, home / "inbox", r"_202001\.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANFANG_HOME", str(home))
        for name in ("SANFANG_INBOX", "SANFANG_REGION", "SANFANG_STATE_URL"):
            patch.delenv(name, raising=False)
        for party in ("tax", "social_security", "finance"):
            file_deliveries(party, None)
        found = Settings()
        register(found)
        publish_build(build_warehouse())
        yield found


def answer(login, option=APPROVE, **params):
    """What Airflow hands on: XCom of a Required Action."""
    user = {"id": login, "name": login} if login else None
    chosen = option if isinstance(option, list) else [option]
    return {
        "chosen_options": chosen,
        "params_input": params,
        "responded_at": datetime.now(UTC),
        "responded_by_user": user,
    }


def settle(offer, answered):
    return settle_close(offer["region"], offer["period"], offer["digest"], answered, APPROVE)


def journal(settings, action):
    return entries(open_store(settings), action=action)


def open_store(settings):
    from warehouse.state.store import open_state

    return open_state(settings)


def test_what_nobody_confirmed_is_not_offered(settings):
    with pytest.raises(NothingToApproveError, match=r"还不能结账：.*原因无人确认.*超过本月限额.*工作台"):
        offer_close(MONTH, "run1", False)
    with pytest.raises(NothingToApproveError):
        offer_close(MONTH, "run1", True)  # a person cannot force it either
    with pytest.raises(NothingToApproveError, match="没有可以结账"):
        months_to_offer()
    with pytest.raises(MonthStaysOpenError, match="原因无人确认"):
        settle_close(REGION, PERIOD, "0" * 16, answer("fuhe"), APPROVE)


def test_nothing_decided_starts_no_build(settings):
    with pytest.raises(NothingDecidedError):
        find_decided()


def test_approved_decisions_start_the_build_that_takes_them_in(settings):
    before = build_warehouse()
    assert explain_all(settings, REGION, PERIOD) >= 2
    assert find_decided() == {"months": [MONTH], "siblings": []}
    with pytest.raises(NothingToApproveError):
        months_to_offer()
    run_id = build_warehouse()
    assert run_id != before, "a build that ignores new decisions would be skipped as unchanged"
    publish_build(run_id)
    with pytest.raises(NothingDecidedError):
        find_decided()


@pytest.fixture(scope="module")
def offer(settings):
    """The question for January, asked once."""
    assert months_to_offer() == [MONTH]
    (asked,) = offer_close(MONTH, "run2", False)
    return asked


def test_the_question_says_what_it_is_about(offer):
    assert offer["subject"] == "650000 2020年1月 结账审批"
    assert "社保到账与税务征收" in offer["body"] and "/sanfang/months/650000/202001" in offer["body"]
    assert offer["assigned_users"] == [{"id": "fuhe", "name": "fuhe"}]


def test_a_month_is_asked_about_once(settings, offer):
    with pytest.raises(NothingToApproveError, match="已在待办中"):
        offer_close(MONTH, "run3", False)
    with pytest.raises(NothingToApproveError):
        months_to_offer()
    assert offer_close(MONTH, "run2", False)[0]["digest"] == offer["digest"], "a cleared task asks again"


@pytest.mark.parametrize("login", ["kuaiji", "shenji", "chakan", "nobody"])
def test_only_a_reviewer_closes(settings, offer, login):
    with pytest.raises(NotAllowed, match="fuhe"):
        settle(offer, answer(login))
    assert journal(settings, "close_refused")[0].actor == login
    assert current_close(settings.closed_path, REGION, PERIOD) is None


@pytest.mark.parametrize("answered", [[], [APPROVE, SEND_BACK]])
def test_a_malformed_choice_closes_nothing(offer, answered):
    with pytest.raises(ValueError, match="应选一项"):
        settle(offer, answer("fuhe", answered))


@pytest.mark.parametrize("comment", [5, {"a": 1}, "长" * 501])
def test_a_malformed_comment_closes_nothing(offer, comment):
    with pytest.raises(ValueError, match="意见"):
        settle(offer, answer("fuhe", comment=comment))


def test_figures_that_changed_after_the_question_are_not_closed(settings, offer):
    with pytest.raises(MonthStaysOpenError, match="按新的数字"):
        settle_close(REGION, PERIOD, "f" * 16, answer("fuhe"), APPROVE)
    assert journal(settings, "close_outdated")


def test_sent_back_is_kept_with_its_reason_and_not_asked_again_by_itself(settings, offer):
    offer_close(MONTH, "run4", True)
    with pytest.raises(MonthStaysOpenError, match="fuhe 退回：缺凭证"):
        settle(offer, answer("fuhe", SEND_BACK, comment=" 缺凭证 "))
    assert journal(settings, "close_sent_back")[0].content["details"]["comment"] == "缺凭证"
    with pytest.raises(NothingToApproveError, match="退回（缺凭证），数字没有变化"):
        offer_close(MONTH, "run5", False)
    assert offer_close(MONTH, "run6", True), "a person may ask again"


def test_time_that_ran_out_withdraws_the_question(settings, offer):
    with pytest.raises(MonthStaysOpenError, match="无人答复"):
        settle(offer, answer(None, SEND_BACK))
    assert months_to_offer() == [MONTH]


def test_the_approval_closes_the_month_in_the_reviewers_name(settings, offer):
    assert offer_close(MONTH, "run7", False)
    assert settle(offer, answer("fuhe", comment="数字已核")) == "2020-02"
    close = current_close(settings.closed_path, REGION, PERIOD)
    assert (close.version, close.closed_by, close.reason) == (1, "fuhe", "数字已核")
    assert (folder(settings.closed_path, REGION, PERIOD, 1) / "fct_reconciliation_bridge.parquet").exists()
    assert verify(settings.closed_path) == []
    entry = journal(settings, "close")[0]
    assert (entry.actor, entry.subject) == ("fuhe", f"{REGION} {PERIOD}")


def test_a_closed_month_is_closed_once(settings, offer):
    assert settle(offer, answer("fuhe")) == "2020-02"
    assert len(journal(settings, "close")) == 1
    with pytest.raises(NothingToApproveError, match="已由 fuhe 结账"):
        offer_close(MONTH, "run8", True)
    assert find_decided() == {"months": [MONTH], "siblings": []}, "readers do not know of the close yet"


def test_an_approved_request_reopens_the_month_once(settings):
    assert reopen_requested() == []
    store, why = open_store(settings), "税务重报"
    draft = DecisionDraft("reopen", "*", REGION, PERIOD, None, "party_restated", why, ())
    made = propose(store, find_person(store, "kuaiji"), draft)
    assert reopen_requested() == [], "nobody has approved it"
    review(store, find_person(store, "fuhe"), made.decision_id, True, "同意")
    assert reopen_requested() == [made.decision_id]
    assert current_close(settings.closed_path, REGION, PERIOD) is None
    assert reopen_requested() == []
    assert offer_close(MONTH, "run9", False), "the month is offered again, with the same figures as before"
