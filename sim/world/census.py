"""Who is in the house: the encounters that a usage may belong to."""

from __future__ import annotations

from mock_systems.service import Effect
from sim.streams import Streams
from sim.world.enterprise import Enterprise

_PREFIX = "ENC-"
"""Of a hospital's own encounters; those of acquired clinics have their clinic's."""


class Census:
    """A fixed number of places for each hospital, class; a new patient takes the oldest place."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._places: dict[tuple[str, str], list[str]] = {}
        self._arrived: dict[tuple[str, str], int] = {}
        self._left: set[str] = set()
        for encounter in enterprise.encounters:
            key = (encounter.facility, encounter.kind)
            self._places.setdefault(key, []).append(encounter.id)

    def registered(self, effect: Effect) -> None:
        """A patient whom billing knows is in the house, whoever registered the encounter."""
        if effect.key.startswith(_PREFIX):
            _, facility, number = effect.key.split("-", 2)
            self.enter(facility, number[0], effect.key)

    def moved(self, effect: Effect) -> None:
        """A patient whom billing knows to be discharged uses nothing any more."""
        if effect.facts["status"] == "discharged":
            self._left.add(effect.key.partition("/")[0])

    def enter(self, facility: str, kind: str, encounter_id: str) -> None:
        """A patient arrives; the one who was there longest leaves."""
        key = (facility, kind)
        places = self._places[key]
        arrived = self._arrived.get(key, 0)
        self._left.discard(places[arrived % len(places)])
        places[arrived % len(places)] = encounter_id
        self._arrived[key] = arrived + 1

    def pick(
        self, streams: Streams, facility: str, kind: str, address: tuple[str, str, int]
    ) -> str:
        """One of the present patients; where all have gone, one whose bed is still being made."""
        places = self._places[facility, kind]
        if self._left:
            places = [one for one in places if one not in self._left] or places
        return streams.choice(places, *address)
