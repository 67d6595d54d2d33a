"""An integration that answers with malice: redirects, floods, junk (API10, from the other end)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from integration_under_test.boundary import Document, Event, Request, Resolution
from mock_systems.service.signatures import EndpointSecret
from sim.live.doors import MOST_BYTES, Doors, HttpAnswer, NotServed
from sim.live.server import serving

SECRET = EndpointSecret(bytes(32))
EVENT = Event("e-1", "/billing", "billing.charge.posted", "2026-04-01T09:00:00Z", "CH-1", {"a": 1})
DELIVERIES: dict[str, Callable[[Doors], Awaitable[HttpAnswer]]] = {
    "event": lambda doors: doors.event(EVENT),
    "document": lambda doors: doors.document(Document("d-1", "EHR", "text/plain", b"PID|1")),
    "request": lambda doors: doors.request(Request("find_price", {}, "portal"), "token"),
    "resolution": lambda doors: doors.resolution(Resolution("w-1", "retry", "")),
    "start": lambda doors: doors.start({"webhook_secret": SECRET.text()}),
}
PATIENCE_S = 30.0


def everywhere(answer: Callable[[HttpRequest], Awaitable[Response]]) -> Starlette:
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_carries_nothing_away(status: int) -> None:
    """Neither what is delivered nor a secret or token goes where an answer points (308 keeps the
    body)."""
    heard: list[str] = []

    async def thief(request: HttpRequest) -> Response:
        heard.append(request.url.path)
        return PlainTextResponse("thanks")

    async def whole() -> None:
        async with asyncio.timeout(PATIENCE_S), serving(everywhere(thief), "127.0.0.1", 0) as away:

            async def sends_away(_: HttpRequest) -> Response:
                return Response(status_code=status, headers={"Location": f"{away}/collect"})

            async with (
                serving(everywhere(sends_away), "127.0.0.1", 0) as url,
                Doors(url, SECRET) as doors,
            ):
                for name, deliver in DELIVERIES.items():
                    answer = await deliver(doors)
                    assert (answer.status, answer.accepted) == (status, False), name

    asyncio.run(whole())
    assert not heard


def test_an_answer_without_measure_is_not_read_to_its_end() -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(10 * MOST_BYTES // 65_536):
            await asyncio.sleep(0)
            yield b"x" * 65_536

    async def floods(_: HttpRequest) -> Response:
        return StreamingResponse(flood(), 200, media_type="application/json")

    async def whole() -> HttpAnswer:
        async with (
            asyncio.timeout(PATIENCE_S),
            serving(everywhere(floods), "127.0.0.1", 0) as url,
            Doors(url, SECRET) as doors,
        ):
            return await doors.event(EVENT)

    assert len(asyncio.run(whole()).content) <= MOST_BYTES


@pytest.mark.parametrize("content", ["", "null", "[]", '{"subscriptions": 7}', "{" * 100_000])
def test_an_offer_that_is_junk_is_named_and_nothing_breaks(content: str) -> None:
    async def junk(request: HttpRequest) -> Response:
        return PlainTextResponse(content if request.url.path == "/subscriptions" else "{}")

    async def whole() -> None:
        async with (
            asyncio.timeout(PATIENCE_S),
            serving(everywhere(junk), "127.0.0.1", 0) as url,
            Doors(url, SECRET) as doors,
        ):
            with pytest.raises(NotServed, match="see the README's page"):
                await doors.meet()

    asyncio.run(whole())
