"""The accountants' main way in a real browser: from the month to a difference, explain it, and another person approves."""

from __future__ import annotations

import re

import pytest

from tests.workbench.people_at_work import HERE
from tests.workbench.test_browser_roles import NARROW, widest, window
from warehouse.connection import reader

pytestmark = pytest.mark.browser
MONTH = f"/months/{HERE}/202012"


def test_accountant_explains_and_reviewer_approves(chromium, server):
    with window(chromium, server, login="agency") as page:
        page.goto(MONTH)
        page.locator(".aging tbody tr").first.get_by_role("link").last.click()
        page.get_by_label("结论").select_option("period_differs")
        page.wait_for_url(re.compile("verdict=period_differs"))
        page.keyboard.press("j")
        assert page.locator("tr.at").count() == 1
        key = page.locator("tr.at code").first.inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/differences/\w+"))
        assert page.locator("h1").inner_text().startswith(key)
        form = page.locator("#explain form")
        form.get_by_label("理由").select_option("entry_error")
        form.get_by_label(re.compile("^说明")).fill("所属期录入有误，下月更正")
        form.get_by_role("button", name=re.compile("提出解释")).click()
        page.wait_for_url(re.compile(r"/decisions/D\d+"))
        decision = page.url.rpartition("/")[2]
        assert page.get_by_text("这是您自己提出的").is_visible()
    with window(chromium, server, login="reviewer") as page:
        page.goto("/decisions")
        page.get_by_role("link", name=decision).click()
        assert page.get_by_text("所属期录入有误，下月更正").first.is_visible()
        page.get_by_label(re.compile("^意见")).fill("同意")
        page.get_by_role("button", name="批准").click()
        page.get_by_text("下次构建时成为输入").wait_for()
        assert page.locator("h1 .tag").inner_text() == "已批准"


def test_from_a_number_to_file_and_row_in_two_clicks(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto(MONTH)
        page.locator(".aging tbody tr").first.get_by_role("link").first.click()
        page.locator('tr[data-row] a[href*="/rows/"]').first.click()
        page.wait_for_url(re.compile(r"/files/.+/rows/\d+"))


def test_ticked_lines_are_counted_and_previewed(chromium, server):
    with window(chromium, server, login="agency") as page:
        page.goto("/differences?leg=ssa_tax&verdict=ambiguous&sort=record&order=asc")
        button = page.get_by_role("button", name="解释所选")
        assert button.is_disabled()
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.locator("[data-count=line]").get_by_text("1", exact=True).wait_for()
        button.click()
        page.get_by_role("heading", name=re.compile("批量解释")).wait_for()
        assert page.get_by_text("含同组的对方行").is_visible()


def test_partners_chosen_for_a_match_are_added_up(chromium, server, home):
    with reader(home.published_path) as marts:
        (line,) = marts.execute(
            "select line_id from marts.mart_open_item where region_code = ? and leg = 'ssa_tax' and party = 'tax' "
            "and verdict = 'ambiguous' order by line_id limit 1",
            [HERE],
        ).fetchone()
    with window(chromium, server, login="agency") as page:
        page.goto(f"/differences/{line}?leg=ssa_tax")
        page.locator("#match > summary").click()
        page.locator("#match input[name=partner]").first.check()
        page.locator("#choice").get_by_text("两边相等").wait_for()
        assert page.locator("#match input[name=partner]").first.is_checked()


def test_keys_are_explained_and_slash_goes_to_the_search_field(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto("/differences")
        page.keyboard.press("?")
        assert page.get_by_role("dialog").get_by_text("快捷键").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"


def test_statement_opens_its_lines_and_fits_one_sheet_of_paper(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto(f"/statement/{HERE}/202006/ssa_tax/110")
        page.locator("details.item > summary").first.click()
        page.locator("details.item .lines a").first.wait_for()
        page.goto(f"/statement/{HERE}/202006/ssa_tax/110")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_trend_is_drawn(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto(MONTH)
        page.locator("[data-chart=trend][data-drawn] canvas").wait_for()


@pytest.mark.parametrize(
    "path",
    [
        MONTH,
        "/differences",
        "/decisions?status=all",
        "/controls",
        "/evaluation/2020",
        f"/statement/{HERE}/202006/ssa_tax/110",
        f"/statement/{HERE}/202006/total_3way/all",
    ],
)
def test_narrow_window_needs_no_sideways_scrolling(chromium, server, path):
    with window(chromium, server, NARROW, "agency") as page:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert widest(page) <= 0
