"""A new supplier's way into the group, at the screens of S02 and S01."""

from __future__ import annotations

from typing import Any

from mock_systems.service import Effect
from sim.world.actors.supplier_desk import ACTOR as SUPPLIER_DESK
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.entities import Prospect
from sim.world.parties.party import Place

APPROVER = "supplier-manager"
_APPROVED_SHARE = 0.9
"""Assumption: of the requests whose screening is clear."""
_DECIDED_H = (0.2, 4.0)
_TAKEN_ON_H = (0.1, 2.0)
"""Assumptions: office hours."""


class Onboarding:
    """The requests by their reference; each step waits for the one before it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._firms: dict[str, Prospect] = {}

    def request(self, n: int) -> None:
        """The n-th wish for a supplier, while there are firms."""
        site = self._place.site
        if n >= len(site.enterprise.applicants):
            return
        firm = site.enterprise.applicants[n]
        reference = f"SR-{n + 1:06d}"
        department = site.streams.choice(site.enterprise.departments, "request.department", n)
        body = {
            "request-reference": reference,
            "name": firm.name,
            "tax-id": firm.tax_id,
            "payment-term": firm.terms,
            "remit-to": firm.remit_to,
            "requester": department.cost_center,
        }
        self._firms[reference] = firm
        site.try_do("procurement", "request_supplier", body, department.location)

    def screened(self, effect: Effect) -> None:
        """Somebody decides on a request whose screening is clear."""
        reference = effect.key.partition("/")[0]
        if effect.facts["decision"] == "clear" and reference in self._firms:
            self._later(_DECIDED_H, "request.decided", reference, self._decide)

    def decided(self, effect: Effect) -> None:
        """The supplier desk takes on who was approved."""
        if effect.facts["decision"] == "approved" and effect.key in self._firms:
            self._later(_TAKEN_ON_H, "request.taken_on", effect.key, self._take_on)

    def _later(self, hours: tuple[float, float], purpose: str, reference: str, act: Any) -> None:
        site, agenda = self._place.site, self._place.agenda
        low, high = hours
        work_s = HOUR_S * (low + (high - low) * site.streams.uniform(purpose, reference))
        at_s = site.calendar.after_office_s(agenda.now_s, work_s, HOME_ZONE)
        agenda.at(at_s, act, reference)

    def _decide(self, reference: str) -> None:
        site = self._place.site
        approved = site.streams.bernoulli(_APPROVED_SHARE, "request.approved", reference)
        body = {
            "id": self._id(reference),
            "decision": "approved" if approved else "rejected",
            "approver": APPROVER,
            "reason": "" if approved else "a contracted supplier has the goods",
        }
        site.try_do("procurement", "decide_supplier_request", body, APPROVER)

    def _take_on(self, reference: str) -> None:
        site, firm = self._place.site, self._firms[reference]
        body = {
            "SupplierName": firm.name,
            "TaxIdentifier": firm.tax_id,
            "PaymentTerms": firm.terms,
            "RemitToAddress": firm.remit_to,
        }
        made = site.try_do("erp", "create_supplier", body, SUPPLIER_DESK)
        if made is not None:
            link = {"id": self._id(reference), "erp-number": made["SupplierNumber"]}
            site.try_do("procurement", "link_supplier_request", link, SUPPLIER_DESK)

    def _id(self, reference: str) -> int:
        asked = {"request-reference": reference}
        found = self._place.site.desk.do("procurement", "find_supplier_requests", asked, APPROVER)
        return int(found["supplier-requests"][0]["id"])
