"""People of a test's home and what they do in the workbench: explain and approve, through the state database."""

from collections import defaultdict

from warehouse.connection import reader
from warehouse.state.decisions import DecisionDraft, DecisionLine, propose_many, review_many
from warehouse.state.people import Grant, add_person, find_person
from warehouse.state.store import open_state

PEOPLE = {
    "kuaiji": Grant("accountant", "social_security"),
    "shuiwu": Grant("accountant", "tax"),
    "fuhe": Grant("reviewer"),
    "shenji": Grant("auditor"),
    "chakan": Grant("viewer"),
}
_UNCONFIRMED = """
    select line.leg, line.cause, line.party, line.dataset, line.line_id, line.record_key, line.fund_code, line.amount, line.period
    from marts.fct_reconciliation_line as line
    inner join marts.dim_difference_cause as cause
        on line.verdict = cause.verdict and line.cause is not distinct from cause.cause
    where cause.is_open and line.leg <> 'total_3way' and coalesce(line.confirmed_by, 'rule') = 'rule' and line.region_code = ? and line.period <= ?
    order by all"""


def register(settings):
    """One person for each role."""
    store = open_state(settings)
    for login, grant in PEOPLE.items():
        add_person(store, "cli:test", login, f"{login} 某", "correct horse battery", [grant])
    return store


def explain_all(settings, region, period):
    """The accountants explain everything that is open and unconfirmed, the reviewer approves; number of decisions."""
    store = open_state(settings)
    drafts = defaultdict(list)
    for draft in _drafts(settings, region, period):
        drafts["shuiwu" if draft.leg == "tax_fin" else "kuaiji"].append(draft)
    made = [each for login, some in drafts.items() for each in propose_many(store, find_person(store, login), some)]
    review_many(store, find_person(store, "fuhe"), [each.decision_id for each in made], True, "同意")
    return len(made)


def _drafts(settings, region, period):
    with reader(settings.published_path) as connection:
        rows = connection.execute(_UNCONFIRMED, [region, period]).fetchall()
    groups = defaultdict(list)
    for leg, cause, party, *rest in rows:
        left = party == ("tax" if leg == "tax_fin" else "social_security")
        groups[leg, cause].append(DecisionLine("L" if left else "R", party, *rest))
    for (leg, cause), lines in groups.items():
        yield DecisionDraft("explain", leg, region, period, cause, "voucher", "已核对凭证", tuple(lines))
