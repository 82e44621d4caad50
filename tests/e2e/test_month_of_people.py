"""One month as people live it, on the pages and the real pipeline: explain, approve, build, close, restate, compare."""

import re
import shutil

import pytest

from benchmarks.quality.deliveries import plant
from tests.approved import explain_open
from tests.restated import next_run, restate_one_posting
from tests.workbench.people_at_work import NoThrottle, add_people, log_in
from warehouse.close import CloseError, close_month
from warehouse.closes import folder
from warehouse.connection import reader
from warehouse.run import run
from warehouse.settings import Settings
from warehouse.state.store import open_state
from warehouse.state.verify import verify_state
from workbench.app import create_app
from workbench.settings import WorkbenchSettings

pytestmark = pytest.mark.dbt
REGION, MONTH = "640100", "202301"
STATEMENT = f"/statement/{REGION}/{MONTH}/ssa_tax/110"


@pytest.fixture
def settings(tmp_path):
    plant(tmp_path, region=REGION, year=2023, months=1, seed=29, payers=60, dirt=1.0, persons=30)
    settings = Settings(home=tmp_path / "home")
    shutil.copytree(tmp_path / "inbox", settings.inbox_path)
    assert run(settings).publication is not None
    add_people(settings)
    return settings


def rows(settings, query, *values):
    with reader(settings.published_path) as connection:
        return connection.execute(query, list(values)).fetchall()


def paper(browser, path):
    """The sheet of a statement, as it is printed."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return re.search(
        r"<article class=.sheet.*?</article>", re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text), re.S
    )[0]


def test_a_month_is_explained_approved_closed_restated_and_still_said_as_it_was(settings):
    app = create_app(settings, workbench=WorkbenchSettings())
    app.state.throttle = NoThrottle()
    accountant, reviewer = log_in(app, "everything"), log_in(app, "reviewer")

    leg, line_id, cause = rows(
        settings, "select leg, line_id, cause from marts.mart_open_item where leg = 'ssa_tax' and verdict = 'amount_differs' "
                  "order by line_id limit 1")[0]  # fmt: skip
    form = {"kind": "explain", "leg": leg, "line": line_id, "cause": cause, "reason_code": "entry_error"}
    made = accountant.post("/decisions/new", {**form, "comment": "与税务核对过，下月更正"})
    assert made.status_code == 303, made.text[:2000]
    decision = made.headers["location"].rpartition("/")[2]
    assert accountant.post(f"/decisions/{decision}/review", {"verdict": "approve"}).status_code == 409, (
        "never one's own"
    )
    assert reviewer.post(f"/decisions/{decision}/review", {"verdict": "approve", "comment": "同意"}).status_code == 303

    next_run(settings)
    told = rows(
        settings,
        "select cause, confirmed_by from marts.fct_reconciliation_line where line_id = ? and leg = ?",
        line_id,
        leg,
    )
    assert told == [(cause, "reviewer")]
    assert rows(settings, "select state from marts.fct_decision where decision_id = ?", decision) == [("applied",)]
    with pytest.raises(CloseError, match="无人确认"):
        close_month(settings, REGION, MONTH, "reviewer", "一月月结")
    explain_open(settings)
    next_run(settings)
    assert close_month(settings, REGION, MONTH, "reviewer", "一月月结").version == 1
    next_run(settings)
    kept = {path.name: path.read_bytes() for path in folder(settings.closed_path, REGION, MONTH, 1).iterdir()}
    closed = paper(accountant, f"{STATEMENT}?version=1")

    posting = restate_one_posting(settings, REGION, MONTH)
    next_run(settings)
    moved = rows(
        settings, "select known_verdict from marts.fct_restatement where record_key = ? and leg = 'ssa_tax'", posting
    )
    assert moved == [("period_differs",)]
    assert "结账后变动" in accountant.get(f"/months/{REGION}/{MONTH}").text
    assert paper(accountant, f"{STATEMENT}?version=1") == closed
    assert paper(accountant, STATEMENT) != closed
    assert {path.name: path.read_bytes() for path in folder(settings.closed_path, REGION, MONTH, 1).iterdir()} == kept
    assert verify_state(open_state(settings)) == []
