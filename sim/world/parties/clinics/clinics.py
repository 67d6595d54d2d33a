"""The billing applications of acquired clinics (S06), each with its own codes (P14).

Every other one sends HL7 v2 messages through the day, the rest a flat file each evening. Account
numbers, transaction ids or charge codes are unique within a clinic only, so that whoever forgets
which clinic a document is from bills the wrong service, or the wrong patient. On the morning of
its joining each clinic posts the file that maps its codes to the group's charge master (see
`codes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.calendar import HOUR_S
from sim.world.parties.clinics.codes import codes_of, mapping_file
from sim.world.parties.clinics.drop import ChargeDrop
from sim.world.parties.clinics.messages import ChargeMessages
from sim.world.parties.clinics.visits import Clinic, ClosedVisit, Practice
from sim.world.parties.party import Place

MAPPING_TYPE = "text/plain;layout=charge-map"
MAPPING_H = 5.0
"""Hours into the day of joining at which the mapping file is posted, before the clinic opens."""
FEEDS: tuple[tuple[str, type[ChargeMessages | ChargeDrop]], ...] = (
    ("message", ChargeMessages),
    ("file", ChargeDrop),
)
"""By turns."""


class Feed(Protocol):
    """How one clinic's charges leave the house."""

    def start(self) -> None: ...

    def send(self, visit: ClosedVisit) -> None: ...

    def accept(self, document: Document) -> str: ...


class _Seat(NamedTuple):
    clinic: Clinic
    feed: Feed
    practice: Practice


class Clinics:
    """One clinic for each acquired site."""

    id = "S06"
    flows = ("P14",)
    sends = ("DFT^P03", "charge file", "charge code mapping")
    takes = ("ACK",)

    def __init__(self, place: Place) -> None:
        self._place = place
        self._seats: dict[str, _Seat] = {}
        for turn, acquired in enumerate(place.site.enterprise.acquired):
            kind, feed_type = FEEDS[turn % len(FEEDS)]
            facility = place.site.enterprise.facility(acquired.facility)
            codes = codes_of(place.site, acquired.code)
            clinic = Clinic(acquired.code, kind, facility, codes, acquired.wave_s)
            feed: Feed = feed_type(place, clinic)
            self._seats[clinic.id] = _Seat(clinic, feed, Practice(place, clinic, feed.send))

    def mailboxes(self) -> Iterable[str]:
        """One for each clinic."""
        return tuple(self._seats)

    def accept(self, mailbox: str, document: Document) -> str:
        """Only a clinic with HL7 takes anything: acknowledgements."""
        return self._seats[mailbox].feed.accept(document)

    def start(self) -> None:
        """Opens all clinics."""
        agenda = self._place.agenda
        for seat in self._seats.values():
            at_s = seat.clinic.opens_s + MAPPING_H * HOUR_S
            agenda.at(at_s, self._post_mapping, seat.clinic)
            seat.feed.start()
            seat.practice.start()

    def on_effect(self, system: str, effect: Effect) -> None:
        """What happens in the group's systems is no business of a clinic."""

    def _post_mapping(self, clinic: Clinic) -> None:
        site, now_s = self._place.site, self._place.agenda.now_s
        day = site.calendar.day(now_s, clinic.facility.time_zone)
        content = mapping_file(clinic.id, clinic.codes, day)
        document = Document(f"{clinic.id}.CHARGEMAP.txt", clinic.id, MAPPING_TYPE, content)
        self._place.post(clinic.id, document)
