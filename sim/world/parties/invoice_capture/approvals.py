"""Managers who approve invoices without order at the ERP's screen (S01, IM4)."""

from __future__ import annotations

from mock_systems.service import Effect
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.parties.party import Place
from sim.world.payment_rows import APPROVERS

ACTOR = "finance/approvals"


class Approvals:
    """Whoever may sign for the amount signs, the lowest first."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def on_effect(self, effect: Effect) -> None:
        """A held invoice without order waits for somebody to sign."""
        is_submitted = effect.facts.get("submitted", True)
        if not is_submitted and effect.facts.get("status") == "HELD":
            site, agenda = self._place.site, self._place.agenda
            mean_h = site.parameters["expense_approval_mean_h"]
            wait_h = site.streams.exponential(mean_h, "expense.approval", effect.key)
            at_s = site.calendar.after_office_s(agenda.now_s, wait_h * HOUR_S, HOME_ZONE)
            agenda.at(at_s, self._sign, effect.key, effect.facts["amount_minor"])

    def _sign(self, key: str, amount_minor: int) -> None:
        site = self._place.site
        supplier, _, number = key.partition("/")
        asked = {"SupplierNumber": supplier, "InvoiceNumber": number}
        found = site.desk.do("erp", "find_invoices", asked, ACTOR)["items"]
        who = next((name for name, limit_minor in APPROVERS if amount_minor <= limit_minor), "")
        if found and who:
            body = {"InvoiceId": found[0]["InvoiceId"], "Approver": who}
            site.try_do("erp", "approve_invoice", body, ACTOR)
