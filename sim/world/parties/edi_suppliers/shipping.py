"""The suppliers' shipping office and billing office: 856 as goods leave, 810 as they are billed.

A supplier that has no EDI for one of them says nothing, or enters its invoice at the portal.
"""

from __future__ import annotations

from datetime import date

from mock_systems.service import Effect
from mock_systems.standards.x12 import invoice as x12_invoice
from mock_systems.standards.x12 import ship_notice
from mock_systems.standards.x12.envelope import Envelope, Partner
from sim.world.offers import Bill
from sim.world.orders import Shipment
from sim.world.parties.edi_suppliers.bills import invoice
from sim.world.parties.edi_suppliers.decisions import Decisions
from sim.world.parties.edi_suppliers.notices import NoticeDesk, notice_number
from sim.world.parties.party import Place
from sim.world.parties.x12_post import X12Post

BOOK = "suppliers"
OWN = "world/edi_suppliers"


class ShippingDesk:
    """Writes for those members whose goods leave; `customers` is who last ordered by EDI."""

    def __init__(self, place: Place, post: X12Post, decisions: Decisions) -> None:
        self._place = place
        self._post = post
        self._decisions = decisions
        self._notices = NoticeDesk(place.site)
        self._agreed = Partner(place.site.enterprise.facilities[0].gln)
        self._customers: dict[str, Partner] = {}
        self._ordered_on: dict[str, date] = {}

    def know(self, received: Envelope, order_number: str, ordered_on: date) -> None:
        """An order was read: its sender is the customer to write to."""
        self._customers[received.receiver.identifier] = received.sender
        self._ordered_on[order_number] = ordered_on

    def announce(self, shipment: Shipment) -> None:
        """Sends the 856 of a delivery that leaves now."""
        order = shipment.order
        if not self._decisions.announces(*shipment.address):
            return
        ordered_on = self._ordered_on.get(order.number)
        notice = self._notices.notice(shipment, self._post.now(), ordered_on)
        told = Effect(
            "suppliers.ship_notice",
            f"{order.supplier}/{notice_number(shipment)}",
            quantity=sum(line.quantity for line in shipment.lines),
            facility=order.department.facility,
            facts={"po": order.number, "supplier": order.supplier},
        )
        self._place.record(BOOK, OWN, told)
        envelope = self._envelope(order.supplier)
        self._post.send(envelope, ship_notice.build(notice, envelope))

    def bill(self, bill: Bill) -> bool:
        """Sends the 810 of a delivery; whether the supplier bills by EDI."""
        order = bill.shipment.order
        if not self._decisions.bills(*bill.shipment.address):
            return False
        told = Effect(
            "suppliers.invoice",
            f"{order.supplier}/{bill.number}",
            amount_minor=bill.total_minor,
            facility=order.department.facility,
            facts={"po": order.number, "supplier": order.supplier},
        )
        self._place.record(BOOK, OWN, told)
        trader = self._notices.trader(order.supplier)
        ordered_on = self._ordered_on.get(order.number)
        written = invoice(bill, self._place.site.enterprise, trader, ordered_on)
        envelope = self._envelope(order.supplier)
        self._post.send(envelope, x12_invoice.build(written, envelope))
        return True

    def _envelope(self, supplier: str) -> Envelope:
        """To the customer, or to whom the trading partner agreement names."""
        customer = self._customers.get(supplier, self._agreed)
        return self._post.envelope(Envelope(customer, Partner(supplier), self._post.now(), 0))
