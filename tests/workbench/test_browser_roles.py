"""The main way of each role in a real browser, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
import pytest

from tests.workbench.people_at_work import HERE, PASSWORD

pytestmark = pytest.mark.browser
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


@contextmanager
def window(chromium, server, size=WIDE, login: str | None = None, expected: tuple[str, ...] = ()) -> Iterator:
    """A page of a fresh browser; whatever it complains about fails the test, but for the answers expected."""
    context = chromium.new_context(viewport=size, locale="zh-CN", base_url=server)
    complaints: list[str] = []
    page = context.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith((server, "data:")) else complaints.append(request.url)
    )
    try:
        if login:
            log_in(page, login)
        yield page
        assert [each for each in complaints if not any(f"status of {code}" in each for code in expected)] == []
    finally:
        context.close()


def log_in(page, login: str) -> None:
    page.goto("/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/(?!login)"))


def widest(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_one_is_sent_to_the_login_and_back_and_can_leave(chromium, server):
    with window(chromium, server) as page:
        page.goto("/files?year=2019")
        assert "/login" in page.url
        page.get_by_label("登录名").fill("viewer")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/files?year=2019")
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**/login")
        page.go_back()
        page.goto("/files")
        assert "/login" in page.url


def test_an_accountant_hands_in_a_corrected_file(chromium, server, home):
    with window(chromium, server, login="accountant") as page:
        page.get_by_role("link", name="文件", exact=True).first.click()
        page.get_by_role("link", name="上传更正文件").click()
        field = page.locator("input[type=file]")
        field.set_input_files({"name": "wrong name.csv", "mimeType": "text/csv", "buffer": b"x"})
        page.get_by_text("文件名不符合规定").wait_for()
        name = f"tax_collection_{HERE}_202010_v2.csv"
        field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": b"from the browser"})
        page.get_by_text("第 2 版替代现用的第 1 版").wait_for()
        page.get_by_role("button", name="上传到收件目录").click()
        page.get_by_role("heading", name="已放入收件目录").wait_for()
    assert (home.inbox_path / "tax" / name).read_bytes() == b"from the browser"


def test_from_a_payer_to_the_row_in_the_file_in_clicks(chromium, server):
    with window(chromium, server, login="accountant") as page:
        page.goto("/help")
        page.keyboard.press("/")
        page.wait_for_url("**/search")
        page.get_by_role("searchbox").fill("测试企业")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="缴费人").wait_for()
        page.locator("table a").first.click()
        page.get_by_role("heading", name="对账中的行").wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="导出 Excel").click()
        with download.value.path().open("rb") as file:
            assert openpyxl.load_workbook(file).active.max_row > 2
        page.get_by_role("link", name=re.compile(r"第 \d+ 行")).first.click()
        page.get_by_role("heading", name="文件里写的（照原样）").wait_for()


def test_a_viewer_sees_no_way_to_change_anything(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto("/files")
        assert page.get_by_role("link", name="上传更正文件").count() == 0
        assert page.get_by_role("link", name="导出 Excel").count() == 0
        assert page.get_by_role("link", name="人员", exact=True).count() == 0


def test_an_admin_adds_a_person_who_can_log_in(chromium, server):
    with window(chromium, server, login="admin") as page:
        page.get_by_role("link", name="人员", exact=True).click()
        form = page.locator("form.card")
        form.get_by_label("登录名").fill("browsered")
        form.get_by_label("姓名").fill("新同事")
        form.get_by_label("角色").select_option("reviewer")
        form.get_by_role("button", name="新增").click()
        secret = page.locator("code.secret").inner_text()
        page.goto("/people")
        assert page.locator("code.secret").count() == 0
    with window(chromium, server) as page:
        page.goto("/login")
        page.get_by_label("登录名").fill("browsered")
        page.get_by_label("密码").fill(secret)
        page.get_by_role("button", name="登录").click()
        page.get_by_text("新同事").wait_for()


def test_an_auditor_verifies_the_journal_in_place(chromium, server):
    with window(chromium, server, login="auditor") as page:
        page.get_by_role("link", name="审计日志").click()
        page.get_by_role("button", name="校验全部日志").click()
        page.get_by_text("校验通过").wait_for()
        assert page.url.endswith("/audit")


@pytest.mark.parametrize(
    "path", ["/files", "/files/upload", "/search?q=测试企业", "/people", "/audit", "/account", "/help"]
)
def test_a_narrow_window_needs_no_sideways_scrolling(chromium, server, path):
    with window(chromium, server, NARROW) as page:
        log_in(page, "everything")
        page.goto(path)
        assert widest(page) <= 0
        page.get_by_text("菜单", exact=True).click()
        page.get_by_role("link", name="文件", exact=True).first.wait_for()


def test_printing_leaves_out_what_is_only_for_the_screen(chromium, server):
    with window(chromium, server, login="viewer") as page:
        page.goto("/files")
        page.emulate_media(media="print")
        assert not page.locator("header.top").is_visible()
        assert not page.get_by_role("button", name="筛选").is_visible()
        assert page.locator("table").first.is_visible()
