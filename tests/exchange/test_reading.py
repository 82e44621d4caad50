"""What comes back: every kind of answer taken, everything else refused whole with its row and its reason."""

import re
import shutil
from datetime import date

import pytest
from answered import answer, cell, firsts, rebuilt, rewrite

from warehouse.exchange import receiving
from warehouse.exchange.history import exchange_history
from warehouse.exchange.incoming import LARGEST
from warehouse.exchange.receiving import REFUSED, read_answered
from warehouse.exchange.sending import send
from warehouse.settings import Settings
from warehouse.state.decisions import list_decisions, review
from warehouse.state.journal import entries
from warehouse.state.permissions import NotAllowed
from warehouse.state.store import open_state
from warehouse.state.verify import verify_state

TODAY = date(2020, 6, 1)
SHEET = "xl/worksheets/sheet2.xml"


@pytest.fixture
def read(store, people, tmp_path):
    def reading(content, person=None, **options):
        path = tmp_path / "answered.xlsx"
        path.write_bytes(content)
        return read_answered(store, person or people.agency, path, **{"today": TODAY, **options})

    return reading


def test_every_kind_of_answer_is_taken(store, people, package, read):
    report = read(answer(package, {
        1: {"answer": "社保未入账", "corrected_no": "D650000000099", "remark": "五月补记"},
        2: {"answer": "需进一步核实", "handled_on": "2020-06-20"},
        3: {"answer": "录入错误"},
        4: {"answer": "将补送文件", "handled_on": "2020/6/30"},
        5: {"answer": "对方无误"},
    }))  # fmt: skip
    assert report.problems == () and len(report.accepted) == 5
    assert [row.case_no for row in report.unanswered] == [6]
    proposed = list_decisions(store, status="proposed")
    assert {(each.kind, each.cause, each.reason_code, each.maker) for each in proposed} == {
        ("explain", "not_posted", "party_confirmed", "agency"), ("explain", "keying", "party_confirmed", "agency"),
    }  # fmt: skip
    posted = next(each for each in proposed if each.cause == "not_posted")
    for word in ("社会保险经办机构答复：社保未入账", "五月补记", "D650000000099", "王会计", "2020-05-08"):
        assert word in posted.comment
    assert posted.attachment is not None and posted.attachment.sha256 == report.sha256
    pair = next(each for each in proposed if each.cause == "keying")
    assert {line.side for line in pair.lines} == {"L", "R"}
    approved = review(store, people.checker, pair.decision_id, True)
    assert approved.status == "approved"
    assert verify_state(store) == []


def test_notes_change_nothing_and_stand_in_the_history(store, package, read):
    row = firsts(package)[4]
    read(answer(package, {4: {"answer": "将补送文件", "remark": "六月随文补送"}}))
    assert list_decisions(store) == []
    noted, sent = exchange_history(store, package.outgoing.manifest.region, row.unit_key)
    assert (noted.event, noted.answer, noted.decision_id, noted.actor) == ("noted", "将补送文件", None, "agency")
    assert "六月随文补送" in noted.text and (sent.event, sent.party) == ("sent", "social_security")


def test_both_sides_of_a_difference_know_its_answer(store, package, read):
    read(answer(package, {3: {"answer": "部分缴纳"}}))
    for row in (row for row in package.outgoing.manifest.rows if row.case_no == 3):
        assert exchange_history(store, package.outgoing.manifest.region, row.unit_key)[0].event == "answered"


def test_the_same_file_twice_is_taken_once(store, package, read):
    content = answer(package, {1: {"answer": "社保未入账"}})
    assert len(read(content).accepted) == 1
    again = read(content)
    assert again.earlier is not None and again.earlier.by == "agency" and again.accepted == ()
    assert len(list_decisions(store)) == 1


def test_answers_may_come_bit_by_bit(store, package, read):
    first = {1: {"answer": "社保未入账"}, 4: {"answer": "需进一步核实"}}
    read(answer(package, first))
    report = read(answer(package, {**first, 4: {"answer": "重复入账"}, 5: {"answer": "尾差"}}))
    assert [row.case_no for row in report.kept] == [1]
    assert [each.sent.case_no for each in report.accepted] == [4, 5]
    assert len(list_decisions(store)) == 3


def test_a_reading_that_was_cut_short_is_finished(store, package, read, monkeypatch):
    content = answer(package, {1: {"answer": "社保未入账"}})

    def stop(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "record_reading", stop)
        with pytest.raises(KeyboardInterrupt):
            read(content)
    made = list_decisions(store)
    report = read(content)
    assert [each.decision_id for each in report.accepted] == [each.decision_id for each in made]
    assert len(list_decisions(store)) == 1


