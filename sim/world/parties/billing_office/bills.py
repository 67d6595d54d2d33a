"""From discharge to claim: coding, bill hold, final bill, claim, batch (P10)."""

from __future__ import annotations

from mock_systems.service import Effect
from sim.world.business_days import ONE_DAY
from sim.world.calendar import DAY_S, HOME_ZONE, HOUR_S
from sim.world.entities import Encounter
from sim.world.parties.party import Place
from sim.world.stays import Stay, plan_stay
from sim.world.wire import compact_date

ACTOR = "billing_office"
OPENS_H = 8.0
WORKDAY_S = 8 * HOUR_S
TRIES = 6
"""How many days running an account without coding or charges is looked at."""
CORRECTED_AFTER_S = (2 * HOUR_S, 30 * HOUR_S)


class Bills:
    """Who writes the bills; each account has an hour of the day at which it is worked."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._submitted: dict[tuple[int, str, str], int] = {}

    def follow_resident(self, encounter: Encounter) -> None:
        """A patient who was in the house at the start, admitted at noon."""
        site = self._place.site
        zone = site.enterprise.facility(encounter.facility).time_zone
        admitted_s = site.calendar.at(encounter.admitted, 12.0, zone)
        self._follow(plan_stay(site, encounter.id, encounter.facility, encounter.kind, admitted_s))

    def follow(self, registered: Effect) -> None:
        """A patient who was registered now."""
        site = self._place.site
        facility = site.enterprise.facility_code("billing", registered.facility)
        kind, now_s = registered.facts["class"], self._place.agenda.now_s
        self._follow(plan_stay(site, registered.key, facility, kind, now_s))

    def correct(self, rejected: Effect) -> None:
        """A claim that the clearinghouse rejected is corrected, then submitted again."""
        low_s, high_s = CORRECTED_AFTER_S
        drawn = self._place.site.streams.uniform(
            "claim.corrected", rejected.key, rejected.facts["submissions"]
        )
        at_s = self._place.agenda.now_s + low_s + drawn * (high_s - low_s)
        self._place.agenda.at(at_s, self._submit, rejected.key)

    def bill_on(self, stay: Stay, number_of_day: int) -> None:
        """Plans the final bill for a day of the run, at the account's hour."""
        site = self._place.site
        day = site.calendar.first_day + ONE_DAY * number_of_day
        opens_s = site.calendar.at(day, OPENS_H, HOME_ZONE)
        at_s = opens_s + site.streams.uniform("bill.hour", stay.encounter) * WORKDAY_S
        self._place.agenda.at(at_s, self._bill, stay, number_of_day, TRIES)

    def release(self) -> None:
        """Releases what was submitted since the last round, a batch for each kind of claim."""
        waiting, self._submitted = self._submitted, {}
        for facility_id, payer, claim_type in sorted(waiting):
            body = {"facilityId": facility_id, "payerId": payer, "claimType": claim_type}
            self._place.site.try_do("billing", "release_claim_batch", body, ACTOR)

    def _follow(self, stay: Stay) -> None:
        agenda = self._place.agenda
        # The EHR hears of the encounter in the same instant: it is asked a moment later.
        agenda.at(agenda.now_s, self._document, stay)

    def _document(self, stay: Stay) -> None:
        agenda, site = self._place.agenda, self._place.site
        if not site.offers.stays(stay):
            agenda.at(stay.discharged_s, self._discharge, stay)
        hold_d = site.parameters["bill_hold_d"]
        free_s = max(stay.coded_s, stay.discharged_s + hold_d * DAY_S)
        self.bill_on(stay, int(free_s // DAY_S) + 1)

    def _discharge(self, stay: Stay) -> None:
        site = self._place.site
        zone = site.enterprise.facility(stay.facility).time_zone
        day = site.calendar.day(stay.discharged_s, zone)
        body = {"encounterId": stay.encounter, "dischargedOn": compact_date(day)}
        if site.try_do("billing", "discharge_encounter", body, ACTOR) is not None:
            self._place.agenda.at(stay.coded_s, self._code, stay)

    def _code(self, stay: Stay) -> None:
        body = {
            "encounterId": stay.encounter,
            "diagnosisCodes": list(stay.diagnosis_codes),
            "procedureCodes": list(stay.procedure_codes),
            "drg": stay.drg,
        }
        self._place.site.try_do("billing", "code_encounter", body, ACTOR)

    def _bill(self, stay: Stay, number_of_day: int, tries: int) -> None:
        """Bills a coded account; one that is not ready waits for tomorrow."""
        site = self._place.site
        asked = {"encounterId": stay.encounter}
        account = site.try_do("billing", "get_encounter", asked, ACTOR)
        if account is None:
            return
        ready = account["status"] == "coded" and account["chargeCount"]
        reviewed = {**asked, "reviewedBy": ACTOR}
        if not ready or site.try_do("billing", "final_bill", reviewed, ACTOR) is None:
            if tries > 1:
                at_s = self._place.agenda.now_s + DAY_S
                self._place.agenda.at(at_s, self._bill, stay, number_of_day + 1, tries - 1)
            return
        if stay.payers:
            body = {**asked, "payerId": stay.payers[0]}
            claim = site.try_do("billing", "create_claim", body, ACTOR)
            if claim is not None:
                self._submit(claim["claimId"])

    def _submit(self, claim_id: str) -> None:
        claim = self._place.site.try_do("billing", "submit_claim", {"claimId": claim_id}, ACTOR)
        if claim is not None:
            kind = (claim["facilityId"], claim["payerId"], claim["claimType"])
            self._submitted[kind] = self._submitted.get(kind, 0) + 1
