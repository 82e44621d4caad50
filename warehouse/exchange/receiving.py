"""Reading the answered workbook in: accepted whole or refused whole; answers become proposals and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from warehouse.exchange.answers import Answer, check, comment, draft
from warehouse.exchange.differences import published_marts, read_choices
from warehouse.exchange.history import Reading, find_reading, known_answers, record_reading, was_sent
from warehouse.exchange.incoming import Incoming, Problem, open_workbook
from warehouse.exchange.layout import OFFICES, month_name
from warehouse.exchange.manifest import Manifest, Sent
from warehouse.exchange.sending import may_exchange
from warehouse.state.decisions import DecisionRefused, decisions_of_line, propose_many
from warehouse.state.drafts import DecisionDraft, leg_parties
from warehouse.state.journal import record
from warehouse.state.permissions import NotAllowed, Person, may
from warehouse.state.store import StateStore
from warehouse.state.validation import require_unclaimed, validate

REFUSED = "exchange_refused"
_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Accepted:
    """An answer that was taken: ``decision_id`` of the proposal, None for a note."""

    sent: Sent
    answer: str
    text: str
    decision_id: str | None


@dataclass(frozen=True)
class Report:
    """What came of a workbook. Where there are problems nothing was taken.

    Attributes:
        manifest: None when the file could not be believed.
        kept: Answers that were taken from an earlier copy and have not changed.
        unanswered: First rows of differences without an answer.
        earlier: The reading in which this very file was taken already; then nothing was done now.
    """

    sha256: str
    manifest: Manifest | None
    accepted: tuple[Accepted, ...] = ()
    kept: tuple[Sent, ...] = ()
    unanswered: tuple[Sent, ...] = ()
    problems: tuple[Problem, ...] = ()
    earlier: Reading | None = None
    republished: bool = False


def read_answered(
    store: StateStore,
    person: Person,
    path: Path,
    *,
    expected: tuple[str, str, str] | None = None,
    today: date | None = None,
) -> Report:
    """Read an answered workbook; its answers become proposals of ``person``, to be checked by somebody else.

    Args:
        expected: (party, region, month) of the page on which it was handed in.
        today: Day of reading; default today in China.

    Raises:
        NotAllowed: The person may not read this party's answers in this region.
    """
    incoming = open_workbook(store.settings, path)
    manifest = incoming.manifest
    if manifest is None:
        return Report(incoming.sha256, None, problems=incoming.problems)
    if wrong := _wrong_place(store, manifest, expected):
        return _refused(store, person, incoming, [wrong])
    _require_reader(person, manifest)
    if earlier := find_reading(store, incoming.sha256):
        return Report(incoming.sha256, manifest, earlier=earlier)
    if incoming.problems:
        return _refused(store, person, incoming, list(incoming.problems))
    with published_marts(store.settings) as marts:
        choices, publication = read_choices(marts), marts.digest
    today = today or datetime.now(_CHINA).date()
    checked = [(given, *check(given, choices, today)) for given in incoming.given]
    if problems := [problem for *_, found in checked for problem in found]:
        return _refused(store, person, incoming, problems)
    answers = [answer for _, answer, _ in checked if answer]
    unanswered = tuple(given.sent for given, answer, _ in checked if answer is None)
    report = Report(incoming.sha256, manifest, unanswered=unanswered, republished=publication != manifest.publication)
    return _take(store, person, incoming, report, answers, path.read_bytes())


def _take(
    store: StateStore, person: Person, incoming: Incoming, report: Report, answers: list[Answer], content: bytes
) -> Report:
    manifest = report.manifest
    assert manifest is not None  # noqa: S101 - the caller has read it
    known = known_answers(store, manifest.exchange_id)
    fresh = [answer for answer in answers if known.get(answer.sent.unit_key) != answer.given.digest]
    kept = tuple(answer.sent for answer in answers if answer not in fresh)
    attachment = (f"差异核对表_{manifest.exchange_id}.xlsx", content)
    drafts = [
        (answer, draft(answer, _rows_of(manifest, answer.sent), manifest, attachment))
        for answer in fresh
        if answer.cause
    ]
    if problems := _not_allowed(person, manifest, drafts):
        return _refused(store, person, incoming, problems)
    made = _made_before(store, drafts, report.sha256)
    if not made and drafts:
        try:
            found = propose_many(store, person, [each for _, each in drafts])
        except DecisionRefused:
            return _refused(store, person, incoming, _row_problems(store, drafts))
        made = {line.line_id: each.decision_id for each in found for line in each.lines}
    accepted = tuple(
        Accepted(answer.sent, answer.given.answer, comment(answer.given, manifest), made.get(answer.sent.unit_key))
        for answer in fresh
    )
    record_reading(
        store, person.login, manifest, report.sha256,
        [(answer, each.decision_id, _rows_of(manifest, answer.sent)) for answer, each in zip(fresh, accepted, strict=True)],
        len(report.unanswered),
    )  # fmt: skip
    return replace(report, accepted=accepted, kept=kept)


def _wrong_place(store: StateStore, manifest: Manifest, expected: tuple[str, str, str] | None) -> Problem | None:
    theirs = f"{OFFICES[manifest.party]} {manifest.region} {month_name(manifest.period)}"
    if expected and (manifest.party, manifest.region, manifest.period) != expected:
        return Problem(f"这份表是{theirs}的，不是本页的：请到该方该月的页面交回。")
    if not was_sent(store, manifest.exchange_id):
        return Problem(f"没有发出过编号 {manifest.exchange_id} 的差异核对表（{theirs}）。")
    return None


def _require_reader(person: Person, manifest: Manifest) -> None:
    if not may_exchange(person, "explain", manifest.region, manifest.party):
        raise NotAllowed(
            f"{person.login} 不能读入{OFFICES[manifest.party]} {manifest.region} 的答复：需要该方或社保的经办会计。"
        )


def _rows_of(manifest: Manifest, sent: Sent) -> list[Sent]:
    return [row for row in manifest.rows if row.case_no == sent.case_no]


def _not_allowed(person: Person, manifest: Manifest, drafts: list[tuple[Answer, DecisionDraft]]) -> list[Problem]:
    """Answers on a leg in which the person's party has no part: that party must read them in."""
    return [
        Problem(f"您不能就这个环节提出解释：请由{OFFICES[manifest.party]}的经办会计读入。", answer.sent.sheet, answer.sent.number)
        for answer, _ in drafts
        if not any(may(person, "explain", manifest.region, party) for party in leg_parties()[answer.sent.leg])
    ]  # fmt: skip


