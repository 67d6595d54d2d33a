"""What a system does with requests that nobody should send: it says so, and nothing is posted."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
import pytest

from mock_systems.erp import Erp
from mock_systems.service.http_app import build_app
from sim.live import bounded_protocol
from sim.live.server import serving
from tests.bench.invoice_arms import Quiet, invoice, load_masters, order

pytestmark = pytest.mark.live

T = TypeVar("T")
WITHIN_S = 30.0
MEGABYTE = 1_000_000
JSON = {"Content-Type": "application/json"}


@dataclass
class Served:
    """An ERP with one open order, behind its HTTP face."""

    erp: Erp
    order: str
    recorded: Quiet
    url: str = ""
    http: httpx.AsyncClient = field(init=False)

    @property
    def books(self) -> list[Any]:
        """Every table, and what was recorded."""
        return [*self.erp.books(), len(self.recorded.effects)]

    async def post(self, content: bytes, **headers: str) -> httpx.Response:
        return await self.http.post("/invoices", content=content, headers={**JSON, **headers})

    async def raw(self, *pieces: bytes, pause_s: float = 0.0) -> bytes:
        """What comes back until the server hangs up."""
        parts = httpx.URL(self.url)
        reader, writer = await asyncio.open_connection(parts.host, parts.port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause_s)
            return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def served() -> AsyncIterator[Served]:
    quiet = Quiet()
    erp = Erp(quiet, quiet, quiet)
    load_masters(erp)
    made = Served(erp, order(erp), quiet)
    async with serving(build_app(erp), "127.0.0.1", 0) as url:
        made.url = url
        made.http = httpx.AsyncClient(base_url=url, timeout=WITHIN_S)
        async with made.http:
            yield made


def run(work: Coroutine[Any, Any, T]) -> T:
    async def bounded() -> T:
        async with asyncio.timeout(WITHIN_S):
            return await work

    return asyncio.run(bounded())


def assert_refused(response: httpx.Response, *statuses: int) -> None:
    assert response.status_code in statuses, response.text
    assert "json" in response.headers["content-type"]
    assert response.json()
    for word in ("Traceback", 'File "', "site-packages", ".py"):
        assert word not in response.text


def assert_problem(answer: bytes, status: int) -> None:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), answer[:200]
    assert b"content-type: application/problem+json" in head
    told = json.loads(body)
    assert told["status"] == status
    assert told["detail"]


MALFORMED = {
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 200_000,
    "deep and closed": b'{"Lines":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "not UTF-8": b'{"InvoiceNumber": "\xff\xfe"}',
    "half a character": b'{"InvoiceNumber": "\\ud800"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "zero bytes": bytes(1000),
    "a list": b"[1]",
    "a text": b'"x"',
    "a number": b"12",
    "null": b"null",
    "nothing": b"",
    "half": b'{"InvoiceNumber": "I',
    "two": b"{} {}",
}


def test_what_is_no_invoice_is_refused_and_the_server_goes_on() -> None:
    async def work() -> None:
        async with served() as made:
            before = made.books
            for name, content in MALFORMED.items():
                assert_refused(await made.post(content), 400, 422)
                assert made.books == before, name
            good = json.dumps(invoice(made.order, 1)).encode()
            assert (await made.post(good)).status_code == 201

    run(work())


def spoilt() -> Iterator[tuple[str, Any]]:
    """Every field of an invoice with values that it cannot have."""
    huge = int("9" * 400)
    values: tuple[Any, ...] = (None, True, -1, huge, 1e308, "", "x" * 100_000, [], {}, [[[]]])
    odd = ("-1.00", "1e999", "NaN", "Infinity", "2026-13-45", "\u0000", "9" * 400)
    for name in ("InvoiceNumber", "SupplierNumber", "InvoiceDate", "InvoiceAmount", "OrderNumber"):
        for value in (*values, *odd):
            yield name, value


def test_no_field_of_the_wrong_type_or_size_gets_anything_posted() -> None:
    async def work() -> list[tuple[str, int]]:
        async with served() as made:
            before, answers = made.books, []
            for n, (name, value) in enumerate(spoilt()):
                body = {**invoice(made.order, n), name: value}
                response = await made.post(json.dumps(body).encode())
                if response.status_code >= 300:
                    assert_refused(response, 400, 404, 409, 422)
                    assert made.books == before, (name, value)
                answers.append((f"{name}={value!r:.20}", response.status_code))
                before = made.books
            return answers

    answers = run(work())
    taken = {what.partition("=")[0] for what, status in answers if status < 300}
    assert taken <= {"InvoiceNumber"}, "only a text that is as good as any other is taken"


def test_lines_with_impossible_numbers_leave_nothing_half_posted() -> None:
    async def work() -> None:
        async with served() as made:
            before = made.books
            good = invoice(made.order, 1)
            impossible: tuple[Any, ...] = ("-1", "1e400", "NaN", "9" * 100, -(10**30), [], None)
            line: dict[str, Any] = good["Lines"][0]  # type: ignore[index]
            for name in ("Quantity", "UnitPrice", "LineNumber", "OrderLineNumber"):
                for value in impossible:
                    # The first line is in order: it must not stand alone in the books.
                    lines = [line, {**line, "LineNumber": 2, name: value}]
                    response = await made.post(json.dumps({**good, "Lines": lines}).encode())
                    assert_refused(response, 400, 404, 409, 422)
                    assert made.books == before

    run(work())


def test_another_kind_of_body_is_refused() -> None:
    async def work() -> None:
        async with served() as made:
            good = json.dumps(invoice(made.order, 1)).encode()
            for media_type in ("text/plain", "application/xml", "multipart/form-data"):
                response = await made.post(good, **{"Content-Type": media_type})
                assert_refused(response, 415)
            response = await made.post(good, **{"Content-Type": "application/json; charset=utf-8"})
            assert response.status_code == 201

    run(work())


UNROUTED = (
    ("GET", "/nowhere", 404),
    ("POST", "/invoices/../../etc/passwd", 404),
    ("GET", "/%00", 404),
    ("GET", "/" + "x" * 20_000, 404),
    ("DELETE", "/invoices", 405),
    ("TRACE", "/invoices", 405),
    ("PATCH", "/suppliers", 405),
)


def test_a_path_or_method_that_is_not_there_is_told_in_json() -> None:
    async def work() -> None:
        async with served() as made:
            for method, path, status in UNROUTED:
                assert_refused(await made.http.request(method, path), status)

    run(work())


def test_a_large_body_is_refused_before_it_was_sent() -> None:
    async def work() -> None:
        async with served() as made:
            head = b"POST /invoices HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            answer = await made.raw(head + b"content-length: 30000000\r\n\r\n{")
            assert_problem(answer, 413)
            answer = await made.raw(head + b"content-length: 6000000\r\n\r\n{")
            assert answer.startswith(b"HTTP/1.1 413 "), "more than an operation takes"

    run(work())


def test_a_body_without_end_costs_no_more_memory_than_the_largest_that_is_taken() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b" " * MEGABYTE

    async def work() -> None:
        async with served() as made:
            before = made.books
            try:
                response = await made.http.post("/invoices", content=pieces(), headers=JSON)
            except httpx.TransportError:
                pass  # cut off while it was still sending
            else:
                assert_refused(response, 413)
            assert made.books == before

    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(work())
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1000
    assert grown_mb < 100


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_protocol, "RECEIVED_WITHIN_S", 0.3)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"POST /inv", b"oices HTT", b"P/1.1\r\n", b"a: b\r\n", b"c: d\r\n"),
        (b"POST /invoices HTTP/1.1\r\ncontent-length: 100\r\n\r\n", b"{", b'"a"', b":", b"1"),
    ],
    ids=["says nothing", "slow header", "slow body"],
)
def test_who_sends_too_slowly_is_cut_off_and_others_are_served_meanwhile(
    pieces: tuple[bytes, ...],
) -> None:
    async def work() -> None:
        async with served() as made:
            before = made.books
            slow = [asyncio.create_task(made.raw(*pieces, pause_s=0.1)) for _ in range(20)]
            assert (await made.http.get("/periods/2026-04")).status_code == 200
            for answer in await asyncio.gather(*slow):
                assert_problem(answer, 408)
            assert made.books == before

    run(work())


@pytest.mark.usefixtures("impatient")
def test_a_request_that_came_in_time_may_be_answered_late_and_followed_by_another() -> None:
    async def work() -> None:
        async with served() as made:
            for _ in range(3):
                assert (await made.http.get("/periods/2026-04")).status_code == 200
                await asyncio.sleep(0.4)

    run(work())


def test_more_connections_than_there_may_be_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_protocol, "MOST_CONNECTIONS", 5)

    async def work() -> None:
        async with served() as made:
            parts = httpx.URL(made.url)
            held = [await asyncio.open_connection(parts.host, parts.port) for _ in range(5)]
            await asyncio.sleep(0.05)
            assert_problem(await made.raw(), 503)
            for _, writer in held:
                writer.close()
            await asyncio.sleep(0.05)
            assert (await made.http.get("/periods/2026-04")).status_code == 200

    run(work())


NO_HTTP = (
    (b"this is not HTTP\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\ncontent-length: -5\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\n" + b"a: " + b"x" * 200_000, 431),
)


def test_what_is_no_http_is_told_so() -> None:
    async def work() -> None:
        async with served() as made:
            for request, status in NO_HTTP:
                assert_problem(await made.raw(request), status)

    run(work())
