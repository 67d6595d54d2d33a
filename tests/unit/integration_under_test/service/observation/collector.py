"""A collector of traces: OTLP over HTTP, on a port of the system's choice, in a thread."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PATIENCE_S = 10.0


@dataclass
class Collector:
    """What was heard; `raw` are the bodies as they came."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    services: set[str] = field(default_factory=set)
    raw: list[bytes] = field(default_factory=list)

    def take(self, path: str, content: bytes) -> None:
        assert path == "/v1/traces"
        request = ExportTraceServiceRequest()
        request.ParseFromString(content)
        self.raw.append(content)
        for one in request.resource_spans:
            self.services |= {str(found) for found in attributes(one.resource).values()}
            self.spans += [span for scope in one.scope_spans for span in scope.spans]

    def named(self, name: str) -> Span:
        (found,) = (span for span in self.spans if span.name == name)
        return found

    def wait_for(self, n: int) -> None:
        gives_up = time.monotonic() + PATIENCE_S
        while len(self.spans) < n and time.monotonic() < gives_up:
            time.sleep(0.01)
        assert len(self.spans) >= n, [span.name for span in self.spans]


def attributes(holder: Any) -> dict[str, str | int]:
    return {one.key: one.value.string_value or one.value.int_value for one in holder.attributes}


@contextmanager
def collector() -> Iterator[Collector]:
    made = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.take(self.path, self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
