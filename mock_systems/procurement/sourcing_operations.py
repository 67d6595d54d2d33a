"""The operations on sources of free-text lines of the suite (S02).

A description with an estimate becomes a catalogue item, or a supplier with a price, before
anybody approves it (P04); the approval chain is built over the total that this gives.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mock_systems.procurement.documents import Documents, Requisition, RequisitionLine, Suite
from mock_systems.procurement.lookup import (
    require_item,
    require_requisition,
    require_requisition_line,
    require_ship_to,
    require_supplier,
)
from mock_systems.procurement.requisition_messages import RequisitionSummary
from mock_systems.procurement.requisition_operations import ask_for_approval, requisition_summary
from mock_systems.procurement.requisition_sourcing import (
    NO_SUPPLIER,
    catalogue_line,
    require_active,
    total_of_requisition,
    unsourced,
)
from mock_systems.procurement.rules import requisition_after
from mock_systems.procurement.sourcing_messages import AssignSource
from mock_systems.procurement.wire import (
    UNITS_ON_WIRE,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def assign_source(suite: Suite, request: AssignSource, work: Work) -> dict[str, Any]:
    documents = suite.documents
    requisition = require_requisition(documents, request.id)
    line = _require_unsourced(requisition, request.line_num)
    sourced = _sourced(documents, requisition, line, request, work.now)
    lines = tuple(sourced if each is line else each for each in requisition.lines)
    requisition.lines = lines
    requisition.total_minor = total_of_requisition(lines)
    documents.exports.changed("requisition", requisition.number)
    work.effect(_assigned(documents, requisition, sourced))
    if not unsourced(lines):
        requisition.status = requisition_after(requisition.status, "completed")
        work.emit(
            "procurement.sourcing.completed", requisition.number, requisition_summary(requisition)
        )
        ask_for_approval(suite, requisition, work)
    return requisition_summary(requisition)


def _require_unsourced(requisition: Requisition, line_num: int) -> RequisitionLine:
    line = require_requisition_line(requisition, line_num)
    if requisition.status != "pending-sourcing" or line.supplier_id != NO_SUPPLIER:
        raise Refusal(
            409,
            "NOTHING_TO_SOURCE",
            f"line {line_num} of {requisition.number} ({requisition.status}) has its source",
        )
    return line


def _sourced(
    documents: Documents,
    requisition: Requisition,
    line: RequisitionLine,
    request: AssignSource,
    now: datetime,
) -> RequisitionLine:
    if request.item_number is not None:
        return _from_catalogue(documents, requisition, line, request.item_number, now)
    if request.supplier_id is None:
        raise Refusal(422, "NO_SOURCE", "expected item-number or supplier-id, got neither")
    supplier = require_supplier(documents, request.supplier_id)
    require_active(supplier, f"line {line.line_num}")
    price = line.unit_price_minor if request.unit_price is None else request.unit_price
    return line._replace(
        supplier_id=supplier.id, unit_price_minor=price, contract=request.contract_number or ""
    )


def _from_catalogue(
    documents: Documents,
    requisition: Requisition,
    line: RequisitionLine,
    item_number: str,
    now: datetime,
) -> RequisitionLine:
    item = require_item(documents, item_number)
    require_active(require_supplier(documents, item.supplier_id), f"item {item_number}")
    if line.kind == "service" or item.uom != line.uom:
        raise Refusal(
            422,
            "UOM_MISMATCH",
            f"item {item_number} is bought by the {UNITS_ON_WIRE[item.uom]}, the line asks for "
            f"{'a service' if line.kind == 'service' else UNITS_ON_WIRE[line.uom]}",
        )
    today = now.astimezone(require_ship_to(documents, requisition.ship_to).zone).date()
    return catalogue_line(item, line.line_num, line.quantity, today)._replace(
        commodity=line.commodity
    )


def _assigned(documents: Documents, requisition: Requisition, line: RequisitionLine) -> Effect:
    return Effect(
        "procurement.sourcing",
        f"{requisition.number}/{line.line_num}",
        amount_minor=line.quantity * line.unit_price_minor,
        quantity=line.quantity,
        uom=line.uom,
        facility=requisition.ship_to,
        facts={
            "item": line.item_number,
            "supplier": documents.suppliers[line.supplier_id].erp_number,
        },
    )


OPERATIONS = (
    Operation(
        name="assign_source",
        method="POST",
        path="/requisitions/{id}/lines/{line-num}/source",
        scope="procurement.sourcing.write",
        request=AssignSource,
        response=RequisitionSummary,
        handler=assign_source,
        key=("id", "line-num"),
        summary="Gives a free-text line its item or its supplier with a price.",
        status=201,
    ),
)
