"""What is sent: the right lines, figures as SQL has them, open answer cells and nothing else open."""

import io
from decimal import Decimal

import duckdb
import openpyxl
import pytest
from answered import cell, firsts

from ingest.workbook import read_texts
from warehouse.connection import reader
from warehouse.exchange.differences import published_marts, read_choices, read_rows, read_waiting, recipient_of
from warehouse.exchange.layout import ANSWERS
from warehouse.exchange.outgoing import NOTES, ExchangeError
from warehouse.exchange.sending import SENT, send
from warehouse.state.journal import entries

REGION = "650000"


@pytest.fixture
def marts(settings):
    with published_marts(settings) as found:
        yield found


def test_every_open_line_waits_for_exactly_one_party_and_month(marts):
    waiting = read_waiting(marts, REGION)
    open_lines = marts.rows("select count(*) as lines from marts.mart_open_item where leg <> 'total_3way'", {})
    assert sum(each.lines for each in waiting) == open_lines[0]["lines"] > 100
    assert {each.party for each in waiting} == {"social_security", "tax", "finance"}
    assert all(len(read_rows(marts, w.party, REGION, w.period)) <= w.lines for w in waiting)


def test_the_owner_of_the_cause_answers_where_it_takes_part(marts):
    for each in read_waiting(marts, REGION):
        for row in read_rows(marts, each.party, REGION, each.period):
            owner = marts.rows(
                "select owner from marts.mart_open_item where leg = $leg and coalesce(unit_id, line_id) = $unit limit 1",
                {"leg": row.leg, "unit": row.unit_key},
            )[0]["owner"]
            sides = {"ssa_tax": ("social_security", "tax"), "tax_fin": ("tax", "finance")}.get(row.leg)
            assert owner == each.party or owner is None or owner not in (sides or ("social_security", "finance"))
        assert recipient_of(marts, REGION, row.leg, row.unit_key) == (each.party, each.period)


def test_a_batch_is_one_row_with_all_its_lines(marts):
    batch = next(row for row in read_rows(marts, "finance", REGION, "202009") if row.lines > 100)
    found = marts.rows(
        "select count(*) as n, sum(amount) as total from marts.mart_open_item where unit_id = $unit",
        {"unit": batch.unit_key},
    )
    assert (batch.lines, batch.amount) == (found[0]["n"], found[0]["total"])


def test_totals_are_formulas_whose_cached_values_are_the_database_s(package, settings):
    numbers = [row.number for row in package.outgoing.manifest.rows]
    keys = [row.unit_key for row in package.outgoing.manifest.rows]
    with reader(settings.published_path) as connection:
        left, right = connection.execute(
            "select sum(amount) filter (party = 'social_security'), sum(amount) filter (party = 'tax') "
            "from marts.fct_reconciliation_line where leg = 'ssa_tax' and coalesce(unit_id, line_id) in (select unnest($1))",
            [keys],
        ).fetchone()
    shown, formulas = _book(package, True).worksheets[1], _book(package, False).worksheets[1]
    heads = {shown.cell(3, column).value: column for column in range(1, shown.max_column + 1)}
    for head, expected in (
        ("社保金额（元）", left),
        ("税务金额（元）", right),
        ("差额（元）\n税务减社保", right - left),
    ):
        total = shown.cell(max(numbers) + 1, heads[head])
        assert Decimal(str(total.value)).quantize(Decimal("0.01")) == expected
        letter = total.column_letter
        assert formulas[total.coordinate].value == f"=SUM({letter}4:{letter}{max(numbers)})"


def test_only_answer_cells_are_open(package):
    sheet = _book(package, False).worksheets[1]
    rows = firsts(package)
    expected = {cell(package, row, name) for row in rows.values() for name in ANSWERS}
    unlocked = {each.coordinate for line in sheet.iter_rows() for each in line if not each.protection.locked}
    assert unlocked == expected
    assert sheet.protection.sheet and sheet.protection.password
    assert len(rows) == 6 and len(package.outgoing.manifest.rows) == 9


def test_the_list_of_answers_is_that_of_the_verdict_in_its_leg(package, marts):
    book = _book(package, False)
    choices = read_choices(marts)
    lists = {str(v.sqref): v.formula1 for v in book.worksheets[1].data_validations.dataValidation if v.type == "list"}
    for row in firsts(package).values():
        area = lists[cell(package, row, "answer")].split("!")[1].replace("$", "")
        offered = [line[0].value for line in book["_choices"][area]]
        assert offered == [*choices[row.leg, row.verdict], *NOTES.values()] and len(offered) > len(NOTES)


def test_it_is_ready_to_print_and_its_manifest_is_out_of_sight(package):
    book = _book(package, False)
    assert [each.sheet_state for each in book.worksheets] == ["visible", "visible", "veryHidden", "veryHidden"]
    sheet = book.worksheets[1]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.freeze_panes == "C4" and "&P" in sheet.oddFooter.center.text and sheet.print_title_rows == "$1:$3"


@pytest.mark.parametrize(
    ("party", "period", "own"),
    [("tax", "202002", "税票号码"), ("social_security", "202002", "到账流水号"), ("finance", "202002", "凭证号")],
)
def test_each_party_sees_its_own_numbers_first(store, party, period, own):
    sheet = _book(send(store, "cli:test", party, REGION, period), True).worksheets[1]
    assert sheet["C3"].value == own
    rows = range(4, sheet.max_row - 1)
    assert any(sheet.cell(row, column).value for row in rows for column in (3, 4, 5))


def test_no_person_is_in_it(store, golden, tmp_path):
    with duckdb.connect(golden.under("vault", "persons.duckdb"), read_only=True) as vault:
        tables = vault.execute("select table_name from duckdb_tables()").fetchall()
        people = {str(value) for (name,) in tables for row in vault.execute(f"from {name}").fetchall() for value in row}
    assert len(people) > 1000
    for party, period in (("finance", "202009"), ("social_security", "202006")):
        path = tmp_path / "sent.xlsx"
        path.write_bytes(send(store, "cli:test", party, REGION, period).content)
        shown = {text for rows in read_texts(path).values() for row in rows for text in row if len(text) > 3}
        assert not shown & people


def test_the_same_content_is_the_same_file_and_each_sending_is_journalled(store, package):
    again = send(store, "taxer", "social_security", REGION, "202004")
    assert again.content == package.content
    sent = entries(store, action=SENT)
    assert [entry.actor for entry in sent] == ["taxer", "cli:test"]
    assert {entry.content["details"]["sha256"] for entry in sent} == {package.sha256}


@pytest.mark.parametrize(
    ("party", "region", "period", "word"),
    [("bank", REGION, "202004", "没有送达方"), ("tax", "65", "202004", "6 位"), ("tax", REGION, "202013", "月份"), ("tax", REGION, "201501", "没有要")],
)  # fmt: skip
def test_nothing_is_written_for_nonsense(store, party, region, period, word):
    with pytest.raises(ExchangeError, match=word):
        send(store, "cli:test", party, region, period)
    assert not entries(store, action=SENT)


def _book(package, data_only):
    return openpyxl.load_workbook(io.BytesIO(package.content), data_only=data_only)
