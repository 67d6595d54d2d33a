"""What the systems announced in a day that the group played by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pydantic_core import from_json

from integration_under_test.boundary import Event, Subscription
from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Attempt
from sim.live.conform.evidence import Deed, Evidence


@dataclass(frozen=True)
class News:
    """One event, and what the group expects to follow from its document."""

    event: Event
    owes: frozenset[Deed]


class Gathered:
    """Stands in the integration's place while the day is played: takes everything."""

    def __init__(self) -> None:
        self._events: list[CloudEvent] = []

    def wants(self, type_: str) -> bool:
        """All of it."""
        return True

    async def send(self, event: CloudEvent, attempt: int) -> Attempt:
        """Kept, whatever it is."""
        self._events.append(event)
        return Attempt(True)

    def news(self, evidence: Evidence) -> list[News]:
        """Events in order of time, each with what is owed because of it."""
        return [_news(event, evidence) for event in self._events]


def is_wanted(news: News, subscriptions: Mapping[str, Subscription]) -> bool:
    """Whether an integration subscribes to it."""
    wanted = subscriptions.get(news.event.source.strip("/"))
    return wanted is not None and any(fnmatchcase(news.event.type, one) for one in wanted.types)


def _news(event: CloudEvent, evidence: Evidence) -> News:
    owed = evidence.owed_by(event.source.strip("/"), event.subject)
    told = Event(
        id=event.id,
        source=event.source,
        type=event.type,
        time=event.time,
        subject=event.subject,
        data=from_json(event.payload),
        extensions=dict(event.extensions),
    )
    return News(told, frozenset((row.f, row.effect_key) for row in owed if row.mode == "once"))
