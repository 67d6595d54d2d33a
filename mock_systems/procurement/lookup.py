"""Finds a document by its key, refusing where it does not exist.

A key in the path that leads nowhere is 404; one inside the body is 422, since the address was
right there.
"""

from __future__ import annotations

from mock_systems.procurement.documents import (
    CatalogueItem,
    Documents,
    Invoice,
    Order,
    OrderLine,
    Requisition,
    RequisitionLine,
    ShipTo,
    Supplier,
)
from mock_systems.service import Refusal


def require_supplier(documents: Documents, supplier_id: int, status: int = 422) -> Supplier:
    """The supplier record of an id."""
    supplier = documents.suppliers.get(supplier_id)
    if supplier is None:
        raise Refusal(status, "UNKNOWN_SUPPLIER", f"no supplier has id {supplier_id}")
    return supplier


def require_ship_to(documents: Documents, code: str) -> ShipTo:
    """The delivery address of a code."""
    ship_to = documents.ship_tos.get(code)
    if ship_to is None:
        raise Refusal(422, "UNKNOWN_SHIP_TO", f"no ship-to has code {code!r}")
    return ship_to


def require_item(documents: Documents, item_number: str) -> CatalogueItem:
    """The catalogue item of a number."""
    item = documents.catalogue.get(item_number)
    if item is None:
        raise Refusal(422, "UNKNOWN_ITEM", f"the catalogue has no item {item_number!r}")
    return item


def require_requisition(documents: Documents, requisition_id: int) -> Requisition:
    """The requisition of an id."""
    requisition = documents.requisitions.get(requisition_id)
    if requisition is None:
        raise Refusal(404, "UNKNOWN_REQUISITION", f"no requisition has id {requisition_id}")
    return requisition


def require_requisition_line(requisition: Requisition, line_num: int) -> RequisitionLine:
    """One line of a requisition."""
    for line in requisition.lines:
        if line.line_num == line_num:
            return line
    raise Refusal(404, "UNKNOWN_LINE", f"{requisition.number} has no line {line_num}")


def require_order(documents: Documents, po_number: str, status: int = 404) -> Order:
    """The purchase order of a number."""
    order = documents.orders.get(po_number)
    if order is None:
        raise Refusal(status, "UNKNOWN_ORDER", f"no purchase order is numbered {po_number!r}")
    return order


def require_order_line(order: Order, line_num: int) -> OrderLine:
    """One line of an order."""
    line = order.lines.get(line_num)
    if line is None:
        raise Refusal(
            422,
            "UNKNOWN_LINE",
            f"{order.po_number} has lines 1 to {len(order.lines)}, got {line_num}",
        )
    return line


def require_invoice(documents: Documents, invoice_id: int) -> Invoice:
    """The invoice of an id."""
    invoice = documents.invoices.get(invoice_id)
    if invoice is None:
        raise Refusal(404, "UNKNOWN_INVOICE", f"no invoice has id {invoice_id}")
    return invoice


def require_uom(got: str, expected: str, what: str) -> None:
    """Raises Refusal 422 when a quantity comes in another unit; nothing here converts."""
    if got != expected:
        raise Refusal(
            422, "UOM_MISMATCH", f"{what} is counted in {expected}, got {got}; convert first"
        )
