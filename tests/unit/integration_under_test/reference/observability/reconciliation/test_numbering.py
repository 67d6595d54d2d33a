"""A number that is left out of a series without gaps is a document that is left out."""

from __future__ import annotations

from integration_under_test.reference.observability.reconciliation.numbering import (
    Numbering,
    document_number,
)


def test_the_first_night_begins_with_the_first_number_it_sees() -> None:
    series = Numbering("RC-")
    seen = {"RC-00000007", "RC-00000010", "RC-00000008"}
    assert series.left_out(seen) == ["RC-00000009"]
    assert series.last == "RC-00000010"


def test_later_nights_begin_where_the_last_one_ended() -> None:
    series = Numbering("RC-", "RC-00000010")
    assert series.left_out({"RC-00000003", "RC-00000012"}) == ["RC-00000011"]
    assert series.last == "RC-00000012"


def test_what_came_late_moves_nothing_back() -> None:
    series = Numbering("RC-", "RC-00000010")
    assert series.left_out({"RC-00000003"}) == []
    assert series.last == "RC-00000010"


def test_numbers_of_another_series_are_none_of_its_business() -> None:
    series = Numbering("RC-", "RC-00000010")
    assert series.left_out({"US-00000020", "7", ""}) == []
    assert series.last == "RC-00000010"


def test_a_line_belongs_to_its_document() -> None:
    assert document_number("RC-00000007/2") == document_number("RC-00000007") == "RC-00000007"
