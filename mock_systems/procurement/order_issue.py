"""Turns a requisition with budget into purchase orders of the suite (S02), one for each supplier.

It stands apart from the operation that triggers it: it builds orders without filing them, so that
a refusal halfway leaves nothing behind.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mock_systems.procurement.documents import (
    Documents,
    Order,
    OrderLine,
    Requisition,
    RequisitionLine,
)
from mock_systems.procurement.lookup import require_ship_to, require_supplier
from mock_systems.procurement.onboarding import require_no_hold
from mock_systems.procurement.rules import contract_of, lines_by_supplier, total_of
from mock_systems.procurement.wire import UNITS_ON_WIRE, date_text, price_text, total_text
from mock_systems.service import Effect


def issue(documents: Documents, requisition: Requisition, now: datetime) -> list[Order]:
    """The orders that a requisition becomes, dated by the clock of its ship-to, not yet filed."""
    today = now.astimezone(require_ship_to(documents, requisition.ship_to).zone).date()
    split = lines_by_supplier(requisition.lines)
    return [
        _order(documents, requisition, lines, today, len(documents.orders) + nth)
        for nth, lines in enumerate(split.values(), start=1)
    ]


def issued_effect(order: Order) -> Effect:
    """The effect of issuing an order; its facts are what P04 and P06 owe by."""
    return Effect(
        "procurement.order",
        order.po_number,
        amount_minor=order.total_minor,
        facility=order.ship_to,
        facts=order_facts(order),
    )


def order_facts(order: Order) -> dict[str, Any]:
    """What the simulator must know of an order as it stands."""
    return {
        "supplier": order.erp_supplier_number,
        "cost_center": order.cost_center,
        "contract": order.contract,
        **({"external_reference": ref} if (ref := order.external_reference) else {}),
        "lines": [_line_facts(line) for line in order.lines.values()],
    }


def _line_facts(line: OrderLine) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "line": line.line_num,
        "item": line.item_number,
        "qty": line.quantity,
        "uom": line.uom,
        "unit_price_minor": line.unit_price_minor,
    }
    if line.kind != "goods":
        facts["kind"] = line.kind
    if line.project:
        facts["project"] = line.project
    return facts


def issued_event(order: Order) -> dict[str, Any]:
    """The data of `procurement.order.issued`."""
    return {
        "po-number": order.po_number,
        "requisition": order.requisition,
        "supplier-id": order.supplier_id,
        "erp-supplier-number": order.erp_supplier_number,
        "ship-to": order.ship_to,
        "cost-center": order.cost_center,
        "contract-number": order.contract,
        "issued-on": date_text(order.issued_on),
        "total": total_text(order.total_minor),
        "lines": [ordered_line(line) for line in order.lines.values()],
        **external_reference(order.external_reference),
    }


def external_reference(reference: str) -> dict[str, str]:
    """Said only where there is one."""
    return {"external-reference": reference} if reference else {}


def ordered_line(line: OrderLine) -> dict[str, Any]:
    """An order line as JSON, as it stands ordered; what is not of goods says so."""
    on_wire: dict[str, Any] = {
        "line-num": line.line_num,
        "item-number": line.item_number,
        "description": line.description,
        "quantity": line.quantity,
        "uom": UNITS_ON_WIRE[line.uom],
        "unit-price": price_text(line.unit_price_minor),
    }
    if line.kind == "service":
        on_wire["kind"] = line.kind
        on_wire["amount"] = total_text(line.quantity * line.unit_price_minor)
    if line.commodity:
        on_wire["commodity"] = line.commodity
    if line.project:
        on_wire["project"] = line.project
    if line.need_by is not None:
        on_wire["need-by"] = date_text(line.need_by)
    return on_wire


def _order(
    documents: Documents,
    requisition: Requisition,
    lines: list[RequisitionLine],
    today: date,
    number: int,
) -> Order:
    supplier = require_supplier(documents, lines[0].supplier_id)
    require_no_hold(documents.onboarding, supplier.tax_id, supplier.erp_number)
    total_minor = total_of((line.quantity, line.unit_price_minor) for line in lines)
    return Order(
        po_number=f"PO-{number:08d}",
        requisition=requisition.number,
        supplier_id=supplier.id,
        erp_supplier_number=supplier.erp_number,
        ship_to=requisition.ship_to,
        cost_center=requisition.cost_center,
        contract=contract_of(lines),
        issued_on=today,
        total_minor=total_minor,
        approved_minor=total_minor,
        lines={nth: _order_line(nth, line) for nth, line in enumerate(lines, start=1)},
        external_reference=requisition.external_reference,
    )


def _order_line(line_num: int, line: RequisitionLine) -> OrderLine:
    return OrderLine(
        line_num=line_num,
        item_number=line.item_number,
        description=line.description,
        quantity=line.quantity,
        uom=line.uom,
        unit_price_minor=line.unit_price_minor,
        requisition_line=line.line_num,
        approved=line.quantity,
        kind=line.kind,
        commodity=line.commodity,
        project=line.project,
        contract=line.contract,
        priced_on=line.priced_on if line.contract else None,
    )
