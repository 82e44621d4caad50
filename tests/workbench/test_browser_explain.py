"""The accountants' main way in a real browser: from the month to a difference, explain it, and another person approves."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.workbench.people_at_work import HERE
from tests.workbench.test_browser_roles import NARROW, widest, window
from warehouse.connection import reader

pytestmark = pytest.mark.browser
MONTH = f"/months/{HERE}/202012"


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


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
        cell = page.locator(".aging tbody tr").first.get_by_role("link").first
        lines = cell.inner_text()
        cell.click()
        assert f"{lines} 行，行金额合计" in page.locator("main").inner_text()
        row = page.locator('tr[data-row]:has(a[href*="/rows/"])').first
        record, amount = row.locator("code").first.inner_text(), row.locator("[data-label=金额]").inner_text()
        row.locator('a[href*="/rows/"]').click()
        page.wait_for_url(re.compile(r"/files/.+/rows/\d+"))
        assert page.locator("h1").inner_text().endswith(f"第 {page.url.rpartition('/')[2]} 行 现用")
        became = page.locator("table tbody tr").filter(has_text=record)
        assert amount in became.first.inner_text()


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
        assert re.search(r"1 项差异，\d+ 行（含同组的对方行）", page.locator("main").inner_text())
        assert page.get_by_role("button", name=re.compile("送复核")).count() == 0, "first the cause, then the proposal"


def test_a_whole_batch_is_explained_after_its_preview_and_can_be_taken_back(chromium, server, home):
    with reader(home.published_path) as marts:
        lines, amount = marts.execute(
            "select count(*), sum(amount) from marts.mart_open_item where region_code = ? and leg = 'ssa_fin_benefit' "
            "and verdict = 'only_left'",
            [HERE],
        ).fetchone()
    assert lines > 1
    with window(chromium, server, login="agency") as page:
        page.goto("/differences?leg=ssa_fin_benefit&verdict=only_left")
        page.get_by_role("button", name=f"解释筛选出的全部 {lines} 行").click()
        page.get_by_label("原因").select_option(index=1)
        page.get_by_label("理由").select_option("voucher")
        page.get_by_role("textbox", name="说明").fill("拨款凭证未到，已向财政查询")
        page.get_by_role("button", name="按所选原因重新预览").click()
        propose = page.get_by_role("button", name=re.compile("提出解释，送复核"))
        assert propose.inner_text() == f"提出解释，送复核（{lines} 行）"
        assert f"{amount:,.2f}" in page.locator("tr.total").inner_text()
        assert page.get_by_role("textbox", name="说明").input_value() == "拨款凭证未到，已向财政查询"
        propose.click()
        page.wait_for_url(re.compile(r"/decisions/D\d+"))
        assert "待复核" in page.locator("h1").inner_text()
        page.get_by_role("button", name="撤回").click()
        page.get_by_text("已撤回").first.wait_for()
        assert page.get_by_role("button", name="撤回").count() == 0


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
        sums = page.locator("#choice dd b").all_inner_texts()
        assert sums[0] == sums[1] == page.locator(".tile b").first.inner_text()
        assert sums[2] == "0.00"


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
        amount = page.locator("tr:has(> td > details.item) > td.num").first.inner_text()
        shown = page.locator("details.item .lines td.num").all_inner_texts()
        if page.locator("details.item .lines .hint").count() == 0:
            assert sum(map(money, shown)) in (money(amount), -money(amount))
        page.goto(f"/statement/{HERE}/202006/ssa_tax/110")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_trend_is_drawn(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto(MONTH)
        page.locator("[data-chart=trend][data-drawn] canvas").wait_for()
        standing = page.locator("a.tile").first.inner_text()
        drawn, x, y = page.evaluate(
            """() => {
                const place = document.querySelector("[data-chart=trend]");
                const chart = echarts.getInstanceByDom(place), box = place.getBoundingClientRect();
                const bars = chart.getOption().series.filter((each) => each.type === "bar");
                const [x, y] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [2, 1]);
                window.scrollTo(0, box.top + window.scrollY - 200);
                return [bars.map((each) => each.data.map((point) => point.value)), x, y];
            }"""
        )
        assert {len(values) for values in drawn} == {12}
        december = sum(Decimal(values[11] or 0) for values in drawn)
        gross = money(re.search(r"差额绝对值 ([\d,.]+) 元", standing)[1])
        assert abs(december * 10_000 - gross) < 4, "the bars are what the first tile says, in 万元"
        box = page.locator("[data-chart=trend]").bounding_box()
        page.mouse.click(box["x"] + x, box["y"] + y - 2)
        page.wait_for_url(f"**/months/{HERE}/202003")
        assert "2020年3月" in page.locator("h1").inner_text()


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
        cut = page.evaluate(
            """() => [...document.querySelectorAll("main td, main th, .sheet")]
                .filter((each) => each.offsetParent && each.getBoundingClientRect().right > innerWidth + 1)
                .filter((each) => !each.closest(".scroll")).map((each) => each.innerText.slice(0, 40))"""
        )
        assert cut == []


def test_whoever_uses_the_keyboard_sees_where_he_is(chromium, server):
    with window(chromium, server, login="agency") as page:
        page.goto("/differences")
        seen = set()
        for _ in range(25):
            page.keyboard.press("Tab")
            name, width, style = page.evaluate(
                """() => { const at = document.activeElement, look = getComputedStyle(at);
                return [at.tagName, look.outlineWidth, look.outlineStyle]; }"""
            )
            assert style != "none" and width != "0px", name
            seen.add(name)
        assert {"A", "SELECT", "INPUT", "BUTTON"} <= seen


def test_who_may_not_is_told_so_and_stays_in_the_program(chromium, server):
    with window(chromium, server, login="viewer", expected=("403", "404")) as page:
        page.goto("/audit")
        assert "没有权限" in page.locator("main").inner_text()
        assert page.get_by_role("link", name="总览", exact=True).is_visible()
        page.goto("/files/no-such-file")
        assert "没有这份文件" in page.locator("main").inner_text()
        page.goto(MONTH)
        page.locator(".aging tbody tr").first.get_by_role("link").first.click()
        page.locator("tr[data-row] a[data-open]").first.click()
        assert page.get_by_text("您的角色只能查看").is_visible()
        assert page.locator("#act form").count() == 0
