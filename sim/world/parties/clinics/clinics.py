"""The billing applications of two acquired clinics (S06), each with its own codes (P14).

One sends HL7 v2 messages through the day, the other a flat file each evening. Account numbers,
transaction ids or charge codes are unique within a clinic only, so that whoever forgets which
clinic a document is from bills the wrong service, or the wrong patient. On the first morning each
clinic posts the file that maps its codes to the group's charge master (see `codes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.calendar import HOUR_S
from sim.world.parties.clinics.codes import mapping_file, own_codes
from sim.world.parties.clinics.drop import ChargeDrop
from sim.world.parties.clinics.messages import ChargeMessages
from sim.world.parties.clinics.visits import Clinic, ClosedVisit, Practice
from sim.world.parties.party import Place

MAPPING_TYPE = "text/plain;layout=charge-map"
MAPPING_H = 5.0
"""Hours after the start at which the mapping files are posted, before any clinic opens."""
FEEDS: dict[str, tuple[str, type[ChargeMessages | ChargeDrop]]] = {
    "CLINIC1": ("message", ChargeMessages),
    "CLINIC2": ("file", ChargeDrop),
}


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
    """Both clinics; the first belongs to the group's first hospital, the second to its last."""

    id = "S06"
    flows = ("P14",)
    sends = ("DFT^P03", "charge file", "charge code mapping")
    takes = ("ACK",)

    def __init__(self, place: Place) -> None:
        self._place = place
        facilities = place.site.enterprise.facilities
        hosts = (facilities[0], facilities[-1])
        self._seats: dict[str, _Seat] = {}
        for (name, (kind, feed_type)), facility in zip(FEEDS.items(), hosts, strict=True):
            codes = own_codes(place.site.streams, name, place.site.enterprise.services)
            clinic = Clinic(name, kind, facility, codes)
            feed: Feed = feed_type(place, clinic)
            self._seats[name] = _Seat(clinic, feed, Practice(place, clinic, feed.send))

    def mailboxes(self) -> Iterable[str]:
        """One for each clinic."""
        return tuple(self._seats)

    def accept(self, mailbox: str, document: Document) -> str:
        """Only the clinic with HL7 takes anything: acknowledgements."""
        return self._seats[mailbox].feed.accept(document)

    def start(self) -> None:
        """Opens both clinics."""
        agenda = self._place.agenda
        for seat in self._seats.values():
            agenda.at(MAPPING_H * HOUR_S, self._post_mapping, seat.clinic)
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
