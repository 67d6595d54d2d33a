"""The operations on versions of a purchase order of the suite (S02).

A change of quantity, price or date makes the next version (P04). More than was approved needs an
approver (RP3); less than was received or shipped is refused, as is a version that is not current.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from mock_systems.procurement.documents import Order, OrderLine, Suite
from mock_systems.procurement.lookup import require_order, require_order_line
from mock_systems.procurement.order_change_messages import (
    ChangedLine,
    ChangeOrder,
    OrderVersionsFound,
    VersionAnswer,
)
from mock_systems.procurement.order_line import committed
from mock_systems.procurement.order_operations import GetOrder
from mock_systems.procurement.order_revision import (
    changed_effect,
    changed_event,
    keep_version,
    require_current,
    require_open,
    revised,
    version_lines,
)
from mock_systems.procurement.rules import require_distinct
from mock_systems.procurement.wire import (
    price_text,
    total_text,
)
from mock_systems.service import Operation, Refusal, Work


class Change(NamedTuple):
    """What a line will be."""

    line: OrderLine
    quantity: int
    unit_price_minor: int
    need_by: date | None


def change_order(suite: Suite, request: ChangeOrder, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    require_open(order)
    require_current(order, request.version)
    require_distinct([line.line_num for line in request.lines], "line-num")
    changes = [_change(order, line) for line in request.lines]
    if request.approver is None:
        _require_within_approval(order, changes)
    keep_version(suite.documents, order, request.reason)
    for change in changes:
        _apply(change)
    revised(suite.documents, order)
    work.effect(changed_effect(order))
    work.emit("procurement.order.changed", order.po_number, changed_event(order, request.reason))
    return version_summary(order)


def find_order_versions(suite: Suite, request: GetOrder, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    replaced = suite.documents.order_versions.get(order.po_number, [])
    rows = [(v.version, v.total_minor, v.replaced_because, v.lines) for v in replaced]
    rows.append((order.version, order.total_minor, "", version_lines(order)))
    return {
        "versions": [
            {
                "version": version,
                "total": total_text(total_minor),
                "replaced-because": because,
                "lines": [
                    {
                        "line-num": line.line_num,
                        "item-number": line.item_number,
                        "quantity": line.quantity,
                        "unit-price": price_text(line.unit_price_minor),
                    }
                    for line in lines
                ],
            }
            for version, total_minor, because, lines in rows
        ]
    }


def version_summary(order: Order) -> dict[str, Any]:
    """What every revision of an order answers."""
    return {
        "po-number": order.po_number,
        "version": order.version,
        "status": order.status,
        "total": total_text(order.total_minor),
    }


def _change(order: Order, asked: ChangedLine) -> Change:
    line = require_order_line(order, asked.line_num)
    name = f"{order.po_number} line {line.line_num}"
    quantity = line.quantity if asked.quantity is None else asked.quantity
    price = line.unit_price_minor if asked.unit_price is None else asked.unit_price
    if line.quantity == 0:
        raise Refusal(409, "LINE_CANCELLED", f"{name} was cancelled; order it anew")
    if quantity < committed(line):
        raise Refusal(
            409, "ALREADY_SHIPPED", f"{name}: {committed(line)} are received or on their way"
        )
    if line.kind == "service" and (quantity != 1 or price < line.accepted_minor):
        raise Refusal(
            422, "SERVICE_LINE", f"{name} is one service of at least what was accepted of it"
        )
    return Change(line, quantity, price, asked.need_by or line.need_by)


def _require_within_approval(order: Order, changes: list[Change]) -> None:
    changed = {change.line.line_num: change for change in changes}
    total_minor = sum(change.quantity * change.unit_price_minor for change in changes) + sum(
        line.quantity * line.unit_price_minor
        for line in order.lines.values()
        if line.line_num not in changed
    )
    grows = any(change.quantity > change.line.quantity for change in changes)
    if grows or total_minor > order.approved_minor:
        raise Refusal(
            422,
            "APPROVAL_REQUIRED",
            f"{order.po_number} was approved at {total_text(order.approved_minor)}; more needs "
            "an approver",
        )


def _apply(change: Change) -> None:
    line = change.line
    if change.quantity > line.quantity:
        line.approved += change.quantity - line.quantity
    else:
        line.cancelled += line.quantity - change.quantity
    line.quantity = change.quantity
    if line.unit_price_minor != change.unit_price_minor:
        line.unit_price_minor = change.unit_price_minor
        line.priced_on = None
    line.need_by = change.need_by


OPERATIONS = (
    Operation(
        name="change_order",
        method="POST",
        path="/purchase-orders/{po-number}/versions",
        scope="procurement.orders.write",
        request=ChangeOrder,
        response=VersionAnswer,
        handler=change_order,
        key=("po-number", "version"),
        summary="Makes the next version of an order; more than approved needs an approver.",
        status=201,
    ),
    Operation(
        name="find_order_versions",
        method="GET",
        path="/purchase-orders/{po-number}/versions",
        scope="procurement.orders.read",
        request=GetOrder,
        response=OrderVersionsFound,
        handler=find_order_versions,
        key=("po-number",),
        summary="Reads every version of an order, the current one last.",
    ),
)
