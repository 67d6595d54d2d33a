"""An order's line that builds a project builds it in the ERP, too (P18)."""

from __future__ import annotations

from typing import Any

from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import orders as erp_orders
from integration_under_test.reference.mediation.procurement import orders
from tests.unit.integration_under_test.reference.fakes import crosswalk

LINE: dict[str, Any] = {
    "line-num": 1,
    "item-number": "100",
    "description": "BED",
    "quantity": 2,
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
    "lines": [LINE | {"project": "CIP-26-0001"}, LINE | {"line-num": 2}],
}


def test_only_the_lines_of_a_project_name_it() -> None:
    order = orders.read(ISSUED)
    assert from_json(to_json(order)) == order
    built, used = erp_orders.write(order, Context(crosswalk()))["Lines"]
    assert built["ProjectNumber"] == "CIP-26-0001"
    assert "ProjectNumber" not in used
