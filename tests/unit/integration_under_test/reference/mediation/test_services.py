"""Services from procurement's order to the ERP's: what nobody receives is matched on two (P07)."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.reference.mediation.canonical.invoices import InvoiceStatus
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import orders as erp_orders
from integration_under_test.reference.mediation.procurement import invoices, orders
from tests.unit.integration_under_test.reference.fakes import crosswalk

LINE: dict[str, Any] = {
    "line-num": 1,
    "item-number": "",
    "description": "deep cleaning, visit 1 of 2",
    "quantity": 1,
    "uom": "each",
    "unit-price": "330.0000",
}
ISSUED: dict[str, Any] = {
    "po-number": "PO-1",
    "erp-supplier-number": "300",
    "ship-to": "SHIP-1001",
    "cost-center": "CC-1001",
    "contract-number": "",
    "issued-on": "04/14/2026",
}


def written(**changes: Any) -> dict[str, Any]:
    """The only line of the ERP's order."""
    order = orders.read({**ISSUED, "lines": [{**LINE, **changes}]})
    assert from_json(to_json(order)) == order
    (line,) = erp_orders.write(order, Context(crosswalk()))["Lines"]
    made: dict[str, Any] = line
    return made


def test_a_service_is_described_and_matched_without_receipt() -> None:
    line = written(kind="service")
    assert (line["Description"], line["MatchOption"]) == (LINE["description"], "2-WAY")
    assert (line["Quantity"], line["UOMCode"], line["UnitPrice"]) == ("1", "EA", "330.00")
    assert "ItemNumber" not in line


def test_goods_without_an_item_are_received_as_ever() -> None:
    line = written()
    assert (line["Description"], "MatchOption" in line) == (LINE["description"], False)


def test_an_item_needs_no_description() -> None:
    line = written(**{"item-number": "100"})
    assert (line["ItemNumber"], "Description" in line) == ("100", False)


@pytest.mark.parametrize(("status", "shown"), [("CANCELLED", "cancelled"), ("PAID", "paid")])
def test_a_status_that_ends_an_invoice_is_shown(status: str, shown: str) -> None:
    context = Context(crosswalk(), found={"invoices": [{"id": 7}]})
    told = InvoiceStatus("INV-1", "300", status, (), 2)
    body = invoices.write_status(told, context)
    assert (body["id"], body["status"], body["status-version"]) == (7, shown, 2)
