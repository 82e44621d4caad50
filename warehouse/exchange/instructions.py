"""The first sheet: what the workbook is about, how to answer, and the figures of each leg."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from warehouse.exchange.layout import OFFICES, month_name
from warehouse.exchange.outgoing import Outgoing
from warehouse.exchange.styles import Styles, page_setup
from warehouse.state.drafts import leg_parties
from warehouse.state.permissions import PARTIES

SHEET = "填写说明"
_STEPS = (
    ("填写范围", "只填浅黄色单元格。同一“差异号”的各行是一项差异，在它的第一行答复一次；灰色单元格不填。暂时答不了的留空，以后可在同一份表上补填再送。"),
    ("答复", "从列表中选择。选一个原因，表示贵方核实后认为差异由此造成；选“将补送文件”“对方无误”“需进一步核实”，表示暂不认定原因，只作记录。"),
    ("更正后的票号/凭证号", "如已更正或补记，请写更正后的税票号码或凭证号，可写多个，用逗号分开。"),
    ("处理日期、经办人", "答复时必填。日期写成 2020-04-08；原因类答复的日期不能晚于送回之日。"),
    ("说明", "不超过 200 字。请不要写个人姓名以外的身份信息（证件号码、银行账号、电话）。"),
    ("不能做的", "不增删行、不排序、不移动、不改白色单元格、不写公式、不改工作表名称，不带宏。改动过的表整份退回，并列出改动之处。"),
    ("送回", "另存为 .xlsx，文件名可以改。读入后每项答复由另一人复核，批准后才生效。"),
)  # fmt: skip


def add_instructions(book: Workbook, styles: Styles, outgoing: Outgoing) -> Worksheet:
    """Write the sheet and give it back."""
    page = book.add_worksheet(SHEET)
    manifest = outgoing.manifest
    for column, width in enumerate((22, 12, 22, 22, 22)):
        page.set_column(column, column, width)
    title = f"{outgoing.region_name}{month_name(manifest.period)}社会保险基金对账差异核对表"
    page.merge_range(0, 0, 0, 4, title, styles.of("title"))
    page.set_row(0, 32)
    told = (
        ("送", OFFICES[manifest.party]),
        ("编号", manifest.exchange_id),
        ("范围", f"{month_name(manifest.period)}发生、至今未清、由贵方核实的差异，连同对方相应的记录"),
        ("数据版本", f"已发布数仓摘要 {manifest.publication[:16]}"),
        ("金额单位", "元；差额 = 右方金额减左方金额"),
    )
    number = _texts(page, styles, 1, told)
    number = _figures(page, styles, outgoing, number + 1)
    _texts(page, styles, number + 1, _STEPS)
    page_setup(page, manifest.exchange_id)
    page.fit_to_pages(1, 0)
    return page


def _texts(page: Worksheet, styles: Styles, number: int, texts: tuple[tuple[str, str], ...]) -> int:
    for name, text in texts:
        page.write_string(number, 0, name, styles.of("guide_name"))
        page.merge_range(number, 1, number, 4, text, styles.of("guide"))
        page.set_row(number, 36 if len(text) > 45 else 22)
        number += 1
    return number


def _figures(page: Worksheet, styles: Styles, outgoing: Outgoing, number: int) -> int:
    for place, name in enumerate(("环节", "差异（项）", "左方金额（元）", "右方金额（元）", "差额（元）")):
        page.write_string(number, place, name, styles.of("guide_name"))
    for sheet in outgoing.sheets:
        number += 1
        first = sheet.rows[0]
        left, right = leg_parties()[sheet.leg]
        page.write_string(
            number, 0, f"{sheet.title}\n左 {PARTIES[left]}，右 {PARTIES[right]}", styles.of("guide_count")
        )
        page.set_row(number, 32)
        page.write_number(number, 1, first.cases, styles.of("guide_count"))
        for place, amount in enumerate((first.left_total, first.right_total, first.difference_total), start=2):
            page.write_number(number, place, amount or Decimal("0.00"), styles.of("guide_money"))
    return number + 1
