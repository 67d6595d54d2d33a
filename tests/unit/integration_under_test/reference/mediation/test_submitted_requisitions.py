"""Requisitions of the API layer: written in procurement's terms, and no store waits for them."""

from __future__ import annotations

from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.requisitions import (
    RequestedItem,
    SubmittedRequisition,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.procurement import (
    replenishments,
    submitted_requisitions,
)
from tests.unit.integration_under_test.reference.fakes import ITEM, crosswalk

REFERENCE = submitted_requisitions.reference_of("portal/H01-OR-1")
WANTED = SubmittedRequisition(
    REFERENCE, "Dr. Day", "CC-1010", "2026-04-09", (RequestedItem(1, ITEM, 2, "BX"),)
)


def test_it_is_written_for_the_dock_of_its_department() -> None:
    known = crosswalk()
    known.departments["CC-1010"] = "inventory:H01"
    assert submitted_requisitions.write(WANTED, Context(known)) == {
        "requester": "Dr. Day",
        "cost-center": "CC-1010",
        "ship-to": "SHIP-1001",
        "need-by": "04/09/2026",
        "external-reference": REFERENCE,
        "lines": [{"line-num": 1, "item-number": ITEM, "quantity": 2, "uom": "box"}],
    }


def test_it_survives_a_restart() -> None:
    assert from_json(to_json(WANTED)) == WANTED


def test_its_order_is_dated_for_no_store() -> None:
    issued = {"external-reference": REFERENCE, "requisition": "RQ-1", "po-number": "PO-1"}
    assert replenishments.read_order(issued) is None
    assert replenishments.read_reference(issued) == ""
    proposed = {**issued, "external-reference": "RP-1"}
    assert replenishments.read_order(proposed) is not None
