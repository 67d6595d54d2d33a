"""850: orders as suppliers get them (P05)."""

from __future__ import annotations

from integration_under_test.reference.exceptions import Unsendable
from integration_under_test.reference.mediation.canonical.direct_orders import DirectOrder
from integration_under_test.reference.mediation.canonical.orders import Order, OrderLine
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.notation import local_day, to_compact_day
from integration_under_test.reference.mediation.protocols.x12 import SetName
from integration_under_test.reference.mediation.suppliers.notation import (
    UNITS_OUT,
    interchange,
    price,
)

ORDER = SetName("850", "PO")


def write(order: Order, context: Context) -> bytes:
    """Raises Unsendable for an order of what has no item number: no supplier could book it."""
    dock = context.crosswalk.facility(order.facility).gln
    body = [
        f"BEG*00*SA*{order.number}**{to_compact_day(order.issued_on)}",
        *([f"REF*CT*{order.contract}"] if order.contract else []),
        f"N1*ST*RECEIVING DOCK*UL*{dock}",
        *[_line(order.number, line) for line in order.lines],
        f"CTT*{len(order.lines)}",
    ]
    return interchange(ORDER, order.supplier, body, context)


def write_direct(order: DirectOrder, context: Context) -> bytes:
    """As `write`, of an order that the ERP placed; its number there was consulted."""
    zone = context.crosswalk.facility(order.facility).time_zone
    placed = Order(
        number=context.consulted,
        supplier=order.supplier,
        facility=order.facility,
        cost_center=order.cost_center,
        contract=order.contract,
        issued_on=local_day(order.sourced_at, zone),
        lines=order.lines,
    )
    return write(placed, context)


def _line(order: str, line: OrderLine) -> str:
    if not line.item:
        raise Unsendable(f"{order} line {line.line} names no item; send the order by hand")
    goods = f"{line.quantity}*{UNITS_OUT[line.unit]}*{price(line.price_e4)}"
    return f"PO1*{line.line}*{goods}**IN*{line.item}"
