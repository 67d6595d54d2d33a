"""Invoices that are cancelled instead of paid (S01, P07): billed twice, or withdrawn.

A supplier that withdraws an invoice over its price bills anew at the order's, under a number of
its own, as soon as the ERP has cancelled the first: at the portal, however the first one came.
"""

from __future__ import annotations

from dataclasses import replace

from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.offers import Bill, Hold
from sim.world.parties.party import Place
from sim.world.portal_invoice import portal_invoice

AP_CLERK = "finance/payables"
ANEW_SUFFIX = "-C"
_BILLS_WITHIN_H = 4.0


class Voiding:
    """Knows the bills of deliveries, since only those can be billed anew."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._bills: dict[str, Bill] = {}
        place.site.offers.bills.take(self._sent)

    def can_be_billed_anew(self, hold: Hold) -> bool:
        """Whether it is for a delivery, and not for a service or from before the run."""
        return hold.key in self._bills

    def void(self, hold: Hold, reason: str) -> bool:
        """Cancels at the ERP's screen; False if it is too late for that."""
        site = self._place.site
        today = site.calendar.day(self._place.agenda.now_s, HOME_ZONE)
        body = {
            "InvoiceId": hold.invoice_id,
            "AccountingDate": today.isoformat(),
            "Reason": reason,
        }
        return site.try_do("erp", "cancel_invoice", body, AP_CLERK) is not None

    def bill_anew(self, hold: Hold) -> None:
        """Plans the supplier's next invoice of what it withdrew."""
        bill = self._bills.pop(hold.key)
        wait_s = _BILLS_WITHIN_H * HOUR_S
        agenda, calendar = self._place.agenda, self._place.site.calendar
        agenda.at(calendar.after_office_s(agenda.now_s, wait_s, HOME_ZONE), self._submit, bill)

    def _sent(self, bill: Bill) -> bool:
        self._bills[f"{bill.shipment.order.supplier}/{bill.number}"] = bill
        return False

    def _submit(self, bill: Bill) -> None:
        site, order = self._place.site, bill.shipment.order
        zone = site.enterprise.facility(order.department.facility).time_zone
        today = site.calendar.day(self._place.agenda.now_s, zone)
        ordered = {line.line: line.price_minor for line in bill.shipment.lines}
        lines = [replace(line, price_minor=ordered[line.line]) for line in bill.lines]
        supplier, number = site.enterprise.supplier(order.supplier), f"{bill.number}{ANEW_SUFFIX}"
        body = portal_invoice(supplier, number, order.number, today, lines)
        site.try_do("procurement", "submit_invoice", body, f"supplier/{order.supplier}")
