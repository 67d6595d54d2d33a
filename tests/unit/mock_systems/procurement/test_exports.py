"""Export flags: unexported until flagged, unexported again with each new version."""

from __future__ import annotations

from typing import Any

from tests.unit.mock_systems.procurement.requests import change
from tests.unit.mock_systems.procurement.stage import Body, Suite, line, receipt

PO = "PO-00000001"


def flag(key: str = PO, **changed: Any) -> Body:
    return {"document": "order", "document-key": key, "exported": True} | changed


def unexported(suite: Suite, document: str = "order") -> list[tuple[str, int]]:
    rows = suite.ok("list_unexported", {"document": document})["documents"]
    return [(row["document-key"], row["version"]) for row in rows]


def ordered() -> Suite:
    suite = Suite()
    suite.ordered(line("100", 10))
    return suite


def test_a_document_waits_until_it_is_flagged() -> None:
    suite = ordered()
    assert unexported(suite) == [(PO, 1)]
    assert suite.ok("set_exported", flag())["exported"] is True
    assert unexported(suite) == []
    (effect,) = suite.effects("procurement.export_flag")
    assert (effect.key, effect.version) == (f"order/{PO}", 1)


def test_a_new_version_resets_the_flag() -> None:
    suite = ordered()
    suite.ok("set_exported", flag())
    suite.ok("change_order", change(PO, {"line-num": 1, "quantity": 9}))
    assert unexported(suite) == [(PO, 2)]


def test_a_crash_before_flagging_reads_the_same_again() -> None:
    suite = ordered()
    assert unexported(suite) == unexported(suite)


def test_a_blind_flag_hides_the_version_in_between_and_a_careful_one_does_not() -> None:
    for careful in (False, True):
        suite = ordered()
        suite.ok("change_order", change(PO, {"line-num": 1, "quantity": 9}))
        if careful:
            assert suite.refused("set_exported", flag(version=1)).status == 409
            assert unexported(suite) == [(PO, 2)]
        else:
            suite.ok("set_exported", flag())
            assert unexported(suite) == []


def test_a_page_says_whether_there_is_more_and_carries_the_documents() -> None:
    suite = Suite()
    suite.ordered(line("100", 1), line("200", 1, 2))
    page = suite.ok("list_unexported", {"document": "order", "limit": "1"})
    assert page["has-more"] is True
    assert page["documents"][0]["body"]["total"] == "12.50"


def test_each_kind_of_document_waits() -> None:
    suite = Suite()
    suite.approved()
    suite.ok("record_receipt", receipt(PO, 1))
    assert unexported(suite, "requisition") == [("REQ-00000001", 3)]
    assert unexported(suite, "receipt") == [("1", 1)]
    assert unexported(suite, "invoice") == [("1", 2)]
    assert suite.ok("get_exported", {"document": "receipt", "document-key": "1"})["version"] == 1


def test_a_flag_can_be_taken_back() -> None:
    suite = ordered()
    suite.ok("set_exported", flag())
    suite.ok("set_exported", flag(exported=False))
    assert unexported(suite) == [(PO, 1)]


def test_an_unknown_document_has_no_flag() -> None:
    assert ordered().refused("set_exported", flag("PO-9")).status == 404
    assert ordered().refused("list_unexported", {"document": "unicorn"}).status == 422
