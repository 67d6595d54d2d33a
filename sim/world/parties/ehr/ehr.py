"""The electronic health record (S11): encounters, coding, ancillary charges as HL7 v2 (P10).

It takes the patients that arrive from the registration desks: billing learns of an encounter from
A01 or A04 alone. One line to the integration, one message in flight, each acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.billing_rows import payers
from sim.world.offers import Arrival
from sim.world.parties.ehr.charging import Charging
from sim.world.parties.ehr.records import ACTOR, Records
from sim.world.parties.hl7_post import Hl7Line
from sim.world.parties.party import Place
from sim.world.stays import Stay, plan_stay

MAILBOX = "EHR"
APPLICATION = "EHR"


class Ehr:
    """The whole group's record."""

    id = "S11"
    flows = ("P10",)
    sends = ("ADT^A01", "ADT^A04", "ADT^A03", "ADT^A08", "DFT^P03")
    takes = ("ACK",)

    def __init__(self, place: Place) -> None:
        self._place = place
        self._line = Hl7Line(place, MAILBOX, APPLICATION)
        self._records = Records(place, self._line)
        self._charging = Charging(place, self._records)
        self._known: set[str] = set()

    def mailboxes(self) -> Iterable[str]:
        """One line, for acknowledgements."""
        return (MAILBOX,)

    def accept(self, mailbox: str, document: Document) -> str:
        """Takes acknowledgements of its own messages."""
        return self._line.accept(document)

    def start(self) -> None:
        """Takes over arrivals with their stays, and has billing know the payers it will name."""
        offers = self._place.site.offers
        offers.arrivals.take(self.admit)
        offers.stays.take(self.document)
        self._place.agenda.at(0.0, self._name_payers)

    def on_effect(self, system: str, effect: Effect) -> None:
        """Nothing that happens elsewhere is charted."""

    def admit(self, arrival: Arrival) -> bool:
        """Opens an encounter, with everything that will follow."""
        now_s = self._place.agenda.now_s
        site = self._place.site
        stay = plan_stay(site, arrival.encounter, arrival.facility, arrival.kind, now_s)
        self._records.opened(stay)
        self._charging.attend(stay)
        return self.document(stay)

    def document(self, stay: Stay) -> bool:
        """Tells of the end of a stay and of its coding, once for each encounter."""
        if stay.encounter not in self._known:
            self._known.add(stay.encounter)
            self._place.agenda.at(stay.discharged_s, self._records.closed, stay)
            self._place.agenda.at(stay.coded_s, self._records.coded, stay)
        return True

    def _name_payers(self) -> None:
        for row in payers():
            self._place.site.try_do("billing", "register_payer", row, ACTOR)
