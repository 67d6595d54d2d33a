"""Cross-references are total and injective, or a rule says why not."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.reference.mediation.master_data.cross_reference import (
    MISSING,
    SHARED,
    SPLIT,
    CrossReference,
    Exemption,
)
from integration_under_test.reference.mediation.master_data.golden import golden_records
from integration_under_test.reference.mediation.master_data.record import (
    FACILITY,
    ITEM,
    LocalRecord,
)
from tests.unit.integration_under_test.reference.mediation.master_data.rows import (
    GLN,
    HOSPITAL,
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


def test_an_exemption_allows_one_departure_and_no_other() -> None:
    rows = (item("erp", "100000001"), item("inventory", "IV-1"), item("inventory", "IV-2"))
    merged = Exemption(ITEM, "inventory", SPLIT, "100000001", "two shelves of one merged item")
    assert list(reference(*rows).faults([merged])) == []
    other = merged._replace(code_or_key="100000002")
    assert len(list(reference(*rows).faults([other]))) == 1
