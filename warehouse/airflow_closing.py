"""What the tasks of `month_close` call: ask the reviewers about a month, and do what they answered."""

import logging
import os
from typing import Any

import duckdb

from warehouse import closing_offer as journal
from warehouse.airflow_month import month_of
from warehouse.airflow_unchanged import is_current, published_run
from warehouse.close import close_month, close_problems
from warehouse.closes import current_close
from warehouse.closing_answer import Answer, assigned, require_reviewer
from warehouse.closing_month import headline, open_months, question, regions_of_month, statement
from warehouse.closing_offer import Question
from warehouse.connection import reader
from warehouse.settings import Settings
from warehouse.state.store import StateStore, open_state

log = logging.getLogger(__name__)


class NothingToApproveError(RuntimeError):
    """No region's month can be offered; the message says per region what is open and where to explain it."""


class MonthStaysOpenError(RuntimeError):
    """The answer does not close the month; the message says why."""


def offer_close(month: str, run_id: str, by_hand: bool) -> list[dict[str, Any]]:
    """One question for each region whose published month can be closed.

    Args:
        month: ``YYYY-MM``.
        run_id: The run that asks.
        by_hand: A person wants it: ask again whatever was asked and answered before.

    Raises:
        NothingToApproveError: There is none.
    """
    settings, period = Settings(), month_of(month).replace("-", "")
    store = open_state(settings)
    offers, waits = [], []
    current = is_current(settings)
    with reader(settings.published_path) as connection:
        for region in regions_of_month(connection, settings, period):
            asked = question(connection, region, period)
            why = _why_not(settings, store, connection, asked, current, None if by_hand else run_id)
            if why is None:
                offers.append(_offer(settings, store, connection, asked, run_id))
            else:
                waits.append(f"{asked.subject} {why}。")
    for wait in waits:
        log.info("暂不提交审批：%s", wait)
    if not offers:
        raise NothingToApproveError("".join(waits) or f"没有已发布的 {month}。")
    return offers


def months_to_offer() -> list[str]:
    """Months (``YYYY-MM``) that could be closed and that nobody has been asked about.

    Raises:
        NothingToApproveError: There is none.
    """
    settings = Settings()
    if not settings.published_path.exists() or not is_current(settings):
        raise NothingToApproveError("没有发布，或发布之后又有新文件或新决定。")
    store, months = open_state(settings), set()
    with reader(settings.published_path) as connection:
        for region, period in open_months(connection, settings):
            asked = question(connection, region, period)
            if _why_not(settings, store, connection, asked, True, "") is None:
                months.add(f"{period[:4]}-{period[4:]}")
    if not months:
        raise NothingToApproveError("没有可以结账而未提交审批的月份。")
    return sorted(months)


def settle_close(region: str, period: str, digest: str, answered: dict[str, Any], approve: str) -> str:
    """Close the month in the name of who approved it.

    Args:
        digest: Digest of the figures that were shown.
        answered: The Required Action's answer.
        approve: The option that approves.

    Returns:
        The month after it, ``YYYY-MM``: its turn has come.

    Raises:
        MonthStaysOpenError: Sent back, not answered, or the figures are no longer those that were shown.
        NotAllowed: Who answered is no reviewer of the region.
        ValueError: The answer is malformed.
    """
    settings, asked = Settings(), Question(region, period, digest)
    store, answer = open_state(settings), Answer.read(answered, approve)
    if answer.login is None:
        journal.note(store, asked, journal.UNANSWERED)
        raise MonthStaysOpenError(f"{asked.subject} 的审批无人答复，已撤回；以后会再次提交。")
    require_reviewer(store, asked, answer.login)
    if not answer.is_approved:
        journal.note(store, asked, journal.SENT_BACK, answer.login, comment=answer.comment)
        raise MonthStaysOpenError(f"{asked.subject} 由 {answer.login} 退回：{answer.comment or '未写理由'}。")
    _close(settings, store, asked, answer)
    year, number = int(period[:4]), int(period[4:])
    return f"{year + number // 12}-{number % 12 + 1:02}"


def _close(settings: Settings, store: StateStore, asked: Question, answer: Answer) -> None:
    if current_close(settings.closed_path, asked.region, asked.period):
        log.info("%s 已经结账，不再重复。", asked.subject)
        return
    with reader(settings.published_path) as connection:
        same = question(connection, asked.region, asked.period) == asked and is_current(settings)
        open_still = close_problems(connection, asked.region, asked.period, settings.closed_path)
    if open_still or not same:
        journal.note(store, asked, journal.OUTDATED, answer.login or "system")
        why = "；".join(open_still) or "提交审批之后又有新文件、新决定或新的发布"
        raise MonthStaysOpenError(f"{asked.subject} 没有结账：{why}。下一次构建发布后会按新的数字再次提交。")
    reason = answer.comment or "Airflow 审批结账"
    close = close_month(settings, asked.region, asked.period, answer.login or "", reason)
    log.info("%s 已由 %s 结账（第 %s 版，摘要 %s）。", asked.subject, close.closed_by, close.version, close.digest[:16])


def _why_not(
    settings: Settings,
    store: StateStore,
    connection: duckdb.DuckDBPyConnection,
    asked: Question,
    current: bool,
    run_id: str | None,
) -> str | None:
    """Why a month is not offered now; None when it is. Without a run id a person asks, and old answers do not count."""
    if close := current_close(settings.closed_path, asked.region, asked.period):
        return f"已由 {close.closed_by} 结账（第 {close.version} 版）"
    if still_open := close_problems(connection, asked.region, asked.period, settings.closed_path):
        return f"还不能结账：{'；'.join(still_open)}。请在工作台说明、复核后由下一次构建收入"
    if not current:
        return "在发布之后又有新文件或新决定，构建发布后再提交审批"
    return None if run_id is None else journal.why_not_asked(store, asked, run_id, approval_days())


def _offer(
    settings: Settings, store: StateStore, connection: duckdb.DuckDBPyConnection, asked: Question, run_id: str
) -> dict[str, Any]:
    published = published_run(settings) or ""
    journal.note(store, asked, journal.OFFERED, run=run_id)
    return {
        "region": asked.region,
        "period": asked.period,
        "digest": asked.digest,
        "subject": headline(asked.region, asked.period),
        "body": statement(connection, asked.region, asked.period, published),
        "assigned_users": assigned(store, asked.region),
    }


def approval_days() -> int:
    """For how many days a question waits for its answer (``SANFANG_APPROVAL_DAYS``, read by the DAG file too)."""
    return int(os.environ.get("SANFANG_APPROVAL_DAYS", "7"))
