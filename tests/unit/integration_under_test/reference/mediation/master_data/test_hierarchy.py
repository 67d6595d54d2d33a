"""A department belongs to its facility; what belongs to nothing known is told."""

from __future__ import annotations

from integration_under_test.reference.mediation.master_data.golden import golden_records
from integration_under_test.reference.mediation.master_data.hierarchy import Hierarchy
from integration_under_test.reference.mediation.master_data.record import DEPARTMENT, FACILITY
from tests.unit.integration_under_test.reference.mediation.master_data.rows import (
    GLN,
    HOSPITAL,
    department,
)


def test_departments_lead_up_to_their_facility_and_back() -> None:
    rows = (*HOSPITAL, department("CC-1010"), department("CC-1020"))
    tree = Hierarchy(golden_records(rows).values())
    assert tree.parent(DEPARTMENT, "CC-1010") == GLN
    assert tree.children(FACILITY, GLN) == ("CC-1010", "CC-1020")
    assert tree.parent(FACILITY, GLN) is None
    assert tree.orphans == []


def test_a_department_of_an_unknown_facility_is_an_orphan() -> None:
    rows = (*HOSPITAL, department("CC-1010", parent="?"))
    tree = Hierarchy(golden_records(rows).values())
    assert [orphan.key for orphan in tree.orphans] == ["CC-1010"]
    assert tree.children(FACILITY, GLN) == ()
