"""The second clinic's way to tell of charges (S06): one flat file each evening, with totals.

A day without charges gives a file without records, so that a gap in the batch numbers always
means a lost file.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, timedelta

import simpy

from integration_under_test.boundary import Document
from mock_systems.standards.files import Batch, charge_file
from mock_systems.standards.files.charge_file import ChargeFile, ClinicCharge
from sim.world.parties.clinics.visits import Clinic, ClosedVisit
from sim.world.parties.party import Place

CONTENT_TYPE = "text/plain;layout=charge"
DROP_H = 19.0
"""Assumption: the evening job, after the last check-out."""
DEPARTMENT = "FAMILY"


class ChargeDrop:
    """Gathers the day's charges until the evening job writes them."""

    def __init__(self, place: Place, clinic: Clinic) -> None:
        self._place = place
        self._clinic = clinic
        self._gathered: list[ClinicCharge] = []
        self._dropped = 0

    def start(self) -> None:
        """Registers the evening job, from the clinic's joining on."""
        self._place.agenda.env.process(self.run())

    def send(self, visit: ClosedVisit) -> None:
        """Keeps the charges of a visit for the evening."""
        self._gathered += [
            ClinicCharge(
                charge.transaction_id,
                encounter=visit.account,
                charge_code=charge.code.code,
                quantity=charge.quantity,
                amount_minor=charge.amount_minor,
                service_date=charge.service_date,
                department=DEPARTMENT,
            )
            for charge in visit.charges
        ]

    def accept(self, document: Document) -> str:
        """A file drop is one way."""
        return f"{self._clinic.id} takes no documents, got {document.id}"

    def run(self) -> Generator[simpy.Event, None, None]:
        """Drops a file on every evening of a day that began before demand stopped."""
        calendar, agenda = self._place.site.calendar, self._place.agenda
        zone = self._clinic.facility.time_zone
        opens_s = max(agenda.now_s, self._clinic.opens_s)
        day = calendar.day(opens_s, zone)
        while agenda.demand_open(calendar.midnight(day, zone)):
            drop_s = calendar.at(day, DROP_H, zone)
            if drop_s >= opens_s:
                yield agenda.until(drop_s)
                if self._gathered or agenda.demand_open(drop_s):
                    self._drop(day)
            day += timedelta(days=1)

    def _drop(self, day: date) -> None:
        self._dropped += 1
        clinic = self._clinic.id
        file = ChargeFile(Batch(clinic, self._dropped, day), tuple(self._gathered))
        self._gathered.clear()
        name = f"{clinic}.CHARGE.{self._dropped:06d}.txt"
        content = charge_file.build(file).encode()
        self._place.post(clinic, Document(name, clinic, CONTENT_TYPE, content))