def test_a_line_decided_meanwhile_refuses_the_file_with_its_row(store, package, read):
    read(answer(package, {1: {"answer": "社保未入账"}}))
    report = read(answer(package, {1: {"answer": "在途"}, 5: {"answer": "尾差"}}))
    assert [(p.row, "已在决定" in p.message) for p in report.problems] == [(firsts(package)[1].number, True)]
    assert len(list_decisions(store)) == 1


BAD_ANSWERS = {
    "unknown": ({"answer": "我方无责"}, "不在可选之列"),
    "cause of another verdict": ({"answer": "尾差"}, "不在可选之列"),
    "no answer": ({"answer": "", "remark": "见附件"}, "没有选择答复"),
    "no clerk": ({"answer": "社保未入账", "clerk": ""}, "没有填经办人"),
    "no date": ({"answer": "社保未入账", "handled_on": ""}, "没有填处理日期"),
    "no such date": ({"answer": "社保未入账", "handled_on": "2020-02-31"}, "不是日期"),
    "later than today": ({"answer": "社保未入账", "handled_on": "2020-06-02"}, "不合理"),
    "a note far ahead": ({"answer": "将补送文件", "handled_on": "2022-01-01"}, "不合理"),
    "before the business": ({"answer": "社保未入账", "handled_on": "2020-01-01"}, "早于业务日期"),
    "long remark": ({"answer": "社保未入账", "remark": "长" * 201}, "说明太长"),
    "long clerk": ({"answer": "社保未入账", "clerk": "王" * 21}, "经办人太长"),
    "identity number": ({"answer": "社保未入账", "remark": "本人11010519491231002X"}, "公民身份号码"),
    "unseen characters": ({"answer": "社保未入账", "remark": "a\u202eb"}, "不可见"),
    "markup as a number": ({"answer": "社保未入账", "corrected_no": "&lt;script&gt;"}, "只能有数字"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_wrong_answer_refuses_the_file(store, package, read, case):
    given, word = BAD_ANSWERS[case]
    report = read(answer(package, {1: given, 5: {"answer": "尾差"}}))
    assert [(p.sheet, p.row) for p in report.problems] == [("社保到账与税务征收", firsts(package)[1].number)]
    assert word in report.problems[0].message
    assert list_decisions(store) == [] and len(entries(store, action=REFUSED)) == 1


def test_all_problems_are_named(package, read):
    report = read(answer(package, {1: {"answer": "无"}, 3: {"answer": "录入错误", "clerk": ""}, 5: {"answer": "尾差"}}))
    assert [p.row for p in report.problems] == [firsts(package)[1].number, firsts(package)[3].number]


def swap(sheet):
    for column in range(1, sheet.max_column + 1):
        upper, lower = sheet.cell(4, column), sheet.cell(5, column)
        upper.value, lower.value = lower.value, upper.value


def add(sheet):
    sheet.insert_rows(13)
    sheet["B13"] = "社保"


TAMPERED = {
    "a row removed": (lambda book: book.worksheets[1].delete_rows(6), "被移到|被删去|不同", 6),
    "rows reordered": (lambda book: swap(book.worksheets[1]), "被移到了第 5 行", 4),
    "a row added": (lambda book: add(book.worksheets[1]), "多出一行", 13),
    "an amount": (lambda book: book.worksheets[1].__setitem__("K4", 13248.37), "内容与发出时不同", 4),
    "a ticket": (lambda book: book.worksheets[1].__setitem__("E5", "465016200400000099"), "内容与发出时不同", 5),
    "the header": (lambda book: book.worksheets[1].__setitem__("J3", "税务金额（元）"), "表头", 3),
    "an answer in a grey cell": (lambda book: book.worksheets[1].__setitem__("Q7", "录入错误"), "不填答复", 7),
    "the sheet's name": (lambda book: setattr(book.worksheets[1], "title", "答复"), "缺少这张工作表", None),
}  # fmt: skip


@pytest.mark.parametrize("case", TAMPERED)
def test_a_changed_sheet_is_refused_with_its_row(store, package, read, case):
    change, word, row = TAMPERED[case]
    report = read(rebuilt(package, change, answer(package, {5: {"answer": "尾差"}})))
    assert report.accepted == () and list_decisions(store) == []
    assert any(p.row == row and re.search(word, p.message) for p in report.problems), report.problems


def test_an_untouched_rebuild_is_taken(package, read):
    assert read(rebuilt(package, lambda book: None, answer(package, {5: {"answer": "尾差"}}))).problems == ()


def test_a_formula_is_refused(package, read):
    place = cell(package, firsts(package)[1], "remark")
    spoiled = rewrite(
        package.content,
        lambda name, data: data.replace(f'<c r="{place}"'.encode(), f'<c r="{place}" t="str"><f>1+1</f><v>2</v></c><c r="ZZ1"'.encode())
        if name == SHEET else data,
    )  # fmt: skip
    assert any(f"{place} 是公式" in p.message for p in read(spoiled).problems)


HOSTILE = {
    "macros": (lambda c: rewrite(c, lambda n, d: d, [("xl/vbaProject.bin", b"x")]), "宏、外部链接"),
    "links": (lambda c: rewrite(c, lambda n, d: d, [("xl/externalLinks/externalLink1.xml", b"<a/>")]), "宏、外部链接"),
    "entities": (lambda c: rewrite(c, lambda n, d: b"<!DOCTYPE x>" + d if n == SHEET else d), "外部实体"),
    "bomb": (lambda c: rewrite(c, lambda n, d: d, [("xl/media/a.bin", b"0" * 40_000_000)]), "不正常"),
    "too large": (lambda c: c + b"0" * LARGEST, "太大"),
    "torn": (lambda c: c[: len(c) // 2], "损坏"),
    "no workbook": (lambda c: b"<html>answers</html>", "不是 Excel"),
    "empty": (lambda c: b"", "空的"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused(store, package, read, case):
    spoil, word = HOSTILE[case]
    report = read(spoil(package.content))
    assert report.manifest is None and word in report.problems[0].message
    assert list_decisions(store) == []


@pytest.mark.parametrize(
    ("at", "old", "new"), [(1, "650000", "650100"), (3, '"amount":"', '"amount":"1'), (4, "unusable_key", "only_left")]
)
def test_a_manifest_that_was_changed_is_refused(package, read, at, old, new):
    def change(book):
        place = book["_manifest"].cell(at, 1)
        assert old in place.value
        place.value = place.value.replace(old, new)

    assert "签名不符" in read(rebuilt(package, change)).problems[0].message


def test_a_workbook_of_another_home_is_refused(settings, tmp_path, read):
    other = tmp_path / "other"
    other.mkdir()
    for name in ("landing", "published"):
        (other / name).symlink_to(settings.under(name).resolve(), target_is_directory=True)
    theirs = send(open_state(Settings(home=other)), "cli:test", "social_security", "650000", "202004")
    assert "签名不符" in read(theirs.content).problems[0].message


def test_what_was_never_sent_is_refused(settings, store, people, tmp_path):
    shutil.copytree(settings.under("secrets"), tmp_path / "copy" / "secrets")
    copy = Settings(home=tmp_path / "copy")
    for name in ("landing", "published"):
        (tmp_path / "copy" / name).symlink_to(settings.under(name).resolve(), target_is_directory=True)
    path = tmp_path / "unsent.xlsx"
    path.write_bytes(send(open_state(copy), "cli:test", "tax", "650000", "202002").content)
    assert "没有发出过" in read_answered(store, people.taxer, path).problems[0].message


@pytest.mark.parametrize("expected", [("tax", "650000", "202004"), ("social_security", "650000", "202005")])
def test_on_another_page_it_is_refused(package, read, expected):
    assert "不是本页的" in read(answer(package, {5: {"answer": "尾差"}}), expected=expected).problems[0].message


def test_only_the_party_and_the_agency_may_read_answers_in(people, package, read):
    content = answer(package, {5: {"answer": "尾差"}})
    for person in (people.taxer, people.elsewhere, people.viewer, people.checker):
        with pytest.raises(NotAllowed):
            read(content, person)
    assert len(read(content, people.agency).accepted) == 1


def test_a_leg_without_the_agency_is_read_in_by_its_party(store, people, read):
    package = send(store, "cli:test", "finance", "650000", "202003")
    content = answer(package, {1: {"answer": "批次少记"}})
    assert "请由财政部门的经办会计读入" in read(content, people.agency).problems[0].message
    assert len(read(content, people.payer).accepted) == 1


def test_a_batch_is_explained_whole(store, people, read):
    package = send(store, "cli:test", "finance", "650000", "202009")
    case = next(row.case_no for row in firsts(package).values() if row.dataset == "ss_benefit")
    content = answer(package, {case: {"answer": "专户未到账", "handled_on": "2020-10-09"}})
    report = read(content, people.payer, today=date(2020, 10, 10))
    assert report.problems == () and report.accepted[0].decision_id
    assert len(list_decisions(store)[0].lines) == 1
