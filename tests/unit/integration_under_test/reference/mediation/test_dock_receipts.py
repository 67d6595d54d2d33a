"""A receipt that began in the ERP: on the shelf, on its order, and its lot on the bill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.billing import lots
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import dock_receipts as erp_receipts
from integration_under_test.reference.mediation.inventory import dock_receipts as shelf
from integration_under_test.reference.mediation.procurement import dock_receipts as suite
from tests.unit.integration_under_test.reference.fakes import ITEM, crosswalk

RECORDED = {
    "ReceiptNumber": "ER-30000001-9-1",
    "ReceiptLine": 2,
    "OrderNumber": "US00000009",
    "SourceOrderNumber": "PO-00000031",
    "LineNumber": 4,
    "ItemNumber": ITEM,
    "Quantity": "3",
    "UOMCode": "BX",
    "PrimaryQuantity": "36",
    "AccountingDate": "2026-04-30",
    "BusinessUnit": "BU100",
    "DeliverTo": "H01-OR",
    "LotNumber": "L77",
    "LotExpirationDate": "2027-01-31",
}
RECEIPT = erp_receipts.read(RECORDED)


def test_it_is_shelved_as_it_was_counted_and_says_where_it_began() -> None:
    assert shelf.write(RECEIPT, Context(crosswalk())) == {
        "facility": "H01",
        "location": "H01-OR",
        "po_number": "PO-00000031",
        "source_ref": "ER-30000001-9-1/2",
        "lines": [
            {
                "po_line": 4,
                "item_id": "IV-1",
                "qty": 3,
                "uom": "BX",
                "lot": "L77",
                "expiry": "20270131",
            }
        ],
    }


def test_only_the_same_line_proves_that_it_is_on_the_shelf() -> None:
    other = {"receipt_no": "RC-1"}
    assert not shelf.is_shelved(RECEIPT, {"items": [other, {"source_ref": "ER-30000001-9-1/1"}]})
    assert shelf.is_shelved(RECEIPT, {"items": [other, {"source_ref": "ER-30000001-9-1/2"}]})


def test_its_order_hears_of_purchase_units() -> None:
    body = {
        "receipt-number": "ER-30000001-9-1",
        "receipt-line": 2,
        "po-number": "PO-00000031",
        "line-num": 4,
        "quantity": 3,
        "uom": "box",
        "received-on": "04/30/2026",
    }
    assert suite.write(RECEIPT, Context(crosswalk())) == body
    eaches = replace(RECEIPT, quantity=30, unit="EA")
    assert suite.write(eaches, Context(crosswalk())) == body
    with pytest.raises(Unsendable, match="by hand"):
        suite.write(replace(eaches, quantity=31), Context(crosswalk()))


def test_free_text_is_counted_in_what_it_was_ordered_in() -> None:
    free_text = replace(RECEIPT, item="", quantity=31, unit="EA")
    body = suite.write(free_text, Context(crosswalk()))
    assert (body["quantity"], body["uom"]) == (31, "each")


def test_only_an_implant_has_a_lot_that_may_be_billed() -> None:
    masters = crosswalk()
    assert lots.write_docked(RECEIPT, Context(masters)) is None
    masters.items[ITEM] = replace(masters.items[ITEM], implant=True)
    assert lots.write_docked(RECEIPT, Context(masters)) == {
        "chargeCode": "SUP00001",
        "lot": "L77",
        "receiptReference": "ER-30000001-9-1/2",
        "expiry": "20270131",
    }
