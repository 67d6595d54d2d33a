"""What the billing office finds on the first morning: accounts of before the run (P10).

Claims that payers have accepted and will pay during the run, accounts that are ready to be billed.
There are as many as arrivals of that many days leave behind, so that a run of a day already has
money coming in and claims going out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sim.world.builders.encounters import KINDS, arrivals_per_day
from sim.world.business_days import ONE_DAY
from sim.world.calendar import DAY_S
from sim.world.entities import Facility
from sim.world.parties.billing_office.bills import ACTOR, Bills
from sim.world.parties.party import Place
from sim.world.stays import Stay, plan_stay
from sim.world.wire import compact_date, decimal_2

BILLED_AFTER_D = 6
CLAIM_AGE_D = (8, 26)
LINES = {"I": (4, 13), "E": (2, 7), "O": (1, 5)}
"""Charge lines from, to (exclusive): fewer than in life, as the run's own accounts have too."""


class Opening:
    """Takes over the open accounts, at most as many days' worth as the run is long."""

    def __init__(self, place: Place, bills: Bills) -> None:
        self._place = place
        self._bills = bills
        enterprise = place.site.enterprise
        supplies = tuple(i for i in enterprise.items if i.charge_code and not i.implant)
        self._codes = [s.code for s in enterprise.services] + [i.charge_code for i in supplies]

    def take_over(self) -> None:
        """Types them in, then tells the ledger what the hospitals are owed."""
        site, agenda = self._place.site, self._place.agenda
        days = min(site.parameters["opening_claims_d"], agenda.stop_demand_at_s / DAY_S)
        unbilled_d = min(site.parameters["opening_unbilled_d"], days)
        for facility in site.enterprise.facilities:
            owed_minor = 0
            for kind in KINDS:
                per_day = arrivals_per_day(site.parameters, facility, kind)
                for n in range(round(per_day * days)):
                    owed_minor += self._claimed(facility, kind, n)
                for n in range(round(per_day * unbilled_d)):
                    owed_minor += self._unbilled(facility, kind, n)
            if owed_minor:
                self._open_ledger(facility, owed_minor)

    def _claimed(self, facility: Facility, kind: str, n: int) -> int:
        """An account with a claim that its payer accepted some time ago."""
        streams = self._place.site.streams
        encounter = f"ENC-{facility.code}-{kind}9{n:06d}"
        age_d = streams.integer(*CLAIM_AGE_D, "opening.age", encounter)
        stay = self._stay(encounter, facility, kind, age_d)
        if not stay.payers:
            return 0
        claim = {
            "payerId": stay.payers[0],
            "submittedOn": compact_date(self._day(age_d - BILLED_AFTER_D)),
            "payerControlNumber": f"ICN{streams.bits('opening.icn', encounter) % 10**12:012d}",
        }
        return self._import(stay, facility, {"claim": claim})

    def _unbilled(self, facility: Facility, kind: str, n: int) -> int:
        """An account whose bill hold ends in the first days."""
        streams = self._place.site.streams
        encounter = f"ENC-{facility.code}-{kind}8{n:06d}"
        stay = self._stay(encounter, facility, kind, BILLED_AFTER_D)
        charged = self._import(stay, facility, {})
        days = max(1, round(self._place.site.parameters["opening_unbilled_d"]))
        self._bills.bill_on(stay, streams.integer(0, days, "opening.billed", encounter))
        return charged

    def _stay(self, encounter: str, facility: Facility, kind: str, age_d: int) -> Stay:
        """One that ended `age_d` days before the run; planned as if it had begun now."""
        stay = plan_stay(self._place.site, encounter, facility.code, kind, 0.0)
        shift_s = -age_d * DAY_S - stay.discharged_s
        return Stay(
            encounter,
            facility.code,
            kind,
            stay.admitted_s + shift_s,
            stay.discharged_s + shift_s,
            stay.coded_s + shift_s,
            stay.diagnosis_codes,
            stay.procedure_codes,
            stay.drg,
            stay.payers,
        )

    def _import(self, stay: Stay, facility: Facility, claim: dict[str, Any]) -> int:
        site = self._place.site
        admitted = site.calendar.day(stay.admitted_s, facility.time_zone)
        discharged = site.calendar.day(stay.discharged_s, facility.time_zone)
        body = {
            "encounterId": stay.encounter,
            "facilityId": facility.billing_id,
            "class": stay.kind,
            "admittedOn": compact_date(admitted),
            "dischargedOn": compact_date(discharged),
            "diagnosisCodes": list(stay.diagnosis_codes),
            "drg": stay.drg,
            "charges": self._charges(stay, admitted),
            **claim,
        }
        answer = site.try_do("billing", "import_open_account", body, ACTOR)
        return 0 if answer is None else int(answer["chargeCents"])

    def _charges(self, stay: Stay, day: date) -> list[dict[str, Any]]:
        streams = self._place.site.streams
        count = streams.integer(*LINES[stay.kind], "opening.lines", stay.encounter)
        return [
            {
                "sourceReference": f"OLD-{stay.encounter}-{line}",
                "chargeCode": streams.choice(self._codes, "opening.code", stay.encounter, line),
                "quantity": streams.integer(1, 4, "opening.quantity", stay.encounter, line),
                "serviceDate": compact_date(day),
            }
            for line in range(1, count + 1)
        ]

    def _open_ledger(self, facility: Facility, owed_minor: int) -> None:
        today = self._place.site.calendar.first_day
        body = {
            "Reference": f"AR-OPENING-{facility.business_unit}",
            "EntryType": "OPENING",
            "BusinessUnit": facility.business_unit,
            "AccountingDate": today.isoformat(),
            "Amount": decimal_2(owed_minor),
        }
        self._place.site.try_do("erp", "post_receivable", body, ACTOR)

    def _day(self, days_ago: int) -> date:
        return self._place.site.calendar.first_day - ONE_DAY * days_ago
