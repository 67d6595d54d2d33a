"""The ledger's daily extract: a journal belongs to one cut, its totals are told by unit (P19)."""

from __future__ import annotations

from tests.unit.mock_systems.erp.desk import Desk, cost_body


def test_a_cut_tells_lines_and_debits_of_each_business_unit(desk: Desk) -> None:
    desk.done("post_cost", **cost_body())
    desk.done("post_cost", **cost_body(Reference="US-2"))
    answer = desk.done("cut_postings", PostingDay="2026-04-02")
    assert answer == {"PostingDay": "2026-04-02", "Journals": 2}
    (effect,) = desk.effects("erp.day_cut")
    gln = desk.erp.tables.locations["BU100"].gln
    assert effect.key == f"erp/journal/{gln}/2026-04-02"
    assert (effect.amount_minor, effect.quantity, effect.facility) == (7404, 4, "BU100")


def test_a_journal_is_listed_under_the_cut_that_followed_it(desk: Desk) -> None:
    desk.done("post_cost", **cost_body())
    desk.done("cut_postings", PostingDay="2026-04-02")
    desk.done("post_cost", **cost_body(Reference="US-2"))
    desk.done("cut_postings", PostingDay="2026-04-03")
    (journal,) = desk.done("list_postings", PostingDay="2026-04-03")["items"]
    assert (journal["JournalNumber"], journal["Reference"]) == ("JE-00000002", "US-2")
    assert [line["Amount"] for line in journal["Lines"]] == ["37.02", "-37.02"]


def test_postings_come_in_pages(desk: Desk) -> None:
    for number in range(3):
        desk.done("post_cost", **cost_body(Reference=f"US-{number}"))
    desk.done("cut_postings", PostingDay="2026-04-02")
    first = desk.done("list_postings", PostingDay="2026-04-02", Limit=2)
    last = desk.done("list_postings", PostingDay="2026-04-02", Limit=2, Offset=2)
    assert (len(first["items"]), first["hasMore"]) == (2, True)
    assert (len(last["items"]), last["hasMore"]) == (1, False)


def test_a_day_without_postings_owes_nothing(desk: Desk) -> None:
    desk.done("cut_postings", PostingDay="2026-04-02")
    assert desk.effects("erp.day_cut") == []
    assert desk.done("list_postings", PostingDay="2026-04-02")["items"] == []


def test_a_day_is_cut_once_and_listed_only_then(desk: Desk) -> None:
    assert desk.refused("list_postings", PostingDay="2026-04-02").code == "DAY_NOT_CUT"
    desk.done("cut_postings", PostingDay="2026-04-02")
    assert desk.refused("cut_postings", PostingDay="2026-04-02").code == "DAY_IS_CUT"
