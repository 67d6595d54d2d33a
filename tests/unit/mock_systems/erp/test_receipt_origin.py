"""A receipt that a dock books here is told to others; one that was brought here is not."""

from __future__ import annotations

from tests.unit.mock_systems.erp.desk import Desk, order_body, receipt_body


def test_a_receipt_with_a_store_is_announced_with_its_lot(desk: Desk) -> None:
    order = str(desk.done("create_purchase_order", **order_body())["OrderNumber"])
    place = {"DeliverTo": "H01-OR", "LotNumber": "L1", "LotExpirationDate": "2027-01-31"}
    desk.done("create_receipt", **receipt_body(order, Quantity=3, **place))
    (effect,) = desk.effects("erp.receipt")
    assert (effect.key, effect.quantity, effect.uom) == ("RC-1/1", 30, "EA")
    assert (effect.facts["po"], effect.facts["qty_purchase"]) == ("PO-1", 3)
    (event,) = desk.events("erp.receipt.recorded")
    assert (event["SourceOrderNumber"], event["PrimaryQuantity"]) == ("PO-1", "30")
    assert (event["LotNumber"], event["DeliverTo"]) == ("L1", "H01-OR")


def test_a_receipt_without_a_store_is_only_booked(desk: Desk) -> None:
    order = str(desk.done("create_purchase_order", **order_body())["OrderNumber"])
    desk.done("create_receipt", **receipt_body(order))
    assert desk.effects("erp.receipt") == []
    assert len(desk.effects("erp.accrual")) == 1
