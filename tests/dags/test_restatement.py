"""Which months a restatement finds. No Airflow is needed: the finished months are written by hand."""

import json
import shutil

import pytest

from warehouse import airflow_restatement
from warehouse.airflow_announced import accepted_files
from warehouse.airflow_intake import file_deliveries
from warehouse.airflow_month import month_file
from warehouse.settings import Settings

MONTHS = [f"2020-{month:02}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def landed(tmp_path_factory, demo_inbox):
    """A home with the finance journals of the whole year in landing."""
    home = tmp_path_factory.mktemp("restatement")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANFANG_HOME", str(home))
        patch.setenv("SANFANG_INBOX", str(demo_inbox))
        patch.delenv("SANFANG_REGION", raising=False)
        file_deliveries("finance", None)
        yield home


@pytest.fixture
def settings(landed):
    """The same home without any finished month."""
    shutil.rmtree(landed / "reports", ignore_errors=True)
    return Settings()


def finish(settings, month, files, state="complete"):
    """Leave the summary that a finished monthly run leaves."""
    path = month_file(settings, month).path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"month": month, "regions": {"650000": {"state": state, "files": files}}}), "utf-8")


def current(settings, month):
    files = accepted_files(settings, "finance")
    names = files[month] + (files["2020"] if month == "2020-12" else [])
    return sorted(name for name in names if "performance_goal-650000-2020-v1" not in name)


@pytest.fixture
def whole_year(settings):
    for month in MONTHS:
        finish(settings, month, current(settings, month))


@pytest.mark.usefixtures("whole_year")
def test_current_months_are_left_alone(settings):
    with pytest.raises(airflow_restatement.NothingRestatedError):
        airflow_restatement.find_restated(None, None)


@pytest.mark.usefixtures("whole_year")
def test_months_of_replaced_files_are_found_and_the_rest_of_their_year(settings):
    finish(settings, "2020-03", ["fin_special_account-650000-202003-v0-00000000"])
    finish(settings, "2020-05", ["fin_special_account-650000-202005-v0-00000000"])
    found = airflow_restatement.find_restated("650000", "2020")
    assert found["months"] == ["2020-03", "2020-05"]
    assert found["siblings"] == [month for month in MONTHS if month not in found["months"]]
    assert airflow_restatement.unchanged_months(found) == found["siblings"]
    assert airflow_restatement.find_restated("", "202005")["months"] == ["2020-05"]


@pytest.mark.usefixtures("whole_year")
def test_a_new_goals_file_counts_as_a_change_of_december(settings):
    old = [name for name in current(settings, "2020-12") if "goal" not in name]
    finish(settings, "2020-12", old)
    assert airflow_restatement.find_restated(None, "2020")["months"] == ["2020-12"]


def test_the_year_does_not_follow_before_it_is_whole(settings):
    finish(settings, "2020-03", ["fin_special_account-650000-202003-v0-00000000"])
    found = airflow_restatement.find_restated(None, None)
    assert found == {"months": ["2020-03"], "siblings": []}
    with pytest.raises(airflow_restatement.NothingRestatedError):
        airflow_restatement.unchanged_months(found)


def test_an_unfinished_month_is_not_a_restatement(settings):
    finish(settings, "2020-03", [], state="waiting")
    with pytest.raises(airflow_restatement.NothingRestatedError):
        airflow_restatement.find_restated(None, None)


@pytest.mark.parametrize(("region", "period"), [("65", None), ("65000x", None), (None, "2020-03"), (None, "202013")])
def test_malformed_parameters_are_refused(settings, region, period):
    with pytest.raises(ValueError, match="应为"):
        airflow_restatement.find_restated(region, period)
