"""What a proposal of the inventory application says to procurement, and to the warehouse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.reference.exceptions import NotYet, UnknownCode
from integration_under_test.reference.mediation.canonical.replenishments import Arrival
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.inventory import replenishments as proposals
from integration_under_test.reference.mediation.procurement import replenishments
from integration_under_test.reference.mediation.warehouse import pick_orders
from tests.unit.integration_under_test.reference.fakes import ITEM, UNBILLED, crosswalk

PROPOSED_AT = "2026-04-14T04:30:00+00:00"
"""Half past eleven the evening before, at the hospital."""


def line(number: int, item: str, needed_on: str = "") -> dict[str, Any]:
    return {
        "line_no": number,
        "location": "H01-OR",
        "item_id": f"IV-{number}",
        "erp_item_number": item,
        "on_hand": 1,
        "wanted_qty": 12,
        "qty_purchase": 2,
        "purchase_uom": "BX",
        "needed_on": needed_on,
    }


def proposed(*lines: dict[str, Any], reason: str = "par", source: str = "supplier") -> Any:
    return {
        "replenishment_id": "RP-000007",
        "facility": "H01",
        "reason": reason,
        "source": source,
        "lines": list(lines),
    }


def test_a_requisition_asks_for_purchase_units_within_three_local_days() -> None:
    proposal = proposals.read(proposed(line(1, ITEM), line(2, UNBILLED)), PROPOSED_AT)
    assert replenishments.write(proposal, Context(crosswalk())) == {
        "requester": "replenishment",
        "cost-center": "CC-1010",
        "ship-to": "SHIP-1001",
        "need-by": "04/16/2026",
        "external-reference": "RP-000007",
        "lines": [
            {"line-num": 1, "item-number": "100000001", "quantity": 2, "uom": "box"},
            {"line-num": 2, "item-number": "100000002", "quantity": 2, "uom": "box"},
        ],
    }


def test_the_first_day_on_which_anything_is_needed_counts() -> None:
    data = proposed(line(1, ITEM, "20260502"), line(2, ITEM, "20260430"), line(3, ITEM))
    body = replenishments.write(proposals.read(data, PROPOSED_AT), Context(crosswalk()))
    assert body["need-by"] == "04/30/2026"


def test_a_pick_order_asks_for_eaches_at_the_dock_of_the_store() -> None:
    data = proposed(line(1, ITEM), reason="emergency", source="warehouse")
    assert proposals.is_for_warehouse(data)
    assert pick_orders.write(proposals.read(data, PROPOSED_AT), Context(crosswalk())) == {
        "SOURCE_REF": "RP-000007",
        "SHIP_TO": "1234567890128",
        "DELIVER_TO": "H01-OR",
        "PRIORITY": "U",
        "LINES": [{"LINE": 1, "SKU": "W000001", "QTY": 12}],
    }


def test_what_the_warehouse_does_not_keep_waits_for_its_number() -> None:
    proposal = proposals.read(proposed(line(1, UNBILLED), source="warehouse"), PROPOSED_AT)
    with pytest.raises(UnknownCode, match="SKU"):
        pick_orders.write(proposal, Context(crosswalk()))


def test_the_warehouse_names_the_day_by_its_number_in_the_year() -> None:
    row = {"PICK_ORDER": "PK0000001", "SOURCE_REF": "RP-000007", "EXPECTED_ON": "2026-104"}
    arrival = pick_orders.read_arrival({"PICK_ORDERS": [row]})
    assert arrival == Arrival("RP-000007", "PK0000001", "PK0000001", "2026-04-14")
    assert proposals.write_arrival(None, Context(crosswalk(), consulted=arrival)) == {
        "replenishment_id": "RP-000007",
        "requisition": "PK0000001",
        "order": "PK0000001",
        "expected_on": "20260414",
    }
    with pytest.raises(NotYet):
        pick_orders.read_arrival({"PICK_ORDERS": []})


def test_an_order_of_no_proposal_owes_no_date() -> None:
    issued = {"po-number": "PO-1", "requisition": "REQ-1"}
    assert replenishments.read_order(issued) is None
    order = replenishments.read_order({**issued, "external-reference": "RP-000007"})
    assert order is not None
    assert (order.replenishment, order.requisition, order.order) == ("RP-000007", "REQ-1", "PO-1")
    assert proposals.write_arrival(order, Context(crosswalk())) is None


def test_a_requisition_is_found_by_its_number_among_those_of_a_proposal() -> None:
    found = {"requisitions": [{"id": 3, "number": "REQ-3"}, {"id": 4, "number": "REQ-4"}]}
    assert replenishments.read_id(found, "REQ-4") == 4
    with pytest.raises(NotYet):
        replenishments.read_id(found, "REQ-5")


def test_a_proposal_without_lines_cannot_be_read() -> None:
    with pytest.raises(LookupError):
        proposals.read(proposed(), PROPOSED_AT)


def test_an_unknown_unit_is_no_unit() -> None:
    proposal = proposals.read(proposed(line(1, ITEM)), PROPOSED_AT)
    odd = replace(proposal, lines=(replace(proposal.lines[0], unit="PL"),))
    with pytest.raises(KeyError):
        replenishments.write(odd, Context(crosswalk()))
