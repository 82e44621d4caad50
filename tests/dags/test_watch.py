"""The inbox watch and the intake behind it: nothing is lost, nobody is woken twice. No Airflow is needed."""

import os
import re
import shutil
import time

import pytest

from warehouse import airflow_intake, airflow_watch
from warehouse.settings import Settings


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SANFANG_HOME", str(tmp_path))
    monkeypatch.delenv("SANFANG_INBOX", raising=False)
    monkeypatch.delenv("SANFANG_REGION", raising=False)
    return tmp_path


@pytest.fixture
def drop(home, demo_inbox):
    """Copy a party's deliveries that match; settled unless told otherwise."""

    def drop(party, pattern, age=60):
        names = []
        for path in sorted((demo_inbox / party).iterdir()):
            if re.search(pattern, path.name):
                target = home / "inbox" / party / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                os.utime(target, (time.time() - age,) * 2)
                names.append(path.name)
        assert names
        return names

    return drop


def woken():
    return [call["trigger_dag_id"] for call in airflow_watch.scan_inbox()]


def intake(party, key=None):
    """One ingest run: the months it announced."""
    report = airflow_intake.file_deliveries(party, key)
    try:
        months = airflow_intake.whole_months(report)
    except airflow_intake.MonthWaitsError:
        months = []
    airflow_intake.close_intake(report)
    return months


def test_an_empty_home_has_no_news(home):
    assert airflow_watch.scan_inbox() == []


def test_the_same_news_has_the_same_run_and_more_news_another(drop):
    drop("finance", r"_202001\.")
    first = airflow_watch.scan_inbox()
    assert airflow_watch.scan_inbox() == first
    drop("finance", r"_202002\.")
    second = airflow_watch.scan_inbox()
    assert [call["trigger_dag_id"] for call in second] == ["ingest_finance"]
    assert second[0]["trigger_run_id"] != first[0]["trigger_run_id"]


def test_a_file_that_is_still_arriving_is_left_for_later(home, drop):
    (name,) = drop("finance", r"_202001\.", age=0)
    assert woken() == []
    (home / "inbox" / "finance" / name).rename(home / "inbox" / "finance" / f"{name}.part")
    os.utime(home / "inbox" / "finance" / f"{name}.part", (time.time() - 60,) * 2)
    assert woken() == []


@pytest.mark.parametrize(
    ("party", "pattern"),
    [("tax", r"_202007\.csv\.gz$"), ("social_security", r"_202009\.zip$"), ("finance", r"_202001\.")],
)
def test_a_filed_delivery_is_no_news_however_it_was_packed(drop, party, pattern):
    drop(party, pattern)
    assert woken() == [f"ingest_{party}"]
    intake(party)
    assert woken() == []


def test_a_burst_is_one_run_that_announces_every_month(drop):
    drop("tax", r"_20200[1-4]\.")
    assert woken() == ["ingest_tax"]
    assert intake("tax") == ["2020-01", "2020-02", "2020-03", "2020-04"]
    assert intake("tax") == []


def test_a_run_for_one_month_that_files_others_too_leaves_news_for_the_watch(drop):
    drop("tax", r"_20200[1-3]\.")
    assert intake("tax", "2020-03") == ["2020-03"]
    assert woken() == ["ingest_tax"]
    assert intake("tax") == ["2020-01", "2020-02"]
    assert woken() == []


def test_a_run_that_died_after_filing_is_news(drop):
    drop("tax", r"_202001\.")
    airflow_intake.file_deliveries("tax", None)
    assert woken() == ["ingest_tax"]
    assert intake("tax") == ["2020-01"]


def test_a_month_asked_for_is_announced_as_often_as_asked(drop):
    drop("tax", r"_202001\.")
    assert [intake("tax", "2020-01") for _ in range(2)] == [["2020-01"]] * 2


def test_a_month_waits_until_its_last_file_is_there(drop):
    drop("social_security", r"_202001\.(csv|txt)$")
    report = airflow_intake.file_deliveries("social_security", "2020-01")
    with pytest.raises(airflow_intake.MonthWaitsError, match=r"2020-01 缺 ss_ledger、ss_statistics"):
        airflow_intake.whole_months(report)
    drop("social_security", r"_202001\.xlsx$")
    assert intake("social_security") == ["2020-01"]


def test_a_month_of_which_nothing_came_waits(home):
    (home / "inbox").mkdir()
    report = airflow_intake.file_deliveries("tax", "2020-08")
    with pytest.raises(airflow_intake.MonthWaitsError, match="2020-08 缺 全部文件"):
        airflow_intake.whole_months(report)


def test_a_refused_file_is_named_and_moved(home, drop):
    drop("tax", r"_202001\.")
    (home / "inbox" / "tax" / "tax_collection_650000_202002.csv").write_bytes(b"\x81")
    report = airflow_intake.file_deliveries("tax", None)
    assert airflow_intake.whole_months(report) == ["2020-01"]
    with pytest.raises(airflow_intake.DeliveryRefusedError, match=r"tax_collection_650000_202002\.csv：.+report"):
        airflow_intake.close_intake(report)
    assert woken() == []


def test_only_the_region_of_this_home_counts(drop, monkeypatch):
    drop("tax", r"_202001\.")
    monkeypatch.setenv("SANFANG_REGION", "110000")
    assert intake("tax") == []
    monkeypatch.setenv("SANFANG_REGION", "650000")
    assert Settings().region == "650000"
    assert intake("tax") == ["2020-01"]


@pytest.mark.parametrize("key", ["2020-13", "202001", "2020", "../x"])
def test_a_key_that_is_no_month_is_refused(home, key):
    with pytest.raises(ValueError, match="YYYY-MM"):
        airflow_intake.file_deliveries("tax", key)
