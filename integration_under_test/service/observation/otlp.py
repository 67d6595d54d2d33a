"""Spans to an OpenTelemetry collector by OTLP over HTTP (protobuf), in batches from a thread.

A span is made when it ends, as the record that is sent: what the SDK's own span adds, a lock,
limits and events, would cost more than the rest. What came in is remembered by its correlation id,
because the calls that it leads to are made later, in other tasks, perhaps after a restart: then the
trace's id, which follows from the correlation id, still is the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.status import Status, StatusCode

from integration_under_test.service.clock import wall_now
from integration_under_test.service.observation.traces import Place, speakable

PATH = "/v1/traces"
EXPORT_WITHIN_S = 5.0
MOST_WAITING = 8192
"""Spans that wait for being sent; more are dropped, lest a collector that is away costs memory."""
BATCH = 512
EVERY_MS = 1000.0
MOST_REMEMBERED = 10_000
SCOPE = InstrumentationScope("integration_under_test.service")
SAMPLED = TraceFlags(TraceFlags.SAMPLED)
FINE = Status(StatusCode.UNSET)
FAILED = Status(StatusCode.ERROR)

Attributes = Mapping[str, str | int]


class OtlpTraces:
    """Sends to one collector."""

    def __init__(self, url: str, service: str) -> None:
        """`url` is the collector's, such as `http://127.0.0.1:4318`."""
        base = url.rstrip("/")
        endpoint = base if base.endswith(PATH) else base + PATH
        exporter = OTLPSpanExporter(endpoint, timeout=EXPORT_WITHIN_S)
        self._processor = BatchSpanProcessor(exporter, MOST_WAITING, EVERY_MS, BATCH)
        self._ids = RandomIdGenerator()
        self._resource = Resource({"service.name": service})
        self._remembered: OrderedDict[str, Place] = OrderedDict()

    def incoming(self, name: str, parent: Place | None) -> OtlpSpan:
        """A span of a door. Whose trace it is may be known at its end only."""
        place = Place(parent.trace_id if parent else 0, self._ids.generate_span_id())
        return OtlpSpan(self, name, SpanKind.SERVER, place, parent)

    def outgoing(self, name: str, correlation_id: str) -> OtlpSpan:
        """A span of a call."""
        parent = self._remembered.get(correlation_id)
        trace_id = parent.trace_id if parent else self.trace_of(correlation_id)
        span_id = self._ids.generate_span_id()
        span = OtlpSpan(self, name, SpanKind.CLIENT, Place(trace_id, span_id), parent)
        span.correlation_id = correlation_id
        return span

    def close(self) -> None:
        """Sends what is left, for some seconds at most."""
        self._processor.shutdown()

    def trace_of(self, correlation_id: str) -> int:
        """The id of the trace of a correlation id; any for none."""
        if not correlation_id:
            return self._ids.generate_trace_id()
        digest = blake2b(correlation_id.encode("utf-8", "replace"), digest_size=16).digest()
        return int.from_bytes(digest) or 1

    def remember(self, correlation_id: str, place: Place) -> None:
        """Calls under this id belong below this span."""
        self._remembered[correlation_id] = place
        self._remembered.move_to_end(correlation_id)
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)

    def ended(self, span: OtlpSpan, outcome: str, failed: bool, more: Attributes) -> None:
        """Queues a span for being sent."""
        attributes: dict[str, str | int] = {"outcome": outcome, **more}
        if span.correlation_id:
            attributes["correlation_id"] = speakable(span.correlation_id)
        parent = span.parent
        record = ReadableSpan(
            span.name,
            SpanContext(*span.place, False, SAMPLED),
            SpanContext(*parent, True, SAMPLED) if parent else None,
            self._resource,
            attributes,
            kind=span.kind,
            status=FAILED if failed else FINE,
            start_time=span.began_ns,
            end_time=_now_ns(),
            instrumentation_scope=SCOPE,
        )
        self._processor.on_end(record)


class OtlpSpan:
    """One that has begun."""

    __slots__ = ("_traces", "began_ns", "correlation_id", "kind", "name", "parent", "place")

    def __init__(
        self, traces: OtlpTraces, name: str, kind: SpanKind, place: Place, parent: Place | None
    ) -> None:
        self._traces = traces
        self.name = name
        self.kind = kind
        self.place = place
        self.parent = parent
        self.correlation_id = ""
        self.began_ns = _now_ns()

    def about(self, correlation_id: str) -> None:
        """What came in has been read."""
        self.correlation_id = correlation_id
        if not self.place.trace_id:
            self.place = Place(self._traces.trace_of(correlation_id), self.place.span_id)
        if correlation_id:
            self._traces.remember(correlation_id, self.place)

    def end(self, outcome: str, failed: bool, more: Attributes) -> None:
        """It is over; once."""
        if not self.place.trace_id:
            self.about("")
        self._traces.ended(self, outcome, failed, more)


def _now_ns() -> int:
    return round(wall_now().timestamp() * 1e6) * 1000
