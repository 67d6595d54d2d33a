"""Who is in the house: the encounters that a usage may belong to."""

from __future__ import annotations

from sim.streams import Streams
from sim.world.enterprise import Enterprise


class Census:
    """A fixed number of places for each hospital, class; a new patient takes the oldest place."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._places: dict[tuple[str, str], list[str]] = {}
        self._arrived: dict[tuple[str, str], int] = {}
        for encounter in enterprise.encounters:
            key = (encounter.facility, encounter.kind)
            self._places.setdefault(key, []).append(encounter.id)

    def enter(self, facility: str, kind: str, encounter_id: str) -> None:
        """A patient arrives; the one who was there longest leaves."""
        key = (facility, kind)
        places = self._places[key]
        arrived = self._arrived.get(key, 0)
        places[arrived % len(places)] = encounter_id
        self._arrived[key] = arrived + 1

    def pick(
        self, streams: Streams, facility: str, kind: str, address: tuple[str, str, int]
    ) -> str:
        """One of the present patients."""
        return streams.choice(self._places[facility, kind], *address)
