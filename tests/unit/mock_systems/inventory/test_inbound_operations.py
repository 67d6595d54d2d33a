"""Goods from outside are on their way, then received; what a warehouse has is known by its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.unit.mock_systems.inventory.conftest import House


def inbound(**changes: Any) -> dict[str, Any]:
    return {
        "source_ref": "SH0000001/1",
        "origin": "WAREHOUSE",
        "to_location": "H01-OR",
        "item_id": "IV-000002",
        "qty": 6,
        "lot": "W1",
        "expiry": "20270101",
        **changes,
    }


def test_what_is_announced_is_in_transit_until_it_is_received(house: House) -> None:
    made = house.call("announce_inbound", **inbound())
    assert (made["from_location"], made["in_transit_qty"]) == ("WAREHOUSE", 6)
    assert house.book("inventory.in_transit") == {"WAREHOUSE>H01-OR/IV-000002/W1": 6}
    (effect,) = house.of_kind("inventory.inbound_shipment")
    assert (effect.key, effect.quantity, effect.uom) == ("SH0000001/1", 6, "EA")
    house.call("receive_transfer", transfer_id=made["transfer_id"], qty=6)
    assert house.books() == {"H01-OR/IV-000002/W1": 6}
    assert house.moved() == {
        "WAREHOUSE>H01-OR/IV-000002/W1": 0,
        "H01-OR/IV-000002/W1": 6,
    }
    (arrival,) = house.of_kind("inventory.transfer_arrival")
    assert arrival.facts["item_id"] == "IV-000002"


def test_a_reference_announced_twice_is_on_its_way_twice(house: House) -> None:
    for _ in range(2):
        house.call("announce_inbound", **inbound())
    found = house.call("find_inbound", source_ref="SH0000001/1")["items"]
    assert [one["qty"] for one in found] == [6, 6]


def test_an_announcement_needs_a_lot_a_known_store_and_a_sender_outside(house: House) -> None:
    assert house.refusal("announce_inbound", **inbound(lot="")) == (422, "LOT_REQUIRED")
    unknown = inbound(to_location="H01-XX")
    assert house.refusal("announce_inbound", **unknown) == (422, "UNKNOWN_LOCATION")
    own = inbound(origin="H01-CS")
    assert house.refusal("announce_inbound", **own) == (422, "OWN_LOCATION")


def snapshot(day: str, *quantities: int) -> dict[str, Any]:
    lines = [{"item_id": "IV-000001", "qty": quantity} for quantity in quantities]
    return {"snapshot_ref": f"WAREHOUSE/{day[-1]}", "as_of": day, "lines": lines}


def test_the_last_file_of_the_warehouse_stands(house: House) -> None:
    answer = house.call("post_warehouse_stock", **snapshot("20260414", 5, 7))
    assert answer["total_qty"] == 12
    house.call("post_warehouse_stock", **snapshot("20260415", 3))
    known = house.call("get_warehouse_stock", item_id="IV-000001")
    assert (known["snapshot_ref"], known["qty"]) == ("WAREHOUSE/5", 3)
    assert house.call("get_warehouse_stock", item_id="IV-000002")["qty"] == 0
    older = snapshot("20260413", 1)
    assert house.refusal("post_warehouse_stock", **older) == (409, "STALE_SNAPSHOT")
    keys = [(e.key, e.quantity) for e in house.of_kind("inventory.warehouse_stock")]
    assert keys == [("WAREHOUSE/4", 12), ("WAREHOUSE/5", 3)]


def test_a_receipt_that_began_elsewhere_keeps_its_name_and_is_other_news(house: House) -> None:
    line = {"item_id": "IV-000001", "qty": 2, "uom": "BX", "po_line": 1}
    body = {"facility": "H01", "location": "H01-OR", "po_number": "PO-1"}
    answer = house.call("record_receipt", **body, source_ref="ER-1/1", lines=[line])
    assert answer["source_ref"] == "ER-1/1"
    (effect,) = house.of_kind("inventory.receipt_line")
    assert (effect.key, effect.facts["source_ref"]) == ("ER-1/1", "ER-1/1")
    assert house.data("inventory.receipt.imported") == [answer]
    assert house.data("inventory.receipt.recorded") == []
    two = {**body, "source_ref": "ER-1/2", "lines": [line, line]}
    assert house.refusal("record_receipt", **two) == (422, "ONE_LINE")


def low(house: House) -> None:
    rows = [
        {"location": place, "item_id": item, "par_qty": 60, "reorder_qty": 30}
        for place in ("H01-OR", "H01-CS")
        for item in ("IV-000001", "IV-000002")
    ]
    house.system.load("pars", rows)


def test_a_list_is_of_one_store_of_the_items_asked_for_from_one_source(house: House) -> None:
    low(house)
    made = house.call(
        "generate_replenishment",
        facility="H01",
        reason="par",
        location="H01-CS",
        items=["IV-000002"],
        source="warehouse",
    )
    assert [(line["location"], line["item_id"]) for line in made["lines"]] == [
        ("H01-CS", "IV-000002")
    ]
    (effect,) = house.of_kind("inventory.replenishment")
    assert (effect.facts["source"], effect.facts["day"]) == ("warehouse", "2026-04-14")


def test_each_order_of_a_list_has_its_own_day(house: House) -> None:
    low(house)
    made = house.call("generate_replenishment", facility="H01", reason="par")
    body = {"replenishment_id": made["replenishment_id"], "requisition": "REQ-1"}
    house.call("confirm_replenishment", **body, order="PO-1", expected_on="20260417")
    answer = house.call("confirm_replenishment", **body, order="PO-2", expected_on="20260416")
    assert answer["orders"] == {"PO-1": "20260417", "PO-2": "20260416"}
    assert (answer["status"], answer["expected_on"]) == ("ordered", "20260417")
    keys = [effect.key for effect in house.of_kind("inventory.replenishment_order")]
    assert keys == ["RP-00000001/PO-1", "RP-00000001/PO-2"]
    house.call("confirm_replenishment", **body, order="PO-2", expected_on="20260416")
    assert len(house.of_kind("inventory.replenishment_order")) == 2
    undated = house.refusal("confirm_replenishment", **body, order="PO-3")
    assert undated == (422, "DATE_REQUIRED")


def test_a_schedule_keeps_the_needs_that_a_list_was_not_asked_for(house: House) -> None:
    needs = [{"item_id": item, "qty": 3} for item in ("IV-000001", "IV-000002")]
    procedure = {"procedure_id": "P-1", "location": "H01-OR", "scheduled_on": "20260416"}
    house.call("schedule_procedure", **procedure, needs=needs)
    asked = {"facility": "H01", "reason": "schedule", "until": "20260416"}
    for item in ("IV-000001", "IV-000002"):
        made = house.call("generate_replenishment", **asked, items=[item])
        assert [line["item_id"] for line in made["lines"]] == [item]
    assert house.refusal("generate_replenishment", **asked) == (409, "NOTHING_NEEDED")
