"""Spans as a collector gets them, and the header that ties them to others'."""

from __future__ import annotations

import subprocess
import sys

import pytest

from integration_under_test.service.observation.otlp import OtlpTraces
from integration_under_test.service.observation.traces import Place, place_of, speakable
from tests.unit.integration_under_test.service.fakes import answer, run
from tests.unit.integration_under_test.service.observation.collector import (
    Collector,
    attributes,
    collector,
)
from tests.unit.integration_under_test.service.observation.watched import CANARIES, calling, event

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
HEADER = {"traceparent": f"00-{TRACE}-{PARENT}-01"}


def traced(headers: dict[str, str], *answers: bytes) -> tuple[Collector, str]:
    """What the collector heard of one event, and the `traceparent` of the call it led to."""

    async def work(url: str) -> str:
        traces = OtlpTraces(url, "testbed-caller")
        async with calling(traces) as (made, other):
            await made.post("/events", event("clinic.first"))
            other.answers.extend(answers)
            await made.post("/events", event(correlation="c-9"), headers=headers)
            traces.close()
            return other.heard[-1].headers.get("traceparent", "")

    with collector() as heard:
        sent = run(work(heard.url))
        heard.wait_for(4)
        heard.spans = [one for one in heard.spans if attributes(one)["correlation_id"] == "c-9"]
        return heard, sent


def test_a_door_and_the_call_it_leads_to_are_one_trace_below_the_callers() -> None:
    heard, sent = traced(HEADER)
    door, call = heard.named("POST /events"), heard.named("billing.create_charge")
    assert door.trace_id.hex() == call.trace_id.hex() == TRACE
    assert door.parent_span_id.hex() == PARENT
    assert call.parent_span_id == door.span_id
    assert sent == f"00-{TRACE}-{call.span_id.hex()}-01"
    assert (door.kind, call.kind) == (door.SPAN_KIND_SERVER, call.SPAN_KIND_CLIENT)
    assert door.start_time_unix_nano <= call.start_time_unix_nano
    assert call.end_time_unix_nano <= door.end_time_unix_nano
    assert heard.services == {"testbed-caller"}


def test_what_a_span_tells() -> None:
    heard, _ = traced({}, answer(503, {}))
    assert attributes(heard.named("POST /events")) == {
        "outcome": "failed",
        "http.response.status_code": 500,
        "event.type": "inventory.usage.recorded",
        "correlation_id": "c-9",
    }
    call = heard.named("billing.create_charge")
    assert attributes(call) == {
        "outcome": "unknown",
        "system": "billing",
        "operation": "create_charge",
        "correlation_id": "c-9",
    }
    assert call.status.code == call.status.STATUS_CODE_ERROR


@pytest.mark.parametrize(
    "header", ["", "00-1-2-01", f"01-{TRACE}-{PARENT}-01", f"00-{'0' * 32}-{PARENT}-01", "\x00"]
)
def test_a_header_out_of_order_begins_a_trace_of_its_own(header: str) -> None:
    assert place_of(header) is None
    assert place_of(HEADER["traceparent"]) == Place(int(TRACE, 16), int(PARENT, 16))


def test_after_a_restart_a_correlation_id_still_has_the_same_trace() -> None:
    with collector() as heard:
        first, second = (OtlpTraces(heard.url, "s") for _ in range(2))
        assert first.outgoing("a.b", "c-9").place.trace_id == second.trace_of("c-9")
        assert first.trace_of("c-9") != first.trace_of("c-8")
        assert first.trace_of("") != first.trace_of("")
        first.close()
        second.close()


def test_no_span_holds_a_patient() -> None:
    async def work(url: str) -> None:
        traces = OtlpTraces(url, "s")
        async with calling(traces) as (made, _):
            for type_ in ("inventory.usage.recorded", "clinic.raises", CANARIES[0]):
                await made.post("/events", event(type_, correlation=CANARIES[0]))
        traces.close()

    with collector() as heard:
        run(work(heard.url))
        heard.wait_for(5)
        for canary in CANARIES:
            assert not any(canary.encode() in raw for raw in heard.raw)


def test_an_id_that_does_not_look_like_one_is_shown_as_its_digest() -> None:
    assert speakable("c-1|a:b/2026") == "c-1|a:b/2026"
    assert speakable(CANARIES[0]).startswith("blake2:")
    assert speakable("x" * 129) != "x" * 129


def test_a_collector_that_is_away_keeps_nobody_waiting() -> None:
    async def work() -> int:
        traces = OtlpTraces("http://127.0.0.1:9", "s")
        async with calling(traces) as (made, _):
            return (await made.post("/events", event())).status_code

    assert run(work()) == 204


def test_who_wants_no_traces_does_not_import_them() -> None:
    code = (
        "import sys; import integration_under_test.service.__main__;"
        "sys.exit(any(name.startswith(('opentelemetry', 'prometheus')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
