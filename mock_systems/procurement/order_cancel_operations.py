"""The operations that cancel an order of the suite (S02), whole or one line.

Only what is neither received nor on its way can be cancelled, so that a cancellation crossing a
shipment ends as exactly one of the two (RP7); what then still arrives is to be returned.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mock_systems.procurement.documents import Order, OrderLine, Suite
from mock_systems.procurement.lookup import require_order, require_order_line
from mock_systems.procurement.order_cancel_messages import CancelLine, CancelOrder, OrderCancelled
from mock_systems.procurement.order_change_operations import version_summary
from mock_systems.procurement.order_issue import order_facts
from mock_systems.procurement.order_line import is_open, open_minor, open_quantity
from mock_systems.procurement.order_revision import keep_version, require_open, revised
from mock_systems.procurement.wire import total_text
from mock_systems.service import Effect, Operation, Refusal, Work


class Cut(NamedTuple):
    """What was taken off one line; a service loses money but no quantity unless all of it."""

    line_num: int
    quantity: int
    amount_minor: int


def cancel_order(suite: Suite, request: CancelOrder, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    return _cancel(suite, order, list(order.lines.values()), request, work)


def cancel_line(suite: Suite, request: CancelLine, work: Work) -> dict[str, Any]:
    order = require_order(suite.documents, request.po_number)
    return _cancel(suite, order, [require_order_line(order, request.line_num)], request, work)


def _cancel(
    suite: Suite, order: Order, lines: list[OrderLine], request: CancelOrder, work: Work
) -> dict[str, Any]:
    require_open(order)
    still_open = [line for line in lines if is_open(line)]
    if not still_open:
        raise Refusal(
            409,
            "NOTHING_TO_CANCEL",
            f"all of it was received, accepted, shipped or cancelled ({order.po_number})",
        )
    keep_version(suite.documents, order, request.reason)
    cuts = [_cut(line) for line in still_open]
    order.approved_minor -= _amount(cuts)
    revised(suite.documents, order)
    work.effect(_effect(order, cuts))
    work.emit("procurement.order.cancelled", order.po_number, _event(order, cuts, request))
    return {**version_summary(order), "cancelled": total_text(_amount(cuts))}


def _cut(line: OrderLine) -> Cut:
    amount_minor = open_minor(line)
    if line.kind == "service" and line.accepted_minor:
        line.unit_price_minor = line.accepted_minor
        return Cut(line.line_num, 0, amount_minor)
    quantity = line.quantity if line.kind == "service" else open_quantity(line)
    line.quantity -= quantity
    line.cancelled += quantity
    return Cut(line.line_num, quantity, amount_minor)


def _amount(cuts: list[Cut]) -> int:
    return sum(cut.amount_minor for cut in cuts)


def _effect(order: Order, cuts: list[Cut]) -> Effect:
    facts = {
        **order_facts(order),
        "po": order.po_number,
        "cancelled": [{"line": cut.line_num, "qty": cut.quantity} for cut in cuts],
    }
    return Effect(
        "procurement.order_cancellation",
        f"{order.po_number}/{order.version}",
        amount_minor=_amount(cuts),
        facility=order.ship_to,
        version=order.version,
        facts=facts,
    )


def _event(order: Order, cuts: list[Cut], request: CancelOrder) -> dict[str, Any]:
    return {
        **version_summary(order),
        "requisition": order.requisition,
        "erp-supplier-number": order.erp_supplier_number,
        "ship-to": order.ship_to,
        "cost-center": order.cost_center,
        "reason": request.reason,
        "cancelled-by": request.cancelled_by,
        "cancelled": total_text(_amount(cuts)),
        "lines": [
            {
                "line-num": cut.line_num,
                "cancelled-quantity": cut.quantity,
                "cancelled-amount": total_text(cut.amount_minor),
                "quantity": order.lines[cut.line_num].quantity,
            }
            for cut in cuts
        ],
    }


OPERATIONS = (
    Operation(
        name="cancel_order",
        method="POST",
        path="/purchase-orders/{po-number}/cancellation",
        scope="procurement.orders.write",
        request=CancelOrder,
        response=OrderCancelled,
        handler=cancel_order,
        key=("po-number",),
        summary="Cancels all of an order that is neither received nor on its way.",
    ),
    Operation(
        name="cancel_line",
        method="POST",
        path="/purchase-orders/{po-number}/lines/{line-num}/cancellation",
        scope="procurement.orders.write",
        request=CancelLine,
        response=OrderCancelled,
        handler=cancel_line,
        key=("po-number", "line-num"),
        summary="Cancels all of an order line that is neither received nor on its way.",
    ),
)
