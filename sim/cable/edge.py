"""The receiver's edge of one system: what its vendor's gateway does before and after the system.

In this order: a worker's turn, maintenance, calls in flight, rate, idempotency key, page size; then
the system. A fault acts in front of it, so that the two compose, and a refusal here is nobody's
fault: its row names none. Time is the simulated clock's; only how long a worker needs is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pydantic_core import from_json, to_json

from mock_systems import SYSTEMS
from mock_systems.profiles import PROFILES, Profile, load_profile
from mock_systems.profiles.maintenance import window_at
from mock_systems.profiles.profile import Capacity, Rate
from mock_systems.service import CallContext, Operation, Refusal, Response, System
from mock_systems.service.idempotency import KeyStore
from mock_systems.service.limits import (
    PERIODS_US,
    SECOND_US,
    Bucket,
    Closure,
    InFlight,
    Limiter,
    Quota,
    Windows,
)
from mock_systems.service.workers import Workers
from sim.cable.latency import Latency
from sim.cable.packet import Packet
from sim.naming import nearest
from sim.plugins import UnknownName
from sim.streams import Streams

UNREACHED = Response(0, b"", {})
"""Stands for a refused connection."""
CUT_OFF = Response(0, b"", {})
"""Stands for a connection that broke before an answer: nobody knows what was done."""
PLAIN = "plain"
PAGE_FIELDS = ("limit", "Limit")
"""The vendors' words for the rows of a page."""

Forward = Callable[[Operation, bytes, CallContext], Response]
Leave = Callable[[], None]


class Passage(NamedTuple):
    """The edge's answer, None for none ever; `leave`, if any, must be called when the answer has
    gone out."""

    response: Response | None
    leave: Leave | None = None


