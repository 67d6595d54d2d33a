"""The invoice of a delivery (810), at the supplier's own prices."""

from __future__ import annotations

from datetime import date

from mock_systems.standards.x12.invoice import Invoice
from mock_systems.standards.x12.order import OrderLine
from mock_systems.standards.x12.parties import Place, Trader
from sim.world.enterprise import Enterprise
from sim.world.offers import Bill
from sim.world.orders import OrderedLine
from sim.world.parties.edi_suppliers.products import X12_UNIT, product


def invoice(bill: Bill, enterprise: Enterprise, trader: Trader, ordered_on: date | None) -> Invoice:
    """The bill as a document; each line bears the number of the order's line."""
    order = bill.shipment.order
    facility = enterprise.facility(order.department.facility)
    return Invoice(
        number=bill.number,
        invoiced_on=bill.day,
        order_number=order.number,
        ship_to=Place("RECEIVING DOCK", facility.gln),
        lines=tuple(_line(line, enterprise) for line in bill.lines),
        total_minor=bill.total_minor,
        ordered_on=ordered_on,
        supplier=trader,
    )


def _line(line: OrderedLine, enterprise: Enterprise) -> OrderLine:
    goods = product(enterprise.item(line.item))
    return OrderLine(str(line.line), line.quantity, X12_UNIT[line.uom], line.price_minor, goods)
