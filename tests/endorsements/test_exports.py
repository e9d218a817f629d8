import csv
import io

import pytest

from endorsements import exports
from tests.endorsements.factories import an_endorsement, an_entry

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exports.as_csv(), newline="")))


def test_both_have_the_same_columns_and_rows():
    for _ in range(3):
        an_endorsement("approved")
    an_entry(country="")
    data = exports.as_data()["endorsements"]
    assert tuple(rows()[0]) == exports.COLUMNS == tuple(data[0])
    assert [row["id"] for row in rows()] == [row["id"] for row in data]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "  @x"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(value):
    assert exports.inert(value) == f"'{value}"


@pytest.mark.parametrize("value", ["A = b", "1+1", "«Меморіал»", "", "https://a.example/?x=1"])
def test_other_words_stay_as_they_are(value):
    assert exports.inert(value) == value


def test_numbers_stay_numbers():
    assert exports.inert(-1) == -1


def test_a_cell_with_line_breaks_and_quotes_comes_back_whole():
    statement = 'A "quoted" line,\nand another; with a semicolon.'
    an_endorsement("approved", statement=statement)
    assert rows()[0]["statement"] == statement


def test_the_total_counts_the_unnamed_and_no_row_names_them():
    an_endorsement("approved")
    an_endorsement("approved", visibility="unnamed")
    assert exports.as_data()["total"] == 2
    assert len(exports.as_data()["endorsements"]) == len(rows()) == 1


def test_no_contact_data_is_in_them():
    there = an_endorsement("approved", contact_name="Very Private", contact_role="Secret Role")
    both = str(exports.as_data()) + exports.as_csv()
    assert there.name in both
    for private in ("Very Private", "Secret Role", there.contact_email):
        assert private not in both
