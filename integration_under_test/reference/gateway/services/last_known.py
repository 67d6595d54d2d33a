"""The last good answers, kept in the store for the time when their system does not answer.

Each service has a fixed number of places, and a question its own among them: a newer answer takes
the place of an older one, so that nothing grows with the number of questions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from integration_under_test.boundary import Clock, JsonObject
from integration_under_test.reference.gateway.services.service import Service
from integration_under_test.reference.store.store import Store

PLACES = 65_536
"""So many that two of a few thousand questions seldom share one."""


class Known(NamedTuple):
    """A result as JSON, whose it is, and since when it is known."""

    result: Any
    facilities: tuple[str, ...]
    as_of: str


class LastKnown:
    """Survives a crash, as everything in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def keep(self, service: Service, body: JsonObject, known: Known) -> None:
        """Replaces what was known."""
        question = _digest(service, body)
        row = {"question": question, **known._asdict(), "facilities": list(known.facilities)}
        await self._store.remember(_place(service, question), row)

    async def find(self, service: Service, body: JsonObject) -> Known | None:
        """None where nobody asked that before, or so long ago that the answer says nothing."""
        question = _digest(service, body)
        kept: Mapping[str, Any] | None = await self._store.remembered(_place(service, question))
        if kept is None or kept["question"] != question:
            return None
        known = Known(kept["result"], tuple(kept["facilities"]), kept["as_of"])
        return known if self.age_s(known) <= service.most_age_s else None

    def age_s(self, known: Known) -> float:
        """How long ago it was heard of its system."""
        return (self._clock.now() - datetime.fromisoformat(known.as_of)).total_seconds()


def _digest(service: Service, body: JsonObject) -> str:
    asked = {field: told for field, told in body.items() if field not in service.regardless_of}
    return blake2b(json.dumps(asked, sort_keys=True).encode(), digest_size=16).hexdigest()


def _place(service: Service, question: str) -> str:
    return f"answer/{service.id}/{int(question, 16) % PLACES}"
