"""What tests of the observation start from: an integration that calls, in the test's process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from integration_under_test.boundary import Busy, Event, Ports, Subscription, WorkItem
from integration_under_test.service.observation.traces import Traces
from tests.unit.integration_under_test.service.fakes import Counterpart, answer, counterpart
from tests.unit.integration_under_test.service.served import EVENT, START, Served

NAME, MRN = "Wilhelmina Canary", "MRN-00731-CANARY"
LABELS = ("door", "type", "result", "system", "operation", "outcome", "figure", "of", "le")
CANARIES = (NAME, "Wilhelmina", MRN)
DOCUMENT = {"openapi": "3.1.0", "paths": {"/charges": {"post": {"operationId": "create_charge"}}}}


class Caller:
    """Charges each usage; what its type asks for goes wrong."""

    subscriptions = (Subscription("inventory", ("inventory.usage.recorded", "clinic.*")),)

    async def start(self, ports: Ports) -> None:
        self.ports = ports

    async def on_event(self, event: Event) -> None:
        if event.type == "clinic.raises":
            raise ValueError(f"no such patient: {event.data}")
        if event.type == "clinic.busy":
            raise Busy(1.0)
        if event.type == "clinic.item":
            item = WorkItem("i-1", "unmapped", "desk", "P09", ("K-1",), "look", ("retry",))
            await self.ports.work_items.open(item)
        async with self.ports.storage.transaction() as tx:
            tx.put("seen", event.id, 1)
        billing = self.ports.systems["billing"]
        await billing.call("create_charge", dict(event.data), correlation_id=correlation(event))


def correlation(event: Event) -> str:
    return str(event.extensions.get("correlation", ""))


def event(type_: str = "inventory.usage.recorded", **more: Any) -> Mapping[str, Any]:
    patient = {"patient_name": NAME, "mrn": MRN}
    return {**EVENT, "type": type_, "data": {"usage_id": "U-1", **patient}, **more}


def told(url: str) -> Mapping[str, Any]:
    """The body of a start with one system, which is at `url` with its document and the counters."""
    place = {"url": url, "openapi": f"{url}/openapi.json"}
    return {**START, "systems": {"billing": place}, "work_items": f"{url}/work-items"}


def hospital(heard: Any) -> bytes:
    return answer(200, DOCUMENT if heard.target == "/openapi.json" else {})


@asynccontextmanager
async def calling(traces: Traces | None = None) -> AsyncIterator[tuple[Served, Counterpart]]:
    async with counterpart() as other:
        other.otherwise = hospital
        made = Served(Caller)
        made.host.watch.traces = traces
        try:
            assert (await made.post("/start", told(other.url))).is_success
            yield made, other
        finally:
            await made.post("/stop")
            await made.http.aclose()
            await made.storage.close()


async def samples(made: Served) -> dict[str, float]:
    """Name with its labels, as in the text -> value."""
    text = (await made.http.get("/metrics")).text
    return {
        one.name
        + "".join(f"|{one.labels[name]}" for name in LABELS if name in one.labels): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }
