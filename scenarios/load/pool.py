"""The connections of one worker: as many as requests may be in flight, so that none waits here.

Locust's own client lets ten requests through at a time, and reports each from the moment at which
it left. This one has a connection for every request, and reports nothing: the replayer does, from
the moment at which the request should have left.
"""

from __future__ import annotations

import ssl
from typing import NamedTuple

from locust.contrib.fasthttp import FastHttpSession
from locust.event import EventHook

from scenarios.load.schedule import Arrival

ANSWER_WITHIN_S = 120.0
CONNECT_WITHIN_S = 10.0


class Target(NamedTuple):
    """Where the systems are, and what lets a replayer act as their users."""

    host: str
    key: str = ""
    token: str = ""
    ca: str = ""
    """Certificates of the authority that the systems' are from, in PEM."""

    def context(self) -> ssl.SSLContext:
        """Trusts that authority alone."""
        return ssl.create_default_context(cadata=self.ca)

    def headers(self, actor: str) -> dict[str, str]:
        """What says who calls, and that they may."""
        named = {"Content-Type": "application/json", "X-Client-Id": f"world/{actor}"}
        if self.key:
            named["X-Load-Key"] = self.key
        if self.token:
            named["Authorization"] = f"Bearer {self.token}"
        return named


class Answer(NamedTuple):
    """`status` 0: there was none, `error` says why."""

    status: int
    length: int
    error: Exception | None


class Line:
    """Connections to one target."""

    def __init__(self, target: Target, in_flight: int) -> None:
        self._target = target
        self._session = FastHttpSession(
            base_url=target.host,
            request_event=EventHook(),  # nobody listens
            user=None,
            insecure=not target.ca,
            concurrency=in_flight,
            network_timeout=ANSWER_WITHIN_S,
            connection_timeout=CONNECT_WITHIN_S,
            max_retries=0,
            ssl_context_factory=target.context if target.ca else None,
        )

    def send(self, arrival: Arrival) -> Answer:
        """One request as its actor; returns when it was answered or failed."""
        headers = self._target.headers(arrival.actor)
        headers["X-Correlation-Id"] = arrival.correlation
        response = self._session.request(
            arrival.method,
            arrival.path,
            data=arrival.body,
            headers=headers,
            allow_redirects=True,
        )
        return Answer(
            response.status_code,
            len(response.content or b""),
            getattr(response, "error", None),
        )
