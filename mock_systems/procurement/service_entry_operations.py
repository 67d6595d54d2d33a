"""The operations on service entry sheets of the suite (S02): work accepted, not goods received.

A service line has an amount instead of a quantity, and is matched on order and invoice alone
(P07), so that acceptance, in parts if need be, is what tells the order that it is done.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Order, OrderLine, Suite
from mock_systems.procurement.fulfilment import ServiceEntry
from mock_systems.procurement.lookup import require_order, require_order_line
from mock_systems.procurement.rules import order_status
from mock_systems.procurement.service_entry_messages import (
    AcceptService,
    FindServiceEntries,
    ServiceAccepted,
    ServiceEntriesFound,
)
from mock_systems.procurement.wire import (
    date_text,
    total_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def accept_service(suite: Suite, request: AcceptService, work: Work) -> dict[str, Any]:
    documents = suite.documents
    order = require_order(documents, request.po_number)
    if request.entry_number in documents.service_entries:
        raise Refusal(
            409, "DUPLICATE_SERVICE_ENTRY", f"entry-number {request.entry_number!r} is taken"
        )
    line = _require_acceptable(order, request)
    entry = ServiceEntry(
        entry_number=request.entry_number,
        po_number=order.po_number,
        line_num=line.line_num,
        amount_minor=request.amount,
        performed_on=request.performed_on,
        accepted_by=request.accepted_by,
    )
    documents.service_entries[entry.entry_number] = entry
    line.accepted_minor += entry.amount_minor
    order.status = order_status(order.lines.values())
    work.effect(_effect(order, entry))
    work.emit("procurement.service.accepted", entry.entry_number, _event(order, entry))
    return {
        **_on_wire(entry),
        "accepted-amount": total_text(line.accepted_minor),
        "order-status": order.status,
    }


def find_service_entries(suite: Suite, request: FindServiceEntries, work: Work) -> dict[str, Any]:
    found = suite.documents.service_entries.get(request.entry_number)
    return {"service-entries": [] if found is None else [_on_wire(found)]}


def _require_acceptable(order: Order, request: AcceptService) -> OrderLine:
    line = require_order_line(order, request.line_num)
    name = f"{order.po_number} line {line.line_num}"
    if line.kind != "service":
        raise Refusal(409, "GOODS_LINE", f"{name} is of goods; record its receipt instead")
    if line.quantity == 0:
        raise Refusal(409, "LINE_CANCELLED", f"{name} was cancelled")
    rest_minor = line.unit_price_minor - line.accepted_minor
    if request.amount > rest_minor:
        raise Refusal(
            422,
            "EXCEEDS_ORDER",
            f"{name} has {total_text(rest_minor)} left, got {total_text(request.amount)}; "
            "change the order first",
        )
    return line


def _effect(order: Order, entry: ServiceEntry) -> Effect:
    day = entry.performed_on
    return Effect(
        "procurement.service_entry",
        entry.entry_number,
        amount_minor=entry.amount_minor,
        facility=order.ship_to,
        period=f"{day.year:04d}-{day.month:02d}",
        facts={"po": entry.po_number, "line": entry.line_num},
    )


def _event(order: Order, entry: ServiceEntry) -> dict[str, Any]:
    return {
        **_on_wire(entry),
        "erp-supplier-number": order.erp_supplier_number,
        "ship-to": order.ship_to,
        "cost-center": order.cost_center,
        "contract-number": order.contract,
    }


def _on_wire(entry: ServiceEntry) -> dict[str, Any]:
    return {
        "entry-number": entry.entry_number,
        "po-number": entry.po_number,
        "line-num": entry.line_num,
        "amount": total_text(entry.amount_minor),
        "performed-on": date_text(entry.performed_on),
        "accepted-by": entry.accepted_by,
    }


OPERATIONS = (
    Operation(
        name="accept_service",
        method="POST",
        path="/purchase-orders/{po-number}/service-entries",
        scope="procurement.services.accept",
        request=AcceptService,
        response=ServiceAccepted,
        handler=accept_service,
        key=("entry-number",),
        summary="Accepts work against a service line, at most what is left of its amount.",
        status=201,
    ),
    Operation(
        name="find_service_entries",
        method="GET",
        path="/service-entries",
        scope="procurement.services.read",
        request=FindServiceEntries,
        response=ServiceEntriesFound,
        handler=find_service_entries,
        key=("entry-number",),
        summary="Finds a service entry sheet by its number.",
    ),
)
