"""Webhooks of the served systems: who hears of which events, and how a delivery leaves.

Deliveries cross the cable as in a run: lost, doubled or late if a fault says so, retried on the
vendor's schedule. Each is a CloudEvent in structured mode, signed after Standard Webhooks 1.0.0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import Self

import aiohttp

from mock_systems.service import CloudEvent
from mock_systems.service.signatures import EndpointSecret, Message, sign
from mock_systems.service.webhooks import Webhooks
from sim.cable import Deliveries, Receipt
from sim.clock.wall import wall_ns
from sim.host.client import INTEGRATION
from sim.live.pace import Pace
from sim.live.serving.group import Group
from sim.live.serving.targets import check_target

CLOUD_EVENT = "application/cloudevents+json"
ANSWER_WITHIN_S = 30.0
LONGEST_WAIT_S = 86_400.0
"""Of what a subscriber asks for with Retry-After; longer is as long."""


class NotPushed(ValueError):
    """A system that sends nothing: its events are fetched."""


@dataclass(frozen=True)
class Subscription:
    """Events of these types (patterns such as `erp.invoice.*`) go to this URL."""

    url: str
    types: tuple[str, ...]
    systems: tuple[str, ...]
    secret: EndpointSecret = field(repr=False)


class Subscriptions:
    """All subscriptions. Use as an async context manager."""

    def __init__(
        self,
        group: Group,
        pace: Pace,
        hosts: Collection[str] = (),
        secret: EndpointSecret | None = None,
    ) -> None:
        self._group = group
        self._pace = pace
        self._hosts = frozenset(hosts)
        self._secret = secret
        self._all: tuple[Subscription, ...] = ()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    def __iter__(self) -> Iterator[Subscription]:
        return iter(self._all)

    def replace(self, subscriptions: Iterable[Subscription]) -> None:
        """These from now on, instead of all others. Raises TargetRefused, NotPushed; then all stay
        as they were."""
        wanted = tuple(subscriptions)
        for one in wanted:
            check_target(one.url, self._hosts)
            for name in one.systems:
                self._webhooks(name)
        for outward in self._group.outward.values():
            if isinstance(outward.outlet, Webhooks):
                outward.outlet.subscribers.clear()
        for one in wanted:
            for name in one.systems or self.pushing:
                line = Deliveries(
                    self._group.network,
                    _Target(one, self._session, self._pace),
                    (name, INTEGRATION),
                    one.types,
                )
                self._webhooks(name).subscribers.append(line)
        self._all = wanted

    def secret_for(self, url: str) -> EndpointSecret:
        """What signs for a subscriber that brought none of its own: the server's, if it was given
        one, else a test credential."""
        return self._secret or made_secret(self._group.seeding.seed, url)

    @property
    def pushing(self) -> tuple[str, ...]:
        """The systems that send their events."""
        return tuple(
            name
            for name, outward in self._group.outward.items()
            if isinstance(outward.outlet, Webhooks)
        )

    def _webhooks(self, name: str) -> Webhooks:
        outward = self._group.outward.get(name)
        if outward is None or not isinstance(outward.outlet, Webhooks):
            known = ", ".join(self.pushing)
            raise NotPushed(f"expected a system that sends its events ({known}), got {name!r}")
        return outward.outlet


def made_secret(seed: int, url: str) -> EndpointSecret:
    """A test credential, the same for a seed and a URL."""
    return EndpointSecret(blake2b(f"testbed/{seed}/{url}".encode(), digest_size=32).digest())


class _Target:
    """One subscriber's door, a `Receiver` of deliveries."""

    def __init__(self, one: Subscription, session: aiohttp.ClientSession, pace: Pace) -> None:
        self._one = one
        self._session = session
        self._pace = pace

    async def receive(self, event: CloudEvent) -> Receipt:
        """One attempt; 503 when nobody answered."""
        return await self._pace.outside(partial(self._post, event))

    async def _post(self, event: CloudEvent) -> Receipt:
        content = event.structured()
        name = blake2b(f"{event.source}|{event.id}".encode(), digest_size=16).hexdigest()
        message = Message(name, wall_ns() // 1_000_000_000, content)
        headers = {"Content-Type": CLOUD_EVENT, **sign((self._one.secret,), message)}
        within = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        try:
            async with self._session.post(
                self._one.url, data=content, headers=headers, timeout=within, allow_redirects=False
            ) as answer:
                told = answer.headers.get("Retry-After", "")
                wait_s = min(float(told), LONGEST_WAIT_S) if told.isdecimal() else 0.0
                return Receipt(answer.status, wait_s * self._pace.tempo.speed)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Receipt(503, detail="no answer")
