"""Where the lines of a requisition of the suite (S02) come from: catalogue, buyer, service.

A free-text line has an estimate but no supplier, so somebody must source it before anybody can
approve it (P04). It stands apart from the operations because two of them make lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from mock_systems.procurement.documents import (
    CatalogueItem,
    Documents,
    Requisition,
    RequisitionLine,
    Supplier,
)
from mock_systems.procurement.lookup import require_item, require_supplier, require_uom
from mock_systems.procurement.onboarding import require_no_hold
from mock_systems.procurement.requested_line import RequestedLine
from mock_systems.procurement.rules import price_on, total_of
from mock_systems.procurement.wire import UNITS, UNITS_ON_WIRE, price_text, total_text
from mock_systems.service import Effect, Refusal

NO_SUPPLIER = 0


def requested_line(documents: Documents, line: RequestedLine, today: date) -> RequisitionLine:
    """The line as requested, priced where the catalogue has a price."""
    if line.item_number is not None and line.quantity is not None and line.uom is not None:
        item = require_item(documents, line.item_number)
        if not item.active:
            raise Refusal(422, "ITEM_INACTIVE", f"item {item.item_number} is no longer ordered")
        require_uom(line.uom, UNITS_ON_WIRE[item.uom], f"item {item.item_number}")
        require_active(require_supplier(documents, item.supplier_id), f"item {item.item_number}")
        return catalogue_line(item, line.line_num, line.quantity, today)._replace(
            commodity=line.commodity or "", project=line.project or ""
        )
    return RequisitionLine(
        line_num=line.line_num,
        item_number="",
        description=line.description or "",
        quantity=line.quantity or 1,
        uom=UNITS[line.uom or "each"],
        unit_price_minor=line.estimated_price or line.amount or 0,
        supplier_id=NO_SUPPLIER,
        contract="",
        kind=line.kind,
        commodity=line.commodity or "",
        project=line.project or "",
    )


def catalogue_line(
    item: CatalogueItem, line_num: int, quantity: int, today: date
) -> RequisitionLine:
    """A line over a catalogue item at the price of the day."""
    price = price_on(item, today)
    return RequisitionLine(
        line_num=line_num,
        item_number=item.item_number,
        description=item.description,
        quantity=quantity,
        uom=item.uom,
        unit_price_minor=price.unit_price_minor,
        supplier_id=item.supplier_id,
        contract=price.contract,
        priced_on=today,
    )


def require_active(supplier: Supplier, what: str) -> None:
    """Raises Refusal 422 for a supplier that may not be bought from."""
    if supplier.status != "active":
        raise Refusal(422, "SUPPLIER_INACTIVE", f"the supplier of {what} is inactive")


def require_suppliers_free(documents: Documents, requisition: Requisition) -> None:
    """Raises Refusal 409 while a risk hold stands on a supplier of the requisition."""
    for line in requisition.lines:
        supplier = documents.suppliers[line.supplier_id]
        require_no_hold(documents.onboarding, supplier.tax_id, supplier.erp_number)


def unsourced(lines: Iterable[RequisitionLine]) -> list[int]:
    """The numbers of the lines without a supplier."""
    return [line.line_num for line in lines if line.supplier_id == NO_SUPPLIER]


def total_of_requisition(lines: Iterable[RequisitionLine]) -> int:
    """The total in cents, estimates included."""
    return total_of((line.quantity, line.unit_price_minor) for line in lines)


def sourced_effect(documents: Documents, requisition: Requisition) -> Effect:
    """The effect of handing a requisition with budget to the ERP, which orders."""
    facts = {
        "cost_center": requisition.cost_center,
        "lines": [
            {
                "line": line.line_num,
                "item": line.item_number,
                "qty": line.quantity,
                "uom": line.uom,
                "unit_price_minor": line.unit_price_minor,
                "supplier": documents.suppliers[line.supplier_id].erp_number,
            }
            for line in requisition.lines
        ],
    }
    return Effect(
        "procurement.requisition_sourced",
        requisition.number,
        amount_minor=requisition.total_minor,
        facility=requisition.ship_to,
        facts=facts,
    )


def sourced_event(documents: Documents, requisition: Requisition) -> dict[str, Any]:
    """The data of `procurement.requisition.sourced`: all that the ERP needs to order."""
    return {
        "id": requisition.id,
        "number": requisition.number,
        "cost-center": requisition.cost_center,
        "ship-to": requisition.ship_to,
        "total": total_text(requisition.total_minor),
        "lines": [_sourced_line(documents, line) for line in requisition.lines],
    }


def _sourced_line(documents: Documents, line: RequisitionLine) -> dict[str, Any]:
    return {
        "line-num": line.line_num,
        "item-number": line.item_number,
        "description": line.description,
        "quantity": line.quantity,
        "uom": UNITS_ON_WIRE[line.uom],
        "unit-price": price_text(line.unit_price_minor),
        "kind": line.kind,
        "supplier-id": line.supplier_id,
        "erp-supplier-number": documents.suppliers[line.supplier_id].erp_number,
        "contract-number": line.contract,
    }