def _made_before(store: StateStore, drafts: list[tuple[Answer, DecisionDraft]], sha256: str) -> dict[str, str]:
    """Proposals of this very file whose reading was not journalled because the machine stopped in between."""
    return {
        line.line_id: found.decision_id
        for answer, each in drafts
        for found in decisions_of_line(store, each.leg, each.region_code, [answer.sent.unit_key])
        if found.attachment and found.attachment.sha256 == sha256
        for line in found.lines
    }


def _row_problems(store: StateStore, drafts: list[tuple[Answer, DecisionDraft]]) -> list[Problem]:
    problems = []
    for answer, each in drafts:
        try:
            [touched] = validate(store.settings, [each])
            with store.session() as connection:
                require_unclaimed(connection, each, touched)
        except DecisionRefused as refusal:
            text = str(refusal).replace("\n", " ")
            problems.append(Problem(text, answer.sent.sheet, answer.sent.number))
    return problems or [Problem("提出时情况有变：请再读一次。")]


def _refused(store: StateStore, person: Person, incoming: Incoming, problems: list[Problem]) -> Report:
    manifest = incoming.manifest
    details = {"sha256": incoming.sha256, "problems": str(len(problems)), "first": str(problems[0])[:300]}
    if manifest:
        details |= {"party": manifest.party, "region": manifest.region, "period": manifest.period}
    record(store, person.login, REFUSED, manifest.exchange_id if manifest else incoming.sha256[:16], details)
    return Report(incoming.sha256, manifest, problems=tuple(problems))
