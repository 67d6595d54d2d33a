"""The catalogue of what systems announce, gathered from runs: a form and an example for each type.

gathered = Gathered()
webhooks.subscribers.append(gathered)           # of every system, for as many runs as it takes
path.write_text(gathered.text())
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json

from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Attempt
from sim.reference.shapes import shape_of

MOST_OF_A_TYPE = 500
"""More of them hardly differ."""


class Gathered:
    """Takes every event; a subscriber of any number of systems, run after run."""

    def __init__(self) -> None:
        self._by_type: dict[str, list[CloudEvent]] = {}

    def wants(self, type_: str) -> bool:
        """As long as there are not enough of the type."""
        return len(self._by_type.get(type_, ())) < MOST_OF_A_TYPE

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        """Kept."""
        self._by_type.setdefault(event.type, []).append(event)
        return Attempt(True)

    def entries(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Type -> `schema` of the data and an `example`, in order of the types."""
        for type_ in sorted(self._by_type):
            events = self._by_type[type_]
            data = [from_json(event.payload) for event in events]
            yield type_, {"schema": shape_of(data), "example": _shown(events[0], data[0])}


def catalogue_text(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The catalogue as it is stored."""
    told = {name: entries[name] for name in sorted(entries)}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _shown(event: CloudEvent, data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "time": event.time,
        "subject": event.subject,
        "datacontenttype": "application/json",
        **event.extensions,
        "data": data,
    }
