"""Budget holders who decide requisitions in office hours (P04).

Requisitions that replenish stock are approved soon on any day, since nobody runs a ward without;
a department's own wish waits for its budget holder, who rejects a few.
"""

from __future__ import annotations

from math import log

from sim.world.agenda import Agenda
from sim.world.calendar import HOUR_S
from sim.world.requisitions import Raised, Requisitions
from sim.world.site import Site

ACTOR = "approver"


class Approvers:
    """All budget holders; each decision has its own draws."""

    def __init__(self, site: Site, agenda: Agenda, requisitions: Requisitions) -> None:
        self._site = site
        self._agenda = agenda
        self._requisitions = requisitions

    def submit(self, raised: Raised) -> None:
        """Puts a requisition on a budget holder's desk."""
        self._agenda.at(self._decided_at_s(raised), self._decide, raised)

    def _decided_at_s(self, raised: Raised) -> float:
        sort = "stock" if raised.for_stock else "adhoc"
        median = log(self._site.parameters[f"requisition_approval_{sort}_median_h"])
        sigma = self._site.parameters["requisition_approval_sigma"]
        hours = self._site.streams.lognormal(median, sigma, "approval.delay", *raised.address)
        if raised.for_stock:
            return self._agenda.now_s + hours * HOUR_S
        zone = self._site.enterprise.facility(raised.department.facility).time_zone
        return self._site.calendar.after_office_s(self._agenda.now_s, hours * HOUR_S, zone)

    def _decide(self, raised: Raised) -> None:
        share = 0.0 if raised.for_stock else self._site.parameters["requisition_rejected_share"]
        rejected = self._site.streams.bernoulli(share, "approval.rejected", *raised.address)
        decision = "rejected" if rejected else "approved"
        body = {"id": raised.id, "decision": decision, "approver": raised.department.cost_center}
        self._site.try_do("procurement", "decide_requisition", body, ACTOR)
        if rejected:
            self._requisitions.forget(raised.number)
