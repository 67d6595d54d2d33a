from __future__ import annotations

import pytest

from sim.conditions import comparison
from sim.conditions.comparison import (
    compare,
    dense,
    number_in,
    once,
    once_of_many,
    shares,
    tally,
    words,
)
from sim.conditions.condition import Unequal
from sim.conditions.invoices import normalised as normalised_number
from sim.conditions.suppliers import normalised as normalised_tax_id


def test_equal_tallies_differ_nowhere() -> None:
    assert list(compare({"a": 1}, {"a": 1}, "EA")) == []


def test_a_key_that_one_side_lacks_counts_as_zero() -> None:
    assert list(compare({"a": 2, "b": 0}, {"c": 3, "d": 0}, "EA")) == [
        Unequal("a", 2, 0, "EA"),
        Unequal("c", 0, 3, "EA"),
    ]


def test_a_text_that_one_side_lacks_is_nothing() -> None:
    assert list(compare({"a": "x"}, {("b", 1): "y"}, "status")) == [
        Unequal("a", "x", "nothing", "status"),
        Unequal("b/1", "nothing", "y", "status"),
    ]


def test_amounts_of_one_key_are_added_up() -> None:
    assert tally([("a", 1), ("b", 5), ("a", 2)]) == {"a": 3, "b": 5}


def test_a_repeated_key_is_found() -> None:
    assert list(once(["a", "b", "a"], "payments")) == [Unequal("a", 1, 2, "payments")]


def test_a_repeated_key_among_many_is_found() -> None:
    keys = [f"row {n}" for n in range(500)]
    assert list(once_of_many(lambda: iter(keys), "rows")) == []
    keys.append("row 7")
    assert list(once_of_many(lambda: iter(keys), "rows")) == [Unequal("row 7", 1, 2, "rows")]


def test_every_key_is_in_one_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "_SHARE", 10)
    keys = [f"US-{n}" for n in range(35)]
    found = [[key for key in keys if own(key)] for own in shares(len(keys))]
    assert len(found) == 4
    assert sorted(key for share in found for key in share) == sorted(keys)


def test_few_keys_are_one_share() -> None:
    (own,) = shares(35)
    assert own("US-1")


@pytest.mark.parametrize("numbers", [(), (1,), (2, 1, 3)])
def test_a_series_without_gap_is_dense_in_any_order(numbers: tuple[int, ...]) -> None:
    assert list(dense("orders", numbers)) == []


@pytest.mark.parametrize(
    ("numbers", "expected", "found"),
    [((2,), 1, 2), ((1, 3, 5), 2, 3), ((1, 2, 2), 3, 2), ((0, 1), 1, 0)],
)
def test_the_first_gap_or_repetition_is_named(
    numbers: tuple[int, ...], expected: int, found: int
) -> None:
    (difference,) = dense("orders", numbers)
    assert difference == Unequal(
        f"orders after {expected - 1}", expected, found, "as the next number"
    )


def test_the_number_of_a_document_is_at_the_end_of_its_name() -> None:
    assert [number_in(name) for name in ("PAY-00000012", "US00000007", "none")] == [12, 7, 0]


def test_keys_are_words_with_slashes() -> None:
    assert words(("BU100", "2026-04")) == "BU100/2026-04"
    assert words(5) == "5"


@pytest.mark.parametrize("typed", ["INV-1010-7-1", "inv 1010 7 1", "Inv/01010/7/01", "INV1010-7-1"])
def test_an_invoice_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalised_number(typed) == normalised_number("INV-1010-7-1")


def test_parts_of_an_invoice_number_are_not_run_together() -> None:
    assert normalised_number("INV-1010-11-1") != normalised_number("INV-1010-1-11")


def test_a_tax_identifier_is_its_digits() -> None:
    assert normalised_tax_id("12-3456789") == normalised_tax_id("12 3456789") == "123456789"
