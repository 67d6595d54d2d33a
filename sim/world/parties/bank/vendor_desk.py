"""Bank accounts of suppliers at the ERP's screen, changed by two people (S01, SM5).

Besides the changes that suppliers announce, the desk corrects an account to which the bank could
not pay. Some proposals are fraud: the second person calls the supplier back, and rejects them.
"""

from __future__ import annotations

from collections import Counter

from mock_systems.service import Effect
from sim.world.calendar import HOME_ZONE, HOUR_S
from sim.world.parties.party import Place
from sim.world.payment_rows import account_number, routing_number
from sim.world.profiles import office_week
from sim.world.rhythms import Rhythm, repeat

ACTOR = "finance/vendor-master"
PROPOSERS = ("vendor.clerk.1", "vendor.clerk.2")
APPROVERS = ("vendor.supervisor", "treasury.analyst")
FRAUD_SHARE = 0.05
"""Of proposals, rejected after the call-back; judgement."""
CALL_BACK_MEDIAN_H = 3.0
"""Office hours until a second person has called the supplier back; judgement."""


class VendorDesk:
    """The n-th change of a supplier's account has its own draws."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._changes: Counter[str] = Counter()

    def start(self) -> None:
        """Registers the changes that suppliers announce."""
        site = self._place.site
        wanted = site.parameters["bank_changes_per_week"]
        weekly = max(1.0, wanted * site.enterprise.scale) if wanted > 0 else 0.0
        rhythm = Rhythm("bank.change", "vendors", HOME_ZONE, office_week(), weekly / 7)
        self._place.agenda.env.process(repeat(site, self._place.agenda, rhythm, self._announced))

    def correct(self, supplier: str) -> None:
        """Plans another account for a supplier whose payment came back, next thing in office."""
        agenda, calendar = self._place.agenda, self._place.site.calendar
        at_s = calendar.after_office_s(agenda.now_s, HOUR_S, HOME_ZONE)
        agenda.at(at_s, self._propose, supplier, "corrected after a return of the bank")

    def on_effect(self, effect: Effect) -> None:
        """A proposal waits for its second person."""
        if effect.kind == "erp.bank_change" and effect.facts.get("status") == "PROPOSED":
            site, agenda = self._place.site, self._place.agenda
            wait_h = site.streams.exponential(CALL_BACK_MEDIAN_H, "bank.call_back", effect.key)
            at_s = site.calendar.after_office_s(agenda.now_s, wait_h * HOUR_S, HOME_ZONE)
            agenda.at(at_s, self._decide, effect.key)

    def _announced(self, n: int) -> None:
        site = self._place.site
        supplier = site.streams.choice(site.enterprise.suppliers, "bank.changes", n)
        self._propose(supplier.erp_number, "letter of the supplier")

    def _propose(self, supplier: str, evidence: str) -> None:
        site = self._place.site
        self._changes[supplier] += 1
        version = 1 + self._changes[supplier]
        body = {
            "SupplierNumber": supplier,
            "RoutingNumber": routing_number(int(supplier) + version),
            "AccountNumber": account_number(int(supplier), version),
            "EffectiveDate": site.calendar.day(self._place.agenda.now_s, HOME_ZONE).isoformat(),
            "ProposedBy": site.streams.choice(PROPOSERS, "bank.proposer", supplier, version),
            "Evidence": evidence,
        }
        site.try_do("erp", "propose_bank_change", body, ACTOR)

    def _decide(self, key: str) -> None:
        site = self._place.site
        supplier, _, change = key.partition("/")
        body = {"SupplierNumber": supplier, "ChangeId": int(change)}
        person = site.streams.choice(APPROVERS, "bank.approver", key)
        if site.streams.bernoulli(FRAUD_SHARE, "bank.fraud", key):
            site.try_do("erp", "reject_bank_change", {**body, "RejectedBy": person}, ACTOR)
        else:
            site.try_do("erp", "approve_bank_change", {**body, "ApprovedBy": person}, ACTOR)
