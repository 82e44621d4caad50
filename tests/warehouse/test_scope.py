"""Which months count: every way in which a month can be whole, history, or waiting."""

import pytest

from tests import deliveries
from warehouse.connection import reader
from warehouse.run import months_between, run
from warehouse.scope import month_states
from warehouse.settings import MissingKeyError, Settings

BOOKS = [("110", "3001", "一般基金结余", "1", "0", "0", "1")]
ASSESSMENT = "核定单号|单位编号|统一社会信用代码|单位名称|险种|费款所属期|缴费类型|缴费人数|缴费基数|应缴金额|核定日期"


def states(settings):
    from ingest.intake import take_in

    take_in(settings.inbox_path, settings.landing())
    return {(month.region_code, month.period): month for month in month_states(settings)}


def test_books_alone_are_history(tmp_path):
    settings = Settings(home=tmp_path)
    deliveries.ledger(settings.inbox_path, "110100", "202001", BOOKS)
    month = states(settings)["110100", "202001"]
    assert month.state == "books_only"
    assert "tax_collection" in month.missing


def test_any_detail_makes_the_month_wait_for_the_rest(tmp_path):
    settings = Settings(home=tmp_path)
    deliveries.ledger(settings.inbox_path, "110100", "202001", BOOKS)
    deliveries.text_file(settings.inbox_path, "ss_assessment", "110100", "202001", ASSESSMENT, [], "0.00")
    month = states(settings)["110100", "202001"]
    assert month.state == "waiting"
    assert "tax_collection" in month.missing
    assert "ss_assessment" not in month.missing


def test_a_refused_file_is_named_until_a_good_one_comes(tmp_path):
    settings = Settings(home=tmp_path)
    deliveries.ledger(settings.inbox_path, "110100", "202001", BOOKS)
    bad = settings.inbox_path / "social_security" / "ss_assessment_110100_202001.txt"
    bad.write_bytes("没有尾行".encode("gbk"))
    month = states(settings)["110100", "202001"]
    assert (month.state, month.refused) == ("waiting", (bad.name,))
    deliveries.text_file(settings.inbox_path, "ss_assessment", "110100", "202001", ASSESSMENT, [], "0.00")
    assert states(settings)["110100", "202001"].refused == ()


@pytest.mark.dbt
def test_a_waiting_month_reaches_no_mart_and_the_others_go_on(golden, demo_inbox, tmp_path):
    import shutil

    settings = Settings(home=tmp_path / "home")
    shutil.copytree(demo_inbox, settings.inbox_path)
    next((settings.inbox_path / "tax").glob("*_202003*")).unlink()
    summary = run(settings, region="650000", start="202002", end="202004")
    assert {month.period: month.state for month in summary.months} == {
        "202002": "complete", "202003": "waiting", "202004": "complete",
    }  # fmt: skip
    assert summary.months[1].missing == ("tax_collection",)
    with reader(settings.published_path) as connection:
        shown = connection.execute(
            "select distinct period from marts.fct_fund_statement where period like '2020%'"
        ).fetchall()
        waits = connection.execute(
            "select count(*), count(*) filter (where status in ('pass', 'warn')) from marts.mart_control_result where period = '202003'"
        ).fetchone()
    assert sorted(row[0] for row in shown) == ["202001", "202002", "202004"]
    assert waits[0] > 0
    assert waits[1] == 0


def test_months_between():
    assert months_between("202011", "202102") == ["202011", "202012", "202101", "202102"]
    assert months_between("202102", "202011") == []
    for wrong in ("2020", "202013", "202000", "abcdef"):
        with pytest.raises(ValueError, match="YYYYMM"):
            months_between(wrong, "202012")


def test_a_lost_key_is_not_replaced_silently(tmp_path):
    settings = Settings(home=tmp_path)
    first = settings.key()
    assert settings.key() == first
    assert (tmp_path / "secrets" / "pseudonym.key").stat().st_mode & 0o077 == 0
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "persons.duckdb").touch()
    (tmp_path / "secrets" / "pseudonym.key").unlink()
    with pytest.raises(MissingKeyError, match="SANFANG_PSEUDONYM_KEY"):
        settings.key()
