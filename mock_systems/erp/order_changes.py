"""What becomes of an order after its creation (S01): new versions, cancellation, final close."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import Field

from mock_systems.erp.documents import Order, OrderLine
from mock_systems.erp.encumbrance import encumber, encumbrance_date
from mock_systems.erp.lookups import factor_of, item_of
from mock_systems.erp.money import UnitPrice, amount_text
from mock_systems.erp.project_costs import check_open
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, ChangedQuantity, Code, LineNumber, Text, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work

CANCELLED = "CANCELLED"
FINALLY_CLOSED = "FINALLY_CLOSED"


class ChangedLine(WireModel):
    """What of a line is new; another item is what a substitution brings (P12), a quantity of
    zero what a cancelled line leaves."""

    line_number: LineNumber
    quantity: ChangedQuantity | None = None
    unit_price: UnitPrice | None = None
    item_number: Code | None = None


class ChangePurchaseOrder(WireModel):
    order_number: Code
    version: Annotated[int, Field(ge=2)]
    change_date: BusinessDate
    lines: Annotated[list[ChangedLine], Field(min_length=1, max_length=500)]


class EndPurchaseOrder(WireModel):
    order_number: Code
    end_date: BusinessDate
    reason: Text


class OrderVersionView(WireModel):
    order_number: str
    source_order_number: str
    version: int
    status: str
    amount: str
    encumbered_amount: str


class Change(NamedTuple):
    """A line with the quantity, price, item that it is to have; `factor` is the item's."""

    line: OrderLine
    quantity: int
    unit_price_minor: int
    item: str
    factor: int


def change_purchase_order(
    erp: HasTables, request: ChangePurchaseOrder, work: Work
) -> dict[str, Any]:
    """Versions only rise; the encumbrance follows by the difference (RP4, RP5)."""
    tables = erp.tables
    order = _standing(tables, request.order_number)
    if request.version <= order.version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"order {order.number} is at version {order.version}, got {request.version}",
        )
    changes = [_change(tables, order, line) for line in request.lines]
    if len({change.line.number for change in changes}) < len(changes):
        raise Refusal(422, "DUPLICATE_LINE", "every LineNumber of a change must differ")
    day = encumbrance_date(tables, request.change_date, work.caller)
    before_minor = _encumbered(order)
    for line, quantity, unit_price_minor, item, factor in changes:
        line.quantity, line.unit_price_minor = quantity, unit_price_minor
        line.item, line.factor = item, factor
    order.version = request.version
    _adjust(tables, order, before_minor, day)
    work.effect(_effect("erp.order_change", order, order.amount_minor, day))
    return _view(order)


def cancel_purchase_order(erp: HasTables, request: EndPurchaseOrder, work: Work) -> dict[str, Any]:
    """Lets go what is still bound; nothing received may be left without its invoice (RP7)."""
    order = _standing(erp.tables, request.order_number)
    if order.status == "CLOSED":
        raise Refusal(409, "NOTHING_TO_CANCEL", f"order {order.number} is complete")
    return _end(erp.tables, order, CANCELLED, request, work)


def close_purchase_order(erp: HasTables, request: EndPurchaseOrder, work: Work) -> dict[str, Any]:
    """Final close: no receipt, no invoice will come any more; what is bound is let go."""
    order = _standing(erp.tables, request.order_number)
    return _end(erp.tables, order, FINALLY_CLOSED, request, work)


def _standing(tables: Tables, number: str) -> Order:
    order = tables.orders.get(number)
    if order is None:
        raise Refusal(404, "ORDER_NOT_FOUND", f"no order {number!r}")
    if order.ended:
        raise Refusal(409, "ORDER_ENDED", f"order {number} is {order.ended}")
    return order