class Edge:
    """One system behind one profile; `keys` are an earlier edge's, else it knows of none."""

    def __init__(self, profile: Profile, system: System, keys: KeyStore | None = None) -> None:
        self.profile = profile
        self.latency = Latency(profile.response_time.mu, profile.response_time.sigma)
        self._system = system
        self._epoch = system.clock.now()
        most = profile.in_flight.calls
        self._in_flight = InFlight(most) if most else None
        self._workers = _workers(profile.capacity)
        self._quotas = _quotas(profile)
        self.keys = keys or KeyStore(profile.keys)

    @property
    def has_workers(self) -> bool:
        """Whether calls have to wait for one."""
        return self._workers is not None

    def turn_us(self, packet: Packet, now_us: int, streams: Streams) -> int | None:
        """How long until a worker is through with a call that arrives now: then it takes effect and
        is answered, whether or not its caller still waits. None when there is no room for it."""
        capacity, workers = self.profile.capacity, self._workers
        if capacity is None or workers is None:
            return 0
        work_s = capacity.work_s
        if capacity.work == "exponential":
            work_s = streams.exponential(work_s, "work", *packet.address)
        return workers.take(now_us, round(work_s * SECOND_US))

    def overrun(self) -> Response:
        """The answer to a call for which there was no room."""
        capacity = self.profile.capacity
        if capacity is None:
            raise ValueError(f"{self.profile.name}: expected a capacity, which it does not have")
        refusal = Refusal(capacity.status, "OVERLOADED", f"{self.profile.vendor}: server too busy")
        if capacity.retry_after_s:
            refusal.details["retry_after_s"] = capacity.retry_after_s
        return self._rendered(refusal)

    def receive(
        self, operation: Operation, payload: bytes, context: CallContext, forward: Forward
    ) -> Passage:
        """Lets a call through to the system with `forward`, or answers it here."""
        refused = self._refusal(operation)
        if refused is not None:
            return Passage(refused)
        key = context.idempotency_key if self.honours_keys(operation) else ""
        # The system behind sees no key: its own store would answer by another policy.
        bare = context._replace(idempotency_key="")
        paged = self._paged(operation, payload)
        if not key:
            return self._entered(forward(operation, paged, bare), "")
        try:
            stored = self.keys.find(key, payload, self._system.clock.now())
        except Refusal as refusal:
            return self._entered(self._rendered(refusal), "")
        response = stored or forward(operation, paged, bare)
        if stored is None:
            self.keys.keep(key, payload, response, self._system.clock.now())
        return self._entered(response, key)

    def honours_keys(self, operation: Operation) -> bool:
        """Whether the vendor takes idempotency keys, and the operation declares one."""
        return self.profile.keys.honoured == "declared" and operation.idempotent_by_key

    def stall(self, operation: Operation) -> Passage:
        """Takes a call in and never works on it: it only counts as under way."""
        refused = self._refusal(operation)
        if refused is not None or self._in_flight is None:
            return Passage(refused)
        self._in_flight.enter()
        return Passage(None, self._in_flight.leave)

    def _refusal(self, operation: Operation) -> Response | None:
        """The answer to a call that does not get through, None for one that does."""
        now = self._system.clock.now()
        window = window_at(self.profile.maintenance, now)
        if window is not None:
            return UNREACHED if window.answer == "refused" else self._away()
        if self._in_flight is not None and self._in_flight.full:
            return self._over_limit(SECOND_US)
        since_us = round((now - self._epoch).total_seconds() * SECOND_US)
        wait_us = self._quotas[operation.method == "GET"].ask(since_us)
        return self._over_limit(wait_us) if wait_us else None

    def _away(self) -> Response:
        message = "scheduled maintenance, try again later"
        return self._rendered(Refusal(503, "MAINTENANCE", message))

    def _over_limit(self, wait_us: int) -> Response:
        rule = self.profile.over_limit
        message = f"{self.profile.vendor}: too many requests"
        if rule.retry_after == "absent":
            return self._rendered(Refusal(rule.status, rule.code, message))
        wait_s = -(-wait_us // SECOND_US)
        return self._rendered(Refusal(rule.status, rule.code, message, retry_after_s=wait_s))

    def _rendered(self, refusal: Refusal) -> Response:
        wait_s = refusal.details.get("retry_after_s")
        headers = {} if wait_s is None else {"retry-after": str(wait_s)}
        return Response(refusal.status, to_json(self._system.render(refusal)), headers)

    def _entered(self, response: Response, key: str) -> Passage:
        """Counts the call as under way until its answer has gone out."""
        slots, keys = self._in_flight, self.keys
        if slots is None and not key:
            return Passage(response)
        if slots is not None:
            slots.enter()
        if key:
            keys.begin(key)

        def leave() -> None:
            if slots is not None:
                slots.leave()
            if key:
                keys.end(key)

        return Passage(response, leave)

    def _paged(self, operation: Operation, payload: bytes) -> bytes:
        """The payload with the page size that the vendor allows."""
        paging = self.profile.paging
        name, own_rows = _page_field(operation) if paging.max_rows else ("", 0)
        if not name:
            return payload
        body = from_json(payload)
        asked = str(body.get(name, own_rows))
        most = paging.max_rows if name in body else min(own_rows, paging.default_rows)
        if not asked.isdecimal() or int(asked) <= most:
            return payload
        return to_json({**body, name: str(most)})


def edges(profiles: Mapping[str, Profile], systems: Mapping[str, System]) -> dict[str, Edge]:
    """The edge of each system under its profile."""
    return {name: Edge(profiles[name], system) for name, system in systems.items()}


def resolve_profiles(chosen: Mapping[str, str]) -> dict[str, Profile]:
    """The profile of every system, `plain` where none was chosen. Raises UnknownName."""
    for system, name in chosen.items():
        if system not in SYSTEMS:
            raise UnknownName(f"profile for unknown system {system!r}; {nearest(system, SYSTEMS)}")
        if name not in PROFILES:
            raise UnknownName(f"unknown profile {name!r}; {nearest(name, PROFILES)}")
    return {system: load_profile(chosen.get(system, PLAIN)) for system in SYSTEMS}


def _quotas(profile: Profile) -> tuple[Quota, Quota]:
    """For writes and for reads; a limit over all calls is in both."""
    rule = profile.over_limit.impatience
    closure = Closure(rule) if rule else None
    limiters = [(rate.over, _limiter(rate)) for rate in profile.rate]
    writes, reads = (
        Quota((limiter for over, limiter in limiters if over in ("all", kind)), closure)
        for kind in ("writes", "reads")
    )
    return writes, reads


def _workers(capacity: Capacity | None) -> Workers | None:
    return Workers(capacity.workers, capacity.places) if capacity else None


def _limiter(rate: Rate) -> Limiter:
    if rate.windows:
        return Windows({PERIODS_US[period]: calls for period, calls in rate.windows.items()})
    return Bucket(rate.calls, PERIODS_US[rate.per], rate.burst)


def _page_field(operation: Operation) -> tuple[str, int]:
    """The wire name of the page size with its default; ("", 0) where there are no pages."""
    for name, field in operation.request.model_fields.items():
        wire_name = field.alias or name
        if wire_name in PAGE_FIELDS and isinstance(field.default, int):
            return wire_name, field.default
    return "", 0
