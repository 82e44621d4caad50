"""Approved decisions as tests need them: proposed by one person and approved by another in the home's state database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from warehouse.connection import reader
from warehouse.settings import Settings
from warehouse.state.decisions import DecisionDraft, DecisionLine, propose_many, review_many
from warehouse.state.drafts import leg_parties
from warehouse.state.export import write_decisions
from warehouse.state.people import Grant, Person, add_person, find_person
from warehouse.state.store import StateStore, open_state

MAKER, CHECKER = "zhang", "li"
_COLUMNS = "line.party, line.dataset, line.line_id, line.record_key, line.fund_code, line.amount, line.period"
_OPEN = f"""
    select line.leg, line.region_code, line.cause, {_COLUMNS}
    from marts.fct_reconciliation_line as line
    inner join marts.dim_difference_cause as cause
        on line.verdict = cause.verdict and line.cause is not distinct from cause.cause
    where cause.is_open and line.leg <> 'total_3way' and coalesce(line.confirmed_by, 'rule') = 'rule'
    order by all
"""
Row = Sequence[object]


def people(store: StateStore) -> tuple[Person, Person]:
    """Who proposes and who approves."""
    for login, role in ((MAKER, "accountant"), (CHECKER, "reviewer")):
        if find_person(store, login) is None:
            add_person(store, "cli:test", login, login, "correct horse battery", [Grant(role)])
    maker, checker = find_person(store, MAKER), find_person(store, CHECKER)
    assert maker is not None
    assert checker is not None
    return maker, checker


def approve(
    settings: Settings, kind: str, leg: str, region: str, lines: Iterable[Row], cause: str | None = None
) -> str:
    """One approved decision about ``lines`` (party, dataset, line_id, record_key, fund_code, amount, period).

    It is written past the checks of proposing and reviewing, because a build must also refuse what was right once.
    """
    store = open_state(settings)
    people(store)
    with store.change(MAKER) as change:
        name = f"D{change.next_sequence:08d}"
        decided = {
            "decision_id": name, "kind": kind, "leg": leg, "region_code": region, "period": "202301", "cause": cause,
            "reason_code": "other", "comment": "-", "maker": MAKER, "made_at": change.at, "batch_id": None, "target": None,
            "attachment_name": None, "attachment_sha256": None, "attachment_size": None,
        }  # fmt: skip
        named = [
            {"decision_id": name, "line_no": number, **vars(line), "amount": f"{line.amount:.2f}"}
            for number, line in enumerate((_line(leg, row) for row in lines), start=1)
        ]
        change.append("decision_proposed", name, {"decision": [decided], "decision_line": named})
    with store.change(CHECKER) as change:
        outcome = {"decision_id": name, "maker": MAKER, "outcome": "approved", "decided_by": CHECKER,
                   "decided_at": change.at, "comment": ""}  # fmt: skip
        change.append("decision_approved", name, {"decision_outcome": [outcome]})
    write_decisions(settings, store)
    return name


def explain_open(settings: Settings) -> int:
    """Approve the proposed cause of every open line whose cause nobody has confirmed. Returns how many lines."""
    groups: dict[tuple[str, str, str], list[DecisionLine]] = defaultdict(list)
    with reader(settings.published_path) as connection:
        rows = connection.execute(_OPEN).fetchall()
    for leg, region, cause, *line in rows:
        groups[leg, region, cause].append(_line(leg, line))
    drafts = [
        DecisionDraft("explain", leg, region, lines[0].period, cause, "party_confirmed", "已与对方核对", tuple(lines))
        for (leg, region, cause), lines in groups.items()
    ]
    store = open_state(settings)
    maker, checker = people(store)
    made = propose_many(store, maker, drafts)
    review_many(store, checker, [each.decision_id for each in made], True)
    return len(rows)


def lines_of(settings: Settings, leg: str, condition: str, *values: object) -> list[Row]:
    """Published lines as a decision names them."""
    query = f"select {_COLUMNS} from marts.fct_reconciliation_line as line where leg = ? and {condition} order by all"
    with reader(settings.published_path) as connection:
        return connection.execute(query, [leg, *values]).fetchall()


def _line(leg: str, row: Row) -> DecisionLine:
    side = "R" if row[0] == leg_parties()[leg][1] else "L"
    return DecisionLine(side, *row)  # type: ignore[arg-type]