def _change(tables: Tables, order: Order, request: ChangedLine) -> Change:
    line = order.lines.get(request.line_number)
    if line is None:
        raise Refusal(
            422, "UNKNOWN_ORDER_LINE", f"order {order.number} has no line {request.line_number}"
        )
    check_open(tables, line.project)
    quantity = line.quantity if request.quantity is None else request.quantity
    price_minor = line.unit_price_minor if request.unit_price is None else request.unit_price
    used_each = max(line.received_each, line.billed_each)
    item = line.item if request.item_number is None else request.item_number
    factor = line.factor
    if item != line.item:
        if used_each:
            raise Refusal(
                409, "LINE_IN_USE", f"line {line.number} has receipts or invoices of {line.item}"
            )
        factor = factor_of(item_of(tables, item), line.uom)
    if price_minor != line.unit_price_minor and used_each:
        raise Refusal(
            409, "LINE_IN_USE", f"line {line.number} has receipts or invoices at the old price"
        )
    if quantity * factor < used_each:
        raise Refusal(
            409, "BELOW_RECEIVED", f"line {line.number} has {used_each} EA received or invoiced"
        )
    return Change(line, quantity, price_minor, item, factor)


def _end(
    tables: Tables, order: Order, ended: str, request: EndPurchaseOrder, work: Work
) -> dict[str, Any]:
    open_line = next((line for line in order.lines.values() if not line.is_settled), None)
    if open_line is not None:
        raise Refusal(
            409,
            "RECEIVED_NOT_INVOICED",
            f"line {open_line.number}: {open_line.received_each} EA received, "
            f"{open_line.billed_each} EA invoiced",
        )
    day = encumbrance_date(tables, request.end_date, work.caller)
    before_minor = _encumbered(order)
    for line in order.lines.values():
        line.closed = True
    order.ended = ended
    order.version += 1
    _adjust(tables, order, before_minor, day)
    kind = "erp.order_cancellation" if ended == CANCELLED else "erp.order_closure"
    work.effect(_effect(kind, order, before_minor, day))
    return _view(order)


def _encumbered(order: Order) -> int:
    return sum(line.encumbered_minor for line in order.lines.values())


def _adjust(tables: Tables, order: Order, before_minor: int, day: str) -> None:
    if difference_minor := _encumbered(order) - before_minor:
        encumber(tables, order, difference_minor, day)


def _effect(kind: str, order: Order, amount_minor: int, day: str) -> Effect:
    return Effect(
        kind,
        order.source_number,
        amount_minor=amount_minor,
        facility=order.business_unit,
        period=day[:7],
        version=order.version,
        facts={"order": order.number, "status": order.status},
    )


def _view(order: Order) -> dict[str, Any]:
    return {
        "OrderNumber": order.number,
        "SourceOrderNumber": order.source_number,
        "Version": order.version,
        "Status": order.status,
        "Amount": amount_text(order.amount_minor),
        "EncumberedAmount": amount_text(_encumbered(order)),
    }


OPERATIONS = (
    Operation(
        name="change_purchase_order",
        method="POST",
        path="/purchaseOrders/{OrderNumber}/versions",
        scope="erp.orders.write",
        request=ChangePurchaseOrder,
        response=OrderVersionView,
        handler=change_purchase_order,
        key=("OrderNumber", "Version"),
        summary="Takes a new version of an order, which adjusts its encumbrance.",
        status=201,
    ),
    Operation(
        name="cancel_purchase_order",
        method="POST",
        path="/purchaseOrders/{OrderNumber}/cancellations",
        scope="erp.orders.write",
        request=EndPurchaseOrder,
        response=OrderVersionView,
        handler=cancel_purchase_order,
        key=("OrderNumber",),
        summary="Cancels what is left of an order, which liquidates its encumbrance.",
        status=201,
    ),
    Operation(
        name="close_purchase_order",
        method="POST",
        path="/purchaseOrders/{OrderNumber}/closures",
        scope="erp.orders.write",
        request=EndPurchaseOrder,
        response=OrderVersionView,
        handler=close_purchase_order,
        key=("OrderNumber",),
        summary="Closes a settled order for good, which liquidates its encumbrance.",
        status=201,
    ),
)
