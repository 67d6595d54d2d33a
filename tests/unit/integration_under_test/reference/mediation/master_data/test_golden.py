"""Records that carry the same identity are one thing, and its owner is believed first."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.golden import golden_records
from integration_under_test.reference.mediation.master_data.record import Place, Sourced
from tests.unit.integration_under_test.reference.mediation.master_data.rows import (
    GLN,
    HOSPITAL,
    facility,
    item,
)


def test_a_facility_of_four_systems_is_one_thing() -> None:
    (golden,) = golden_records(HOSPITAL).values()
    assert golden.key == GLN
    assert {place.system for place in golden.members} == {
        "erp",
        "procurement",
        "inventory",
        "billing",
    }
    assert golden.members[0] == Place("erp", "BU100")


def test_its_owner_is_believed_and_named() -> None:
    (golden,) = golden_records(HOSPITAL).values()
    assert golden.values["name"] == Sourced("Riverside Hospital 1", "erp")
    assert golden.values["time_zone"] == Sourced("America/Chicago", "erp")


def test_what_the_owner_lacks_is_taken_from_the_next() -> None:
    rows = [facility("erp", "BU100"), facility("procurement", "SHIP-1001", name="Riverside")]
    (golden,) = golden_records(rows).values()
    assert golden.values["name"] == Sourced("Riverside", "procurement")
    assert "time_zone" not in golden.values


def test_every_member_says_why_it_belongs() -> None:
    (golden,) = golden_records(HOSPITAL).values()
    assert golden.reasons[Place("erp", "BU100")] == "erp owns it"
    assert golden.reasons[Place("billing", "11")] == f"carries {GLN}"


def test_a_record_without_identity_is_no_part_of_anything() -> None:
    assert golden_records([item("inventory", "IV-9", number="")]) == {}


def test_the_order_of_the_rows_changes_nothing_but_the_order_of_the_members() -> None:
    (there,) = golden_records(HOSPITAL).values()
    (back,) = golden_records(HOSPITAL[::-1]).values()
    assert there.values == back.values
    assert set(there.members) == set(back.members)
