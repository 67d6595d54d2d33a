"""Suppliers' billing offices at procurement's portal (P07).

Invoices leave in an overnight batch, days after the delivery or already on shipment. Before a month
end suppliers hold some back, then hurry to be paid from the month's money.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import log

from sim.world.agenda import Agenda
from sim.world.business_days import ONE_DAY
from sim.world.offers import Bill
from sim.world.orders import OrderedLine, Shipment
from sim.world.portal_invoice import portal_invoice
from sim.world.site import Site
from sim.world.spike import held_back_share, may_be_held_back, rush_days

_BATCH_STARTS_H = 20.0
_BATCH_HOURS = 8.0
_LAG_SIGMA = 0.6


class Portal:
    """The invoices of all suppliers; each has its own draws."""

    def __init__(self, site: Site, agenda: Agenda) -> None:
        self._site = site
        self._agenda = agenda

    def plan(self, shipment: Shipment) -> None:
        """Plans the invoice of a delivery."""
        zone = self._site.enterprise.facility(shipment.order.department.facility).time_zone
        day = self._rushed(shipment, self._planned_day(shipment))
        spread = self._site.streams.uniform("invoice.batch", *_address(shipment))
        sent_s = self._site.calendar.at(day, _BATCH_STARTS_H + _BATCH_HOURS * spread, zone)
        self._agenda.at(max(sent_s, self._agenda.now_s + 1.0), self._submit, shipment, zone)

    def _planned_day(self, shipment: Shipment) -> date:
        streams, parameters = self._site.streams, self._site.parameters
        delivered = date.fromordinal(shipment.day)
        share = parameters["invoice_before_receipt_share"]
        if streams.bernoulli(share, "invoice.on_shipment", *_address(shipment)):
            return delivered - ONE_DAY
        median = log(parameters["invoice_lag_median_d"])
        lag_d = streams.lognormal(median, _LAG_SIGMA, "invoice.lag", *_address(shipment))
        return delivered + timedelta(days=int(lag_d))

    def _rushed(self, shipment: Shipment, day: date) -> date:
        parameters = self._site.parameters
        if not may_be_held_back(parameters, day):
            return day
        share = held_back_share(parameters)
        if not self._site.streams.bernoulli(share, "invoice.held_back", *_address(shipment)):
            return day
        days = rush_days(parameters, f"{day:%Y-%m}")
        return self._site.streams.choice(days, "invoice.rush_day", *_address(shipment))

    def _submit(self, planned: Shipment, zone: str) -> None:
        shipment = self._site.offers.packing(planned)
        if not shipment.lines:
            return
        order = shipment.order
        lines = tuple(self._billed(shipment, line) for line in shipment.lines)
        today = self._site.calendar.day(self._agenda.now_s, zone)
        bill = Bill(f"INV-{order.reference}-{shipment.n}", shipment, today, lines)
        if not self._site.offers.bills(bill):
            self._enter(bill)

    def _enter(self, bill: Bill) -> None:
        order = bill.shipment.order
        supplier = self._site.enterprise.supplier(order.supplier)
        body = portal_invoice(supplier, bill.number, order.number, bill.day, bill.lines)
        self._site.try_do("procurement", "submit_invoice", body, f"supplier/{order.supplier}")

    def _billed(self, shipment: Shipment, line: OrderedLine) -> OrderedLine:
        """The line at the supplier's own price, which on a share of lines is another."""
        streams = self._site.streams
        address = (*_address(shipment), line.line)
        share = self._site.parameters["invoice_price_discrepancy_share"]
        if not streams.bernoulli(share, "invoice.discrepancy", *address):
            return line
        change = 0.02 + 0.10 * streams.uniform("invoice.price_change", *address)
        if streams.bernoulli(0.2, "invoice.price_lower", *address):
            change = -change
        return replace(line, price_minor=max(1, round(line.price_minor * (1.0 + change))))


def _address(shipment: Shipment) -> tuple[str, str, int]:
    return (shipment.order.supplier, shipment.order.reference, shipment.n)
