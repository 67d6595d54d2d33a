"""Each door, as the testbed knocks at it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from integration_under_test.boundary import Busy, Document, Event, Request, Resolution, Token
from tests.unit.integration_under_test.service.fakes import run
from tests.unit.integration_under_test.service.served import (
    EVENT,
    NOON,
    START,
    WALL,
    Layered,
    Silent,
    assert_problem,
    served,
)


def test_it_says_what_it_wants_and_which_doors_it_has() -> None:
    async def work(kind: type[Any]) -> Any:
        async with served(kind, started=False) as made:
            assert (await made.http.get("/health")).status_code == 200
            return (await made.http.get("/subscriptions")).json()

    doors = {"documents": False, "requests": False, "resolutions": False, "channels": []}
    assert run(work(Silent)) == {"subscriptions": [], **doors}
    wanted = [{"system": "inventory", "types": ["inventory.*"]}]
    doors = {"documents": True, "requests": True, "resolutions": True, "channels": []}
    assert run(work(Layered)) == {"subscriptions": wanted, **doors}


def test_an_event_arrives_whole() -> None:
    async def work() -> tuple[int, Any]:
        async with served() as made:
            status = (await made.post("/events", EVENT)).status_code
            return status, made.integration.heard

    status, heard = run(work())
    assert status == 204
    assert heard == [
        Event(
            id="e-1",
            source="/inventory",
            type="inventory.usage.recorded",
            time="2026-04-14T12:00:00Z",
            subject="U-1",
            data={"usage_id": "U-1"},
            extensions={"correlation": "c-1"},
        )
    ]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"{", "JSON"),
        (b"[1]", "object"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (json.dumps({**EVENT, "specversion": "0.3"}).encode(), "0.3"),
        (json.dumps({**EVENT, "id": ""}).encode(), "'id'"),
        (json.dumps({**EVENT, "source": 7}).encode(), "'source'"),
        (json.dumps({**EVENT, "subject": None}).encode(), "'subject'"),
        (json.dumps({**EVENT, "data_base64": "QQ=="}).encode(), "data_base64"),
    ],
)
def test_what_is_no_event_is_refused_in_words(content: bytes, word: str) -> None:
    async def work() -> None:
        async with served() as made:
            response = await made.post("/events", content)
            assert_problem(response, 400, word)
            assert {"expected", "got", "remedy"} <= response.json().keys()
            assert made.integration.heard == []

    run(work())


@pytest.mark.parametrize("wait_s", [0.2, 3.0, 59.5])
def test_busy_pushes_back_for_no_less_than_was_meant(wait_s: float) -> None:
    async def work() -> None:
        async with served() as made:
            made.integration.raises = Busy(wait_s)
            response = await made.post("/events", EVENT)
            assert_problem(response, 429)
            assert wait_s <= int(response.headers["retry-after"]) < wait_s + 1

    run(work())


def test_raising_refuses_and_is_told_in_the_log_alone(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with served() as made:
            made.integration.raises = ValueError("no such item")
            response = await made.post("/events", EVENT)
            assert_problem(response, 500, "ValueError")
            assert "no such item" not in response.text, "its words may quote a patient's message"
            made.integration.raises = None
            assert (await made.post("/events", EVENT)).status_code == 204

    run(work())
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("path", ["/events", "/documents", "/requests/x", "/resolutions", "/clock"])
def test_before_the_start_and_after_the_stop_nothing_is_taken(path: str) -> None:
    told: Any = {"/events": EVENT, "/resolutions": {"item_id": "i", "action": "retry"}}
    headers = {"Document-Id": "d", "Document-Sender": "s"}

    async def work() -> None:
        async with served(Layered, started=False) as made:
            body = told.get(path, START["clock"])
            assert_problem(await made.post(path, body, headers=headers), 503, "start")
            await made.post("/start", START)
            assert (await made.post(path, body, headers=headers)).status_code in (204, 429)
            assert (await made.post("/stop")).status_code == 204
            assert_problem(await made.post(path, body, headers=headers), 503, "start")

    run(work())


@pytest.mark.parametrize("path", ["/documents", "/requests/x", "/resolutions", "/nowhere"])
def test_a_door_that_is_not_there_is_not_found(path: str) -> None:
    async def work() -> None:
        async with served(Silent) as made:
            told = {"item_id": "i", "action": "retry"}
            assert_problem(await made.post(path, told), 404)

    run(work())


def test_a_document_arrives_byte_by_byte() -> None:
    content = bytes(range(256)) + b"ISA*00*\r\n~"

    async def work() -> list[Any]:
        async with served() as made:
            headers = {
                "Document-Id": "a%2Fb%20%C3%BC",
                "Document-Sender": "CLEARHOUSE",
                "Content-Type": "application/edi-x12",
            }
            response = await made.post("/documents", content, headers=headers)
            assert response.status_code == 204
            heard: list[Any] = made.integration.heard
            return heard

    assert run(work()) == [Document("a/b ü", "CLEARHOUSE", "application/edi-x12", content)]


@pytest.mark.parametrize("missing", ["Document-Id", "Document-Sender"])
def test_a_document_without_a_name_is_refused(missing: str) -> None:
    headers = {"Document-Id": "d", "Document-Sender": "s"}
    del headers[missing]

    async def work() -> None:
        async with served() as made:
            assert_problem(await made.post("/documents", b"x", headers=headers), 400, missing)

    run(work())


def test_more_than_a_door_takes_is_refused_however_it_is_announced() -> None:
    async def in_pieces(size: int) -> AsyncIterator[bytes]:
        for _ in range(size // 100_000):
            yield b" " * 100_000

    async def work() -> None:
        async with served() as made:
            assert_problem(await made.post("/events", b" " * 1_000_001), 413)
            response = await made.http.post("/events", content=in_pieces(1_100_000))
            assert_problem(response, 413)
            headers = {"Document-Id": "d", "Document-Sender": "s"}
            response = await made.post("/documents", b" " * 20_000_000, headers=headers)
            assert response.status_code == 204
            response = await made.post("/documents", b" " * 20_000_001, headers=headers)
            assert_problem(response, 413)

    run(work())


def bearer(claims: Any) -> dict[str, str]:
    parts = ({"alg": "ES384"}, claims)
    head, payload = (urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts)
    return {"Authorization": f"Bearer {head}.{payload}.c2ln"}


def test_a_request_comes_with_its_caller_and_what_the_token_allows() -> None:
    expires = WALL + timedelta(seconds=300)
    claims = {"sub": "portal", "scope": "a b", "facilities": ["1"], "exp": expires.timestamp()}
    headers = {"Request-Id": "r", "X-Client-Id": "portal", "X-Correlation-Id": "c"}

    async def work() -> Request:
        async with served(Layered) as made:
            path = "/requests/find_price@1"
            response = await made.post(path, {"item": 1}, headers=headers | bearer(claims))
            assert (response.status_code, response.json()) == (429, {"code": "SLOW_DOWN"})
            assert response.headers["retry-after"] == "3"
            asked: Request = made.integration.asked[0]
            return asked

    token = Token("portal", ("a", "b"), ("1",), NOON + timedelta(seconds=300 * 60))
    assert run(work()) == Request("find_price@1", {"item": 1}, "portal", "c", "r", token)


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic abc", "Bearer", "Bearer a.b", "Bearer a.!.c", "Bearer a.e30.c", "Bearer a.MQ.c"],
)
def test_a_token_that_cannot_be_read_is_none(authorization: str) -> None:
    async def work() -> Token | None:
        async with served(Layered) as made:
            await made.post("/requests/x", {}, headers={"Authorization": authorization})
            token: Token | None = made.integration.asked[0].token
            return token

    assert run(work()) is None


def test_a_clerks_decision_arrives() -> None:
    async def work() -> list[Resolution]:
        async with served(Layered) as made:
            response = await made.post("/resolutions", {"item_id": "i/1", "action": "retry"})
            assert response.status_code == 204
            assert_problem(await made.post("/resolutions", {"item_id": "i"}), 400, "action")
            resolved: list[Resolution] = made.integration.resolved
            return resolved

    assert run(work()) == [Resolution("i/1", "retry", "")]


def test_business_time_passes_as_the_testbed_says() -> None:
    async def work() -> None:
        async with served() as made:
            clock = made.integration.ports.clock
            still = {**START["clock"], "speed": 0.0}
            assert (await made.post("/clock", still)).status_code == 204
            assert clock.now() == NOON
            assert_problem(await made.post("/clock", {"speed": "fast"}), 400, "business")

    run(work())
