from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest

from sim.conditions import CONDITIONS, check_conditions, conditions
from sim.conditions.books import Books
from sim.conditions.condition import Difference, Unequal, Unequals, condition

if TYPE_CHECKING:
    from sim.world.enterprise import Enterprise

NO_BOOKS = cast("Books", None)
COVERED = re.compile(
    r"(SM[1-7]|CP[1-7]|RP[1-7]|RA[1-7]|IM[1-6]|UC[1-7]|CR[1-8]|AX[1-7]|P(0[1-9]|1[0-9]))"
)


def test_a_condition_that_holds_yields_nothing() -> None:
    @condition("K99", "Nothing is wrong")
    def fine(books: Books) -> Unequals:
        return iter(())

    assert list(fine.differences(NO_BOOKS)) == []


def test_a_difference_carries_its_condition_with_expected_and_found() -> None:
    @condition("K99", "One is one", "RA6")
    def wrong(books: Books) -> Unequals:
        yield Unequal("JE-1", 1, 2, "cents")

    assert (wrong.id, wrong.number, wrong.covers) == ("K99", 99, ("RA6",))
    assert list(wrong.differences(NO_BOOKS)) == [
        Difference("K99", "JE-1", 1, 2, "cents", "One is one")
    ]


def test_a_difference_of_numbers_says_by_how_much() -> None:
    found = Difference("K11", "BU100", -500, -300, "cents", "AP is the sum of unpaid invoices")
    assert str(found) == (
        "K11 AP is the sum of unpaid invoices; BU100: expected -500 cents, found -300 (off by +200)"
    )


def test_a_difference_of_words_names_both() -> None:
    found = Difference("K24", "PO-1", "issued", "received", "status", "Status follows receipts")
    assert str(found).endswith("PO-1: expected status issued, found received")


def test_conditions_are_numbered_without_gap_and_listed_under_their_id() -> None:
    listed = conditions()
    assert len(listed) >= 30
    assert [each.number for each in listed] == list(range(1, len(CONDITIONS) + 1))
    assert [each.id for each in listed] == list(CONDITIONS)
    assert len({each.title for each in listed}) == len(listed)


def test_conditions_cover_known_invariants_or_flows() -> None:
    for each in conditions():
        assert each.covers, each.id
        assert all(COVERED.fullmatch(name) for name in each.covers), each.id


def test_every_invariant_that_rests_in_the_books_is_covered() -> None:
    covered = {name for each in conditions() for name in each.covers}
    assert covered >= {
        *("SM1", "SM2", "SM3", "SM6", "CP1", "CP2", "CP3", "CP5"),
        *("RP1", "RP2", "RP3", "RP4", "RP5", "RP6"),
        *("RA1", "RA2", "RA3", "RA4", "RA5", "RA6", "RA7"),
        *("IM1", "IM2", "IM3", "IM4", "IM5", "IM6"),
        *("UC1", "UC2", "UC3", "UC4", "UC5"),
    }


def test_conditions_are_read_from_all_five_systems() -> None:
    with pytest.raises(KeyError, match="erp"):
        check_conditions({}, cast("Enterprise", None))
