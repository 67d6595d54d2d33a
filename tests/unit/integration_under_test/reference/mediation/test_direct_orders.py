"""A requisition that the ERP orders: one order for each supplier, known there and back here."""

from __future__ import annotations

import pytest

from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import direct_orders
from integration_under_test.reference.mediation.procurement import sourced_requisitions
from tests.unit.integration_under_test.reference.fakes import crosswalk

SOURCED_AT = "2026-05-01T03:10:00+00:00"
"""Ten past ten on the last evening of April, at the hospital."""
GOODS = {
    "line-num": 1,
    "item-number": "100000001",
    "description": "Guide wire",
    "quantity": 3,
    "uom": "box",
    "unit-price": "41.2000",
    "kind": "goods",
    "supplier-id": 17,
    "erp-supplier-number": "30000001",
    "contract-number": "",
}
SERVICE = {
    **GOODS,
    "line-num": 2,
    "item-number": "",
    "description": "Calibration",
    "quantity": 1,
    "uom": "each",
    "unit-price": "900.0000",
    "kind": "service",
    "supplier-id": 18,
    "erp-supplier-number": "30000002",
}
PRICED = {**GOODS, "line-num": 3, "item-number": "100000002", "contract-number": "C-9"}
SOURCED = {
    "id": 5,
    "number": "REQ-00000005",
    "cost-center": "CC-1010",
    "ship-to": "SHIP-1001",
    "total": "1147.20",
    "lines": [GOODS, SERVICE, PRICED],
}


def test_each_supplier_gets_one_order_with_the_lines_of_the_requisition() -> None:
    first, second = sourced_requisitions.read(SOURCED, SOURCED_AT)
    assert direct_orders.write(first, Context(crosswalk())) == {
        "Reference": "REQ-00000005",
        "SupplierNumber": "30000001",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1010",
        "OrderDate": "2026-04-30",
        "ContractNumber": "C-9",
        "Lines": [
            {
                "LineNumber": 1,
                "ItemNumber": "100000001",
                "Quantity": "3",
                "UOMCode": "BX",
                "UnitPrice": "41.20",
            },
            {
                "LineNumber": 3,
                "ItemNumber": "100000002",
                "Quantity": "3",
                "UOMCode": "BX",
                "UnitPrice": "41.20",
            },
        ],
    }
    assert direct_orders.write(second, Context(crosswalk()))["Lines"] == [
        {
            "LineNumber": 2,
            "Description": "Calibration",
            "MatchOption": "2-WAY",
            "Quantity": "1",
            "UOMCode": "EA",
            "UnitPrice": "900.00",
        }
    ]


def test_procurement_takes_the_order_over_under_the_erps_number() -> None:
    _, order = sourced_requisitions.read(SOURCED, SOURCED_AT)
    context = Context(crosswalk(), consulted="US00000009")
    assert sourced_requisitions.write_import(order, context) == {
        "po-number": "US00000009",
        "requisition-id": 5,
        "supplier-id": 18,
        "contract-number": "",
        "issued-on": "04/30/2026",
        "lines": [
            {
                "line-num": 2,
                "requisition-line": 2,
                "quantity": 1,
                "uom": "each",
                "unit-price": "900.0000",
            }
        ],
    }


def test_the_order_of_another_supplier_proves_nothing() -> None:
    first, second = sourced_requisitions.read(SOURCED, SOURCED_AT)
    answer = {"items": [{"OrderNumber": "US00000009", "SupplierNumber": "30000001"}]}
    assert direct_orders.is_placed(first, answer)
    assert direct_orders.read_number(first, answer) == "US00000009"
    assert not direct_orders.is_placed(second, answer)
    with pytest.raises(NotYet):
        direct_orders.read_number(second, answer)
    assert not direct_orders.is_placed(first, {})
