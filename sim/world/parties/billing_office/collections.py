"""What happens to a bill after the payer has spoken: denials, the patient's part, credits (P10).

Who appeals, who pays, when: each is drawn at the address of the claim, so that the order in which
remittances come changes nothing.
"""

from __future__ import annotations

from math import log

from mock_systems.service import Effect
from sim.world.calendar import DAY_S, HOME_ZONE, HOUR_S
from sim.world.offers import Decision
from sim.world.parties.billing_office.bills import ACTOR
from sim.world.parties.party import Place
from sim.world.wire import compact_date

PAYS_SIGMA = 0.7
WORKED_WITHIN_D = (1.0, 4.0)
ROUNDS = 3
OVERPAID_SHARE = 0.01
"""Of patients' payments: judgement."""
PAGE = 100


class Collections:
    """Who follows up on claims that were adjudicated."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._due: dict[str, int] = {}
        self._paying: set[str] = set()
        place.site.offers.decisions.take(self._decided)

    def denied(self, denial: Effect) -> None:
        """A denial is worked within days: appealed, or given up."""
        self._work(denial.key, denial.facts["claim"], 0)

    def upheld(self, decision: Effect) -> None:
        """A lost appeal is followed by another one, up to the third round, or given up."""
        denial, _, level = decision.key.rpartition("/")
        self._work(denial, decision.facts["claim"], int(level))

    def paid(self, line: Effect) -> None:
        """What a payer leaves to the patient is asked of the patient."""
        patient_cents, encounter = line.facts["patient"], line.facts["encounter"]
        if patient_cents <= 0:
            return
        self._due[encounter] = self._due.get(encounter, 0) + patient_cents
        site, agenda = self._place.site, self._place.agenda
        pays = site.parameters["patient_pays_share"]
        if encounter in self._paying or not site.streams.bernoulli(pays, "patient.pays", encounter):
            return
        self._paying.add(encounter)
        median = log(site.parameters["patient_pays_median_d"])
        after_d = site.streams.lognormal(median, PAYS_SIGMA, "patient.pays_d", encounter)
        agenda.at(agenda.now_s + after_d * DAY_S + HOUR_S, self._pay, encounter)

    def refund(self) -> None:
        """Gives back what stands in the queue of credit balances."""
        page = {"limit": PAGE}
        found = self._place.site.try_do("billing", "list_credit_balances", page, ACTOR)
        for account in (found or {"items": []})["items"]:
            if account["patientBalanceCents"] < 0:
                self._refund(account, -account["patientBalanceCents"], "patient")
            elif account["balanceCents"] < 0:
                self._refund(account, -account["balanceCents"], "payer")

    def _work(self, denial: str, claim: str, rounds: int) -> None:
        site, agenda = self._place.site, self._place.agenda
        low_d, high_d = WORKED_WITHIN_D
        drawn = site.streams.uniform("denial.worked", claim, rounds)
        share = site.parameters["denial_appeal_share"] if rounds < ROUNDS else 0.0
        appeals = site.streams.bernoulli(share, "denial.appealed", claim, rounds)
        act = self._appeal if appeals else self._give_up
        agenda.at(agenda.now_s + (low_d + drawn * (high_d - low_d)) * DAY_S, act, denial)

    def _refund(self, account: dict[str, object], cents: int, payee: str) -> None:
        body = {**self._entry("RF", str(account["encounterId"]), cents), "payee": payee}
        self._place.site.try_do("billing", "refund_credit", body, ACTOR)

    def _pay(self, encounter: str) -> None:
        site = self._place.site
        self._paying.discard(encounter)
        cents = self._due.pop(encounter, 0)
        if site.streams.bernoulli(OVERPAID_SHARE, "patient.overpays", encounter):
            cents *= 2
        if cents > 0:
            entry = self._entry("PP", encounter, cents)
            site.try_do("billing", "post_patient_payment", entry, ACTOR)

    def _appeal(self, denial: str) -> None:
        body = {"denialId": denial, "reference": f"AP-{denial}"}
        self._place.site.try_do("billing", "appeal_denial", body, ACTOR)

    def _give_up(self, denial_id: str) -> None:
        """Writes off what the payer denied, unless somebody paid it after all."""
        site = self._place.site
        denial = site.try_do("billing", "get_denial", {"denialId": denial_id}, ACTOR)
        if denial is None or denial["status"] != "open":
            return
        entry = self._entry("WO", denial["encounterId"], denial["amountCents"])
        body = {**entry, "reason": "denial", "denialId": denial_id}
        site.try_do("billing", "write_off", body, ACTOR)

    def _decided(self, decision: Decision) -> bool:
        """Enters a payer's letter about an appeal."""
        body = {"denialId": decision.denial, "outcome": decision.outcome}
        return self._place.site.try_do("billing", "decide_appeal", body, ACTOR) is not None

    def _entry(self, series: str, encounter: str, cents: int) -> dict[str, object]:
        """An entry on an account; its reference is new each time."""
        now_s = self._place.agenda.now_s
        day = self._place.site.calendar.day(now_s, HOME_ZONE)
        reference = f"{series}-{encounter}-{round(now_s):09d}"
        return {
            "encounterId": encounter,
            "reference": reference,
            "amountCents": cents,
            "bookedOn": compact_date(day),
        }
