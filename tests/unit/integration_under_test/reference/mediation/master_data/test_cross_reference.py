"""Cross-references are total and injective, or a row of `SEVERAL` says why not."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.reference.mediation.master_data.cross_reference import (
    MISSING,
    SHARED,
    SPLIT,
    CrossReference,
)
from integration_under_test.reference.mediation.master_data.golden import golden_records
from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    LocalRecord,
    Place,
)
from tests.unit.integration_under_test.reference.mediation.master_data.rows import (
    GLN,
    HOSPITAL,
    department,
    item,
)


def reference(*rows: LocalRecord) -> CrossReference:
    return CrossReference(golden_records(rows).values())


def test_a_sound_one_leads_there_and_back() -> None:
    found = reference(*HOSPITAL)
    assert list(found.faults()) == []
    assert found.code(FACILITY, GLN, "billing") == "11"
    assert found.key(FACILITY, "billing", "11") == GLN
    assert found.code(FACILITY, "?", "billing") is None
    assert found.key(FACILITY, "billing", "?") is None


def test_what_a_system_does_not_know_is_missing() -> None:
    (fault,) = reference(*HOSPITAL[:3]).faults()
    assert (fault.system, fault.kind, fault.code_or_key) == ("inventory", MISSING, GLN)


def test_what_is_inactive_need_not_be_known() -> None:
    assert list(reference(replace(item("erp", "100000001"), active=False)).faults()) == []


def test_one_thing_under_two_codes_is_split() -> None:
    rows = (
        item("erp", "100000001"),
        item("inventory", "IV-1"),
        item("inventory", "IV-2"),
    )
    (fault,) = reference(*rows).faults()
    assert (fault.kind, fault.sentence) == (SPLIT, "item 100000001 is IV-1, IV-2 in inventory")


def test_two_things_under_one_code_are_told() -> None:
    rows = (
        item("erp", "100000001"),
        item("erp", "100000002", "100000002"),
        item("inventory", "IV-1"),
        item("inventory", "IV-1", "100000002"),
    )
    (fault,) = reference(*rows).faults()
    assert (fault.kind, fault.code_or_key) == (SHARED, "IV-1")


def test_a_department_has_many_shelves_by_nature() -> None:
    shelves = [
        LocalRecord(DEPARTMENT, Place("inventory", shelf), "CC-1010", {}, parent=GLN)
        for shelf in ("H01-OR", "H01-OR-R1")
    ]
    assert list(reference(*HOSPITAL, department("CC-1010", parent=GLN), *shelves).faults()) == []
