"""What becomes of a call to a system: each outcome over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from integration_under_test.service import systems
from integration_under_test.service.systems import HttpSystem
from integration_under_test.service.whereabouts import SystemPlace
from tests.unit.integration_under_test.service.fakes import (
    CUT,
    RESET,
    SILENCE,
    Counterpart,
    answer,
    counterpart,
    line,
    refused_url,
    run,
)

pytestmark = pytest.mark.live

TEXT = {"content": {"text/xml; charset=utf-8": {"schema": {"type": "string"}}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {
        "/orders": {"post": {"operationId": "create_order"}, "get": {"operationId": "find_orders"}},
        "/orders/{No}": {"delete": {"operationId": "cancel_order"}},
        "/soap": {"post": {"operationId": "soap", "requestBody": TEXT}},
    },
}


@asynccontextmanager
async def system(*answers: bytes) -> AsyncIterator[tuple[HttpSystem, Counterpart]]:
    """A client whose counterpart first serves the document, then these answers."""
    async with counterpart(answer(200, DOCUMENT), *answers) as other, line() as out:
        yield HttpSystem("erp", SystemPlace(url=f"{other.url}/erp"), out), other


def call(*answers: bytes, operation: str = "create_order", **more: Any) -> dict[str, Any]:
    async def work() -> dict[str, Any]:
        async with system(*answers) as (client, _):
            return await client.call(operation, {"No": "1"}, **more)

    return run(work())


def test_a_json_answer_is_returned() -> None:
    assert call(answer(201, {"No": 7})) == {"No": 7}
    assert call(answer(204)) == {}


def test_a_refusal_tells_status_code_message_and_body() -> None:
    body = {"o:errorCode": "PERIOD_CLOSED", "detail": "April is closed"}
    with pytest.raises(Rejected) as refused:
        call(answer(409, body))
    error = refused.value
    assert (error.status, error.code, error.message) == (409, "PERIOD_CLOSED", "April is closed")
    assert error.body == body
    assert error.definite


def test_a_refusal_is_one_whatever_it_says() -> None:
    with pytest.raises(Rejected) as refused:
        call(answer(404, b"<html>no</html>"))
    assert (refused.value.status, refused.value.code) == (404, "unknown")


@pytest.mark.parametrize(
    ("told", "wait_s"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("soon", None), ("inf", None), ("", None)],
)
def test_too_many_requests_tell_how_long_to_wait(told: str, wait_s: float | None) -> None:
    headers: Mapping[str, str] = {"Retry-After": told} if told else {}
    with pytest.raises(Throttled) as throttled:
        call(answer(429, {}, headers))
    assert throttled.value.retry_after_s == wait_s


@pytest.mark.parametrize(
    "told",
    [answer(500, {}), answer(503), answer(302, b"", {"location": "/"}), RESET, CUT],
    ids=["500", "503", "redirect", "reset", "cut off"],
)
def test_what_leaves_open_what_was_done_is_an_unknown_outcome(told: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        call(told)


@pytest.mark.parametrize("body", [b"<html>yes</html>", b"{", b"[1]"])
def test_a_success_that_cannot_be_read_is_an_unknown_outcome(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown):
        call(answer(200, body))


def test_silence_is_an_unknown_outcome_after_the_time_given() -> None:
    with pytest.raises(OutcomeUnknown, match=r"within 0\.1 s"):
        call(SILENCE, timeout_s=0.1)


@pytest.mark.parametrize("operation", ["create_order", "find_orders", "cancel_order"])
def test_a_broken_request_is_not_sent_again_by_itself(operation: str) -> None:
    async def work() -> list[str]:
        async with system(answer(200, {}), RESET) as (client, other):
            await client.call("find_orders", {})  # so that the connection is a kept one
            with pytest.raises(OutcomeUnknown):
                await client.call(operation, {"No": "1"})
            return [heard.method for heard in other.heard]

    assert len(run(work())) == 3


def test_a_port_where_nobody_listens_is_unavailable() -> None:
    async def work() -> None:
        async with system() as (client, _):
            await client.call("find_orders", {})
            client._place = SystemPlace(url=refused_url())
            with pytest.raises(Unavailable):
                await client.call("create_order", {})

    run(work())


def test_after_the_end_of_its_life_nothing_is_sent() -> None:
    async def work() -> None:
        async with system() as (client, other):
            await client.call("find_orders", {})
            await client._line.close()
            with pytest.raises(Unavailable, match="over"):
                await client.call("create_order", {})
            assert len(other.heard) == 2

    run(work())


def test_correlation_and_idempotency_key_travel_as_headers() -> None:
    async def work() -> list[Mapping[str, str]]:
        async with system() as (client, other):
            await client.call("create_order", {}, idempotency_key="k", correlation_id="c")
            await client.call("create_order", {})
            return [heard.headers for heard in other.heard[1:]]

    with_keys, without = run(work())
    assert (with_keys["idempotency-key"], with_keys["x-correlation-id"]) == ("k", "c")
    assert not {"idempotency-key", "x-correlation-id"} & without.keys()


def test_a_correlation_id_from_outside_cannot_forge_a_header() -> None:
    async def work() -> Mapping[str, str]:
        async with system() as (client, other):
            await client.call("create_order", {}, correlation_id="c\r\nX-Client-Id: other")
            return other.heard[1].headers

    headers = run(work())
    assert headers["x-correlation-id"] == "c%0D%0AX-Client-Id: other"
    assert "x-client-id" not in headers


def test_a_text_travels_as_it_is_in_both_directions() -> None:
    async def work() -> dict[str, Any]:
        async with system(answer(200, "<b>é</b>".encode())) as (client, other):
            found = await client.call("soap", {"xml": "<a>ü</a>"})
            assert other.heard[1].content == "<a>ü</a>".encode()
            assert other.heard[1].headers["content-type"] == "text/xml; charset=utf-8"
            return found

    assert run(work()) == {"xml": "<b>é</b>"}


def test_an_operation_that_is_not_there_is_a_mistake_with_a_hint() -> None:
    with pytest.raises(LookupError, match="did you mean 'create_order'"):
        call(operation="create_orders")


def test_the_document_is_fetched_once_however_many_call() -> None:
    async def work() -> list[str]:
        async with system() as (client, other):
            await asyncio.gather(*(client.call("find_orders", {}) for _ in range(20)))
            return [heard.target for heard in other.heard]

    assert sorted(run(work())) == ["/erp/openapi.json", *["/erp/orders"] * 20]


def test_the_document_is_asked_for_until_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "FIRST_PAUSE_S", 0.001)

    async def work() -> dict[str, Any]:
        bad = (answer(500), answer(200, b"<html>"), answer(200, []), RESET)
        good = (answer(200, DOCUMENT), answer(200, {"a": 1}))
        async with counterpart(*bad, *good) as other, line() as out:
            client = HttpSystem("erp", SystemPlace(url=other.url), out)
            return await client.call("find_orders", {})

    assert run(work()) == {"a": 1}


def test_without_a_document_nothing_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "FIRST_PAUSE_S", 0.001)

    async def work(url: str, timeout_s: float) -> None:
        async with line() as out:
            client = HttpSystem("erp", SystemPlace(url=url), out)
            with pytest.raises(Unavailable, match="OpenAPI document"):
                await client.call("find_orders", {}, timeout_s=timeout_s)

    async def silent() -> None:
        async with counterpart(SILENCE) as other:
            await work(other.url, 0.1)

    run(work(refused_url(), 5.0))
    run(silent())
