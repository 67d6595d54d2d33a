"""A review tells of everything that a steward should look at, and of nothing else."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.cross_reference import MISSING
from integration_under_test.reference.mediation.master_data.review import (
    DRIFT,
    ORPHAN,
    SUSPECT,
    review,
)
from tests.unit.integration_under_test.reference.mediation.master_data.rows import (
    HOSPITAL,
    department,
    facility,
    item,
    supplier,
)

SOUND = (
    facility("erp", "BU100", name="Riverside", time_zone="America/Chicago"),
    facility("procurement", "SHIP-1001", name="RIVERSIDE"),
    facility("inventory", "H01", time_zone="America/Chicago"),
    facility("billing", "11", name="Riverside"),
    department("CC-1010"),
    item("erp", "100000001", name="Gauze"),
    item("inventory", "IV-1", name="gauze"),
    supplier("erp", "30000001", "30000001"),
    supplier("procurement", "5001", "30000001"),
)


def test_sound_masters_leave_no_doubt() -> None:
    assert list(review(SOUND)) == []


def test_an_item_that_inventory_calls_something_else_has_drifted() -> None:
    rows = (*SOUND[:6], item("inventory", "IV-1", name="Gauze, sterile"), *SOUND[7:])
    (doubt,) = review(rows)
    assert doubt.kind == DRIFT
    assert doubt.sentence == (
        "name of item 100000001 is 'Gauze, sterile' in inventory, 'Gauze' in erp"
    )


def test_two_records_of_one_company_are_suspected() -> None:
    twin = supplier("erp", "30000002", "30000002", name="Acme Medical Inc")
    known = supplier("procurement", "5002", "30000002", name="Acme Medical Inc")
    doubts = list(review((*SOUND, twin, known)))
    assert [(doubt.kind, doubt.key) for doubt in doubts] == [(SUSPECT, "30000002")]
    assert "same tax number" in doubts[0].sentence


def test_what_is_missing_and_what_hangs_in_the_air_is_told() -> None:
    rows = (*HOSPITAL[:3], department("CC-9", parent="?"))
    kinds = {(doubt.kind, doubt.domain) for doubt in review(rows)}
    assert (MISSING, "facility") in kinds
    assert (ORPHAN, "department") in kinds
