"""The risk service (S20): screenings are decided once, holds are placed and released."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.supplier_risk import SupplierRisk
from tests.unit.mock_systems.procurement.stage import Body, Stage

WATCHED = {"tax_number": "123456789", "legal_name": "ACME", "vendor_reference": "30000001"}


class Bureau(Stage):
    """One watched firm."""

    def __init__(self) -> None:
        super().__init__(SupplierRisk)
        self.system.load("subjects", [WATCHED])

    def held(self, **changes: Any) -> Body:
        answer: Body = self.ok("place_hold", hold(**changes))
        return answer


def asked(reference: str = "SR-1", **changes: Any) -> Body:
    return {
        "external_reference": reference,
        "legal_name": "NEWCO",
        "tax_number": "987654321",
        "checks": ["sanctions", "financial"],
        **changes,
    }


def result(**outcomes: str) -> Body:
    found = {"sanctions": "clear", "financial": "clear", **outcomes}
    return {"id": "scr_00000001", "outcomes": found, "analyst": "kim"}


def hold(**changes: Any) -> Body:
    return {"tax_number": "123456789", "reason": "sanctions list", "analyst": "kim", **changes}


def release(id_: str = "hld_00000001") -> Body:
    return {"id": id_, "reason": "reviewed", "analyst": "kim"}


def test_a_clear_firm_is_valid_for_a_year_and_watched() -> None:
    bureau = Bureau()
    pending = bureau.ok("request_screening", asked())
    assert (pending["id"], pending["status"], pending["decided_at"]) == (
        *("scr_00000001", "pending"),
        None,
    )
    decided = bureau.ok("decide_screening", result())
    assert decided["status"] == "clear"
    assert decided["valid_until"] == "2027-04-02T15:00:00Z"
    assert bureau.events("supplier_risk.screening.completed") == [decided]
    assert bureau.ok("get_screening", {"id": decided["id"]}) == decided
    assert bureau.ok("find_screenings", {"external_reference": "SR-1"})["data"] == [decided]
    (found,) = bureau.ok("find_subjects", {"tax_number": "987654321"})["data"]
    assert (found["legal_name"], found["vendor_reference"]) == ("NEWCO", "")
    (effect,) = bureau.effects("supplier_risk.screening_result")
    assert (effect.key, effect.facts["result"]) == ("SR-1", "clear")


def test_one_match_fails_a_firm_which_is_not_watched() -> None:
    bureau = Bureau()
    bureau.ok("request_screening", asked())
    assert bureau.ok("decide_screening", result(financial="match"))["status"] == "failed"
    assert bureau.ok("find_subjects", {"tax_number": "987654321"})["data"] == []


def test_a_hold_is_placed_then_released_in_two_versions() -> None:
    bureau = Bureau()
    placed = bureau.held()
    assert (placed["version"], placed["status"], placed["vendor_reference"]) == (
        *(1, "active"),
        "30000001",
    )
    assert [entry.key for entry in bureau.system.books()] == ["hld_00000001"]
    released = bureau.ok("release_hold", release())
    assert (released["version"], released["status"]) == (2, "released")
    assert not list(bureau.system.books())
    assert [e.version for e in bureau.effects("supplier_risk.hold")] == [1, 2]
    assert bureau.events("supplier_risk.hold.released") == [released]
    assert bureau.ok("get_hold", {"id": released["id"]}) == released


def test_holds_are_listed_behind_an_id() -> None:
    bureau = Bureau()
    ids = [bureau.held(reason=reason)["id"] for reason in ("list", "court", "credit")]
    first = bureau.ok("list_holds", {"limit": 2})
    assert ([one["id"] for one in first["data"]], first["has_more"]) == (ids[:2], True)
    rest = bureau.ok("list_holds", {"limit": 2, "after": ids[1]})
    assert ([one["id"] for one in rest["data"]], rest["has_more"]) == (ids[2:], False)


def test_the_same_subject_again_changes_nothing() -> None:
    bureau = Bureau()
    bureau.ok("monitor_subject", WATCHED)
    bureau.ok("monitor_subject", WATCHED | {"legal_name": "ACME INC"})
    assert len(bureau.effects("supplier_risk.subject")) == 1


@pytest.mark.parametrize(
    ("operation", "body", "status", "code"),
    [
        ("request_screening", asked(), 409, "reference_taken"),
        ("request_screening", asked("SR-2", checks=["gossip"]), 422, "invalid_request"),
        ("request_screening", asked("SR-2", tax_number="98-7654321"), 422, "invalid_request"),
        ("decide_screening", result(exclusion_list="clear"), 422, "checks_differ"),
        ("decide_screening", {**result(), "id": "scr_00000009"}, 404, "screening_not_found"),
        ("place_hold", hold(tax_number="555555555"), 422, "not_monitored"),
        ("place_hold", hold(), 409, "already_held"),
        ("release_hold", release("hld_00000002"), 409, "already_released"),
        ("release_hold", release("hld_00000009"), 404, "hold_not_found"),
    ],
)
def test_what_cannot_be_is_refused(operation: str, body: Body, status: int, code: str) -> None:
    bureau = Bureau()
    bureau.ok("request_screening", asked())
    bureau.held()
    bureau.held(reason="insolvency")
    bureau.ok("release_hold", release("hld_00000002"))
    refused = bureau.refused(operation, body)
    assert refused.status == status
    assert f'"code":"{code}"' in refused.text


def test_a_screening_is_decided_once() -> None:
    bureau = Bureau()
    bureau.ok("request_screening", asked())
    bureau.ok("decide_screening", result())
    assert "already_decided" in bureau.refused("decide_screening", result()).text


def test_only_subjects_are_loaded() -> None:
    with pytest.raises(ValueError, match="loads subjects, got 'holds'"):
        Bureau().system.load("holds", [])
