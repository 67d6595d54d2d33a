"""The host: what an integration raises or leaves hanging becomes evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from integration_under_test.boundary import (
    Answer,
    Busy,
    Document,
    Event,
    Ports,
    Request,
    Resolution,
    Subscription,
)
from mock_systems.service import CloudEvent
from sim.cable import Receipt
from sim.clock import VirtualClock
from sim.history.schema import Row
from sim.host.host import Host

EVENT = CloudEvent("e-1", "/erp", "erp.x", "2026-04-01T05:00:00+00:00", "S-1", b'{"A": 1}')
PORTS = cast("Ports", SimpleNamespace())


@dataclass
class Told:
    """An integration that does as it is told."""

    on_start: Any = None
    on_events: Any = None
    subscriptions: Sequence[Subscription] = (Subscription("erp", ("erp.*",)),)
    heard: list[Any] = field(default_factory=list)

    async def start(self, ports: Ports) -> None:
        await _do(self.on_start)

    async def on_event(self, event: Event) -> None:
        self.heard.append(event)
        await _do(self.on_events)

    async def on_resolution(self, resolution: Resolution) -> None:
        raise LookupError(f"no item {resolution.item_id} in {object()}")


async def _do(what: Any) -> None:
    if isinstance(what, Exception):
        raise what
    if what == "hang":
        await asyncio.Event().wait()


def hosted(clock: VirtualClock, integration: Told) -> tuple[Host, list[Row]]:
    rows: list[Row] = []

    def write(row: Row) -> int:
        rows.append(row)
        return len(rows)

    host = Host(integration, PORTS, write, lambda: round(clock.now_s() * 1e6))
    clock.run(host.start())
    return host, rows


def test_an_event_is_handed_over_with_its_data_decoded(clock: VirtualClock) -> None:
    integration = Told()
    host, _ = hosted(clock, integration)
    assert clock.run(host.receive(EVENT)) == Receipt(204)
    assert integration.heard[0].data == {"A": 1}


def test_raising_refuses_with_the_reason(clock: VirtualClock) -> None:
    host, _ = hosted(clock, Told(on_events=ValueError("bad")))
    assert clock.run(host.receive(EVENT)) == Receipt(500, detail="ValueError: bad")


def test_busy_pushes_back(clock: VirtualClock) -> None:
    host, _ = hosted(clock, Told(on_events=Busy(12.0)))
    assert clock.run(host.receive(EVENT)) == Receipt(429, 12.0, "busy")


def test_an_integration_that_cannot_start_receives_nothing(clock: VirtualClock) -> None:
    host, rows = hosted(clock, Told(on_start=RuntimeError("no config")))
    assert [(r.f, r.detail) for r in rows] == [("raised", "start(): RuntimeError: no config")]
    assert clock.run(host.receive(EVENT)).status == 503


def test_a_start_that_hangs_is_given_up_after_an_hour(clock: VirtualClock) -> None:
    _, rows = hosted(clock, Told(on_start="hang"))
    assert rows[0].f == "hung"
    assert clock.now_s() == 3600.0


def test_documents_are_refused_by_an_integration_that_takes_none(clock: VirtualClock) -> None:
    host, _ = hosted(clock, Told())
    document = Document("d-1", "SUP-1", "application/edi-x12", b"ISA")
    assert clock.run(host.receive_document(document)).status == 501


@dataclass
class Asked(Told):
    """One that has an API layer; it repeats what it is asked, or raises it."""

    on_requests: Any = None

    async def on_request(self, request: Request) -> Answer:
        await _do(self.on_requests)
        return Answer(429, {"asked": request.operation}, 7.0)


REQUEST = Request("find_price", {}, "portal/A", id="R-1")


def test_a_request_is_answered_with_status_wait_and_body(clock: VirtualClock) -> None:
    host, _ = hosted(clock, Asked())
    expected = Receipt(429, 7.0, payload=b'{"asked":"find_price"}')
    assert clock.run(host.receive_request(REQUEST)) == expected


def test_without_an_api_layer_or_a_start_there_is_a_status_all_the_same(
    clock: VirtualClock,
) -> None:
    assert clock.run(hosted(clock, Told())[0].receive_request(REQUEST)).status == 501
    host, _ = hosted(clock, Asked(on_start=RuntimeError("no config")))
    assert clock.run(host.receive_request(REQUEST)).status == 503


def test_an_api_layer_that_raises_answers_500_and_the_run_goes_on(clock: VirtualClock) -> None:
    host, _ = hosted(clock, Asked(on_requests=ValueError("bad")))
    receipt = clock.run(host.receive_request(REQUEST))
    assert receipt == Receipt(500, detail="ValueError: bad")


def test_a_failing_resolution_is_noted_without_memory_addresses(clock: VirtualClock) -> None:
    host, rows = hosted(clock, Told())

    async def body() -> None:
        host.resolve(Resolution("I-1", "retry"))
        await asyncio.sleep(1)

    clock.run(body())
    assert rows[-1].f == "raised"
    assert "0x…" in rows[-1].detail
    assert host.mishaps == 1
