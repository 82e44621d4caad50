"""What the build gets to read of the decisions."""

import duckdb
import pytest
from filled import T1, draft, line

from warehouse.decision_file import DECISION, DECISION_LINE, decisions_digest
from warehouse.state.attachments import LARGEST, clean_name, read_attachment
from warehouse.state.decisions import DecisionRefused, decision, propose, review
from warehouse.state.export import write_decisions


def read(settings, name):
    with duckdb.connect() as connection:
        cursor = connection.execute("from read_parquet(?)", [str(settings.decisions_path / f"{name}.parquet")])
        return [column[0] for column in cursor.description], cursor.fetchall()


def test_there_are_files_before_anybody_decides(settings, store):
    write_decisions(settings, store)
    assert read(settings, "decision") == (list(DECISION), [])
    assert read(settings, "decision_line") == (list(DECISION_LINE), [])


def test_approved_decisions_are_there_at_once_and_no_others(settings, store, people):
    made = propose(store, people.maker, draft("match", comment="只有人看的说明"))
    waiting = propose(store, people.maker, draft("explain", line("T2", "60.00"), cause="not_posted"))
    review(store, people.checker, made.decision_id, True, "同意这条说明")
    found = read(settings, "decision")[1]
    assert [(row[0], row[1], row[7], row[8]) for row in found] == [(made.decision_id, "match", "maker", "checker")]
    assert {row[4] for row in read(settings, "decision_line")[1]} == {"LS1", "LT1"}
    for file in settings.decisions_path.iterdir():
        assert "说明".encode() not in file.read_bytes()
    review(store, people.checker, waiting.decision_id, False, "不同意")
    assert read(settings, "decision")[1] == found


def test_the_same_decisions_give_the_same_bytes(settings, store, people):
    first = propose(store, people.maker, draft())
    second = propose(store, people.maker, draft("explain", T1, cause="not_posted"))
    for each in (second, first):
        review(store, people.checker, each.decision_id, True)
    files = sorted(settings.decisions_path.iterdir())
    before, digest = [file.read_bytes() for file in files], decisions_digest(settings)
    write_decisions(settings, store)
    assert [file.read_bytes() for file in files] == before
    assert decisions_digest(settings) == digest
    assert [row[0] for row in read(settings, "decision")[1]] == [first.decision_id, second.decision_id]


def test_what_was_revoked_is_taken_out(settings, store, people):
    made = propose(store, people.maker, draft())
    review(store, people.checker, made.decision_id, True)
    request = propose(store, people.maker, draft("revoke", target=made.decision_id))
    review(store, people.second, request.decision_id, True)
    assert read(settings, "decision")[1] == []


def test_attachments_are_kept_by_their_content(settings, store, people):
    made = propose(store, people.maker, draft(attachment=("C:\\temp\\银行 回单.pdf", b"%PDF-1.7")))
    found = decision(store, made.decision_id).attachment
    assert (found.name, found.size) == ("银行 回单.pdf", 8)
    assert read_attachment(settings, found) == b"%PDF-1.7"
    settings.under("state", "attachments", found.sha256).write_bytes(b"other")
    with pytest.raises(DecisionRefused, match="不是当时的内容"):
        read_attachment(settings, found)


@pytest.mark.parametrize(
    "name, content",
    [("a.pdf", b""), ("a.pdf", b"x" * (LARGEST + 1)), ("a.exe", b"x"), ("a.html", b"x"), ("pdf", b"x"), ("", b"x")],
)
def test_attachments_that_are_not_taken(store, people, name, content):
    with pytest.raises(DecisionRefused, match="附件"):
        propose(store, people.maker, draft(attachment=(name, content)))


@pytest.mark.parametrize(
    "given, kept",
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a/b\\c.pdf", "c.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ("回单\n\x00.pdf", "回单__.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("...", "附件"),
    ],
)
def test_names_of_attachments_are_made_harmless(given, kept):
    assert clean_name(given) == kept
