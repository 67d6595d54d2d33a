"""Hostile input over real sockets: answered in words, in bounded time and memory, and forgotten."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from integration_under_test.service import incoming
from integration_under_test.service.protection import bodies, bounded_http
from tests.unit.integration_under_test.service.fakes import run
from tests.unit.integration_under_test.service.protection.sockets import (
    Answer,
    Service,
    listening,
)
from tests.unit.integration_under_test.service.served import EVENT

pytestmark = pytest.mark.live

PATIENT, MRN = "Quirina Zebrowski", "MRN-7702913"
GOOD = json.dumps(EVENT).encode()
HEAD = b"POST /events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


def at(work: Callable[[Service], Awaitable[Any]], **told: Any) -> Any:
    """What some work with a service returns; afterwards it must still serve others."""

    async def whole() -> Any:
        async with listening(**told) as service:
            done = await work(service)
            before = len(service.integration.heard)
            assert (await service.post("/events", GOOD)).status == 204
            assert len(service.integration.heard) == before + 1
            return done

    return run(whole())


def problem(answer: Answer, status: int) -> None:
    assert answer.status == status, answer
    assert answer.problem["status"] == status
    shown = (answer.head + answer.body.decode()).casefold()
    for word in (PATIENT, "zebrowski", MRN, "traceback", ".py"):
        assert word.casefold() not in shown, answer


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "HEAD_WITHIN_S", 0.3)
    monkeypatch.setattr(bounded_http, "REST_WITHIN_S", 0.2)
    monkeypatch.setattr(incoming, "BODY_WITHIN_S", 0.3)


@pytest.mark.usefixtures("quick")
def test_a_head_that_does_not_end_is_not_waited_for() -> None:
    async def work(service: Service) -> Answer:
        drip = [b"POST /events HTTP/1.1\r\nHost: a\r\n", *[b"X-A: b\r\n"] * 200]
        return await service.send(*drip, pause_s=0.02)

    problem(at(work), 408)


@pytest.mark.usefixtures("quick")
def test_who_says_nothing_is_hung_up_on() -> None:
    assert at(lambda service: service.send()) == Answer(0, "", b"")


@pytest.mark.usefixtures("quick")
def test_the_second_head_of_a_connection_has_no_more_time_than_the_first() -> None:
    async def work(service: Service) -> Answer:
        first = HEAD + f"Content-Length: {len(GOOD)}\r\n\r\n".encode() + GOOD
        drip = [b"POST /events HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 200]
        return await service.send(first, *drip, pause_s=0.02)

    answer = at(work)
    assert answer.status == 204
    assert b"408" in answer.body  # after the answer to the first, on the same connection


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("length", [b"Content-Length: 1000", b"Transfer-Encoding: chunked"])
def test_a_body_that_does_not_end_is_not_waited_for(length: bytes) -> None:
    async def work(service: Service) -> Answer:
        piece = b" " if length.startswith(b"Content") else b"1\r\n \r\n"
        return await service.send(HEAD, length, b"\r\n\r\n", *[piece] * 200, pause_s=0.02)

    problem(at(work), 408)


@pytest.mark.usefixtures("quick")
def test_the_rest_of_what_was_refused_is_not_waited_for() -> None:
    async def work(service: Service) -> Answer:
        told = HEAD + b"Content-Length: 2000000\r\n\r\n"
        return await service.send(told, *[b" "] * 200, pause_s=0.02)

    problem(at(work), 413)


@pytest.mark.parametrize(
    "head",
    [
        b"POST /events HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 200_000,
        b"POST /events HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 40_000,
        b"POST /" + b"a" * 200_000,
    ],
    ids=["one header", "many headers", "a URL"],
)
def test_a_head_that_is_too_long_is_refused(head: bytes) -> None:
    async def work(service: Service) -> Answer:
        pieces = [head[n : n + 16_384] for n in range(0, len(head), 16_384)]
        return await service.send(*pieces)

    problem(at(work), 431)


def test_a_body_that_is_mostly_wrapping_is_refused() -> None:
    """Trailers that never end are kept by the parser, and are no body."""

    async def work(service: Service) -> Answer:
        told = HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
        return await service.send(told, *[b"X-A: " + b"b" * 8_000 + b"\r\n"] * 40)

    assert at(work).status in (0, 400)  # hung up on, and nobody else is the worse for it


@pytest.mark.parametrize(
    "told",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"HELO mail\r\n\r\n",
        b"POST /events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /events HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"POST /events HTTP/1.1\r\nHost: a\r\nX-A\x00B: c\r\n\r\n",
        f"GET /{PATIENT} HTTP/1.1\r\n\r\n".encode(),
    ],
)
def test_what_is_no_http_is_refused_in_words(told: bytes) -> None:
    problem(at(lambda service: service.send(told)), 400)


def test_too_many_connections_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def whole() -> None:
        async with listening() as service:
            monkeypatch.setattr(bounded_http, "MOST_CONNECTIONS", 3)
            open_ones = [await service.connect() for _ in range(3)]
            await asyncio.sleep(0.05)
            answer = await service.send()
            problem(answer, 503)
            assert "Retry-After: 1" in answer.head
            for _, writer in open_ones:
                writer.close()
            await asyncio.sleep(0.05)
            assert (await service.post("/events", GOOD)).status == 204

    run(whole())


def test_all_bodies_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_HELD_BYTES", 150_000)

    async def whole() -> None:
        async with listening() as service:
            slow = HEAD + b"Content-Length: 100001\r\n\r\n" + b" " * 100_000
            first = asyncio.create_task(service.send(slow, b"", b"1", pause_s=0.3))
            await asyncio.sleep(0.15)
            refused = await service.post("/events", b" " * 100_000)
            problem(refused, 503)
            assert "retry-after: 2" in refused.head
            assert (await service.post("/events", GOOD)).status == 204
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            await asyncio.sleep(0.05)
            # What the one who went away held is free again.
            assert (await service.post("/events", b" " * 100_000)).status == 400

    run(whole())


DEEP = b'{"specversion":"1.0","id":"1","source":"s","type":"t","data":' + b'{"a":' * 5_000
CASES: list[tuple[str, bytes, str, int]] = [
    ("/events", b'{"patient": "%s"' % PATIENT.encode(), "application/json", 400),
    ("/events", b'["%s"]' % MRN.encode(), "application/json", 400),
    ("/events", b'"%s"' % MRN.encode(), "application/json", 400),
    ("/events", b"[" * 900_000, "application/json", 400),
    ("/events", DEEP + b"1" + b"}" * 5_001, "application/json", 400),
    ("/events", b'{"a": ' + b"9" * 900_000 + b"}", "application/json", 400),
    ("/events", b'{"specversion": "1.0", "id": NaN}', "application/json", 400),
    ("/events", b'\xef\xbb\xbf{"id": "%s"}' % MRN.encode(), "application/json", 400),
    ("/events", PATIENT.encode("utf-16"), "application/json", 400),
    ("/events", f"<p>{MRN}</p>".encode(), "text/xml", 415),
    ("/events", f"name={PATIENT}".encode(), "application/x-www-form-urlencoded", 415),
    ("/documents", b"ISA*00", "application/edi-x12", 400),
    ("/requests/find_price", b'["%s"]' % MRN.encode(), "application/json", 400),
    ("/requests/find_price", MRN.encode(), "text/plain", 415),
    ("/resolutions", b'{"item_id": {"mrn": "%s"}}' % MRN.encode(), "application/json", 400),
    ("/clock", b'{"business": "%s"}' % PATIENT.encode(), "application/json", 400),
    ("/clock", b'{"speed": 1e999}', "application/json", 400),
    (
        "/start",
        b'{"systems": {"erp": {"url": "ftp://%s"}}}' % MRN.encode(),
        "application/json",
        400,
    ),
    ("/start", b'{"settings": {"%s": 1}}' % MRN.encode(), "application/json", 400),
    (f"/{MRN}", b"{}", "application/json", 404),
    ("/events/../../etc/passwd", b"{}", "application/json", 404),
    ("/health", b"{}", "application/json", 405),
]
for member, value in (("id", {"p": PATIENT}), ("source", [MRN]), ("type", 7), ("subject", {})):
    body = json.dumps({**EVENT, member: value}).encode()
    CASES.append(("/events", body, "application/json", 400))


@pytest.mark.parametrize(("path", "body", "media_type", "status"), CASES)
def test_what_cannot_be_meant_is_refused_and_never_repeated(
    path: str, body: bytes, media_type: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def work(service: Service) -> Answer:
        answer = await service.post(path, body, media_type)
        assert service.integration.heard == []
        return answer

    problem(at(work), status)
    assert PATIENT not in caplog.text


def test_what_is_compressed_is_not_unpacked() -> None:
    import gzip

    bomb = gzip.compress(b" " * 50_000_000)
    problem(at(lambda s: s.post("/events", bomb, Content_Encoding="gzip")), 415)


@pytest.mark.parametrize("path", ["/events", "/documents", "/requests/x", "/resolutions"])
def test_what_an_integration_says_when_it_breaks_is_told_to_nobody(path: str) -> None:
    async def work(service: Service) -> Answer:
        integration = service.integration
        told = json.dumps({**EVENT, "item_id": "i", "action": "retry"}).encode()

        async def breaks(_: Any) -> None:
            raise ValueError(f"no patient {PATIENT} {MRN}")

        for door in ("on_event", "on_document", "on_request", "on_resolution"):
            setattr(integration, door, breaks)
        answer = await service.post(path, told, Document_Id="d", Document_Sender="s")
        for door in ("on_event", "on_document", "on_request", "on_resolution"):
            delattr(integration, door)
        return answer

    problem(at(work), 500)


@pytest.mark.usefixtures("quick")
def test_memory_does_not_grow_with_what_is_refused() -> None:
    import tracemalloc

    async def work(service: Service) -> int:
        huge = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        piece = b"10000\r\n" + b" " * 65_536 + b"\r\n"
        tracemalloc.start()
        try:
            for _ in range(5):
                answer = await service.send(huge, *[piece] * 100)
                assert answer.status in (0, 413)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert at(work) < 20_000_000
