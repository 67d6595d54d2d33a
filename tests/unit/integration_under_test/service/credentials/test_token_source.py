"""Tokens for the systems: asked for once, kept, renewed, and shown to nobody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from joserfc.jwk import ECKey, RSAKey

from integration_under_test.boundary import Rejected, Unavailable
from integration_under_test.service.addresses import origin_of
from integration_under_test.service.credentials.token_source import TokenSource, private_key
from integration_under_test.service.line import Line, Message
from integration_under_test.service.outcomes import outcome_of
from integration_under_test.service.problems import Unacceptable
from tests.unit.integration_under_test.service.credentials.provider import PEM, S16
from tests.unit.integration_under_test.service.fakes import (
    RESET,
    SILENCE,
    Counterpart,
    answer,
    counterpart,
    refused_url,
    run,
)

pytestmark = pytest.mark.live


@asynccontextmanager
async def way(s16: S16, **more: str) -> AsyncIterator[Line]:
    """A line to the systems that lives on the provider's tokens."""
    identity, aside = s16.identity(**more), Line({})
    origins = frozenset({origin_of(s16.counterpart.url)})
    source = TokenSource(identity, private_key(identity), origins, aside)
    line = Line({}, None, source)
    try:
        yield line
    finally:
        await line.close()
        await aside.close()


async def post(line: Line, url: str) -> dict[str, object]:
    message = Message("POST", f"{url}/erp/orders", b"{}")
    return outcome_of("erp.create_order", await line.exchange("erp.create_order", message))


def test_a_token_is_asked_for_once_however_many_calls_need_it() -> None:
    async def work() -> tuple[int, int]:
        async with counterpart() as other:
            s16 = S16(other)
            async with way(s16) as line:
                answers = await asyncio.gather(*(post(line, other.url) for _ in range(20)))
                assert answers == [{"done": True}] * 20
                return s16.asked("/token"), s16.asked("/erp/orders")

    assert run(work()) == (1, 20)


def test_each_assertion_is_a_fresh_one_so_that_none_is_refused_as_a_replay() -> None:
    async def work() -> int:
        async with counterpart() as other:
            s16 = S16(other)
            for _ in range(3):
                async with way(s16) as line:
                    await post(line, other.url)
            return s16.asked("/token")

    assert run(work()) == 3


def test_a_token_is_renewed_before_it_ends() -> None:
    async def work() -> int:
        async with counterpart() as other:
            s16 = S16(other, lifetime_s=1)
            async with way(s16) as line:
                for _ in range(5):
                    await post(line, other.url)
                    await asyncio.sleep(0.25)
            assert s16.asked("/erp/orders") == 5
            return s16.asked("/token")

    assert run(work()) == 2


def test_a_refused_token_is_replaced_and_the_call_repeated_once() -> None:
    async def work() -> tuple[int, int]:
        async with counterpart() as other:
            s16 = S16(other)
            async with way(s16) as line:
                await post(line, other.url)
                s16.refused.add(other.heard[-1].headers["authorization"])
                answers = await asyncio.gather(*(post(line, other.url) for _ in range(5)))
                assert answers == [{"done": True}] * 5
                return s16.asked("/token"), s16.asked("/erp/orders")

    assert run(work()) == (2, 1 + 5 + 5)


def test_a_second_401_is_a_refusal() -> None:
    async def work() -> tuple[int, int]:
        async with counterpart() as other:
            s16 = S16(other)
            other.otherwise = lambda heard: (
                s16.answer(heard) if heard.target == "/token" else answer(401, {"code": "NO"})
            )
            async with way(s16) as line:
                with pytest.raises(Rejected) as refused:
                    await post(line, other.url)
                assert refused.value.status == 401
                assert refused.value.definite
            return s16.asked("/token"), s16.asked("/erp/orders")

    assert run(work()) == (2, 2)


def test_a_scope_that_was_not_granted_is_a_refusal_at_once() -> None:
    async def work() -> int:
        async with counterpart() as other:
            s16 = S16(other)
            async with way(s16, scope="erp.orders.read") as line:
                with pytest.raises(Rejected) as refused:
                    await post(line, other.url)
                assert refused.value.status == 403
            return s16.asked("/erp/orders")

    assert run(work()) == 1


@pytest.mark.parametrize(
    "told",
    [
        answer(503),
        answer(429, {}, {"Retry-After": "1"}),
        answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
        answer(400, {"error": "invalid_client"}),
        answer(200, {"token_type": "Bearer", "expires_in": 300}),
        answer(200, {"access_token": "a", "token_type": "mac", "expires_in": 300}),
        answer(200, {"access_token": "a\r\nX: y", "token_type": "Bearer", "expires_in": 300}),
        answer(200, {"access_token": "a", "token_type": "Bearer", "expires_in": -1}),
        answer(200, b"<html>"),
        RESET,
    ],
)
def test_without_a_token_nothing_is_sent_to_a_system(told: bytes) -> None:
    async def work() -> int:
        async with counterpart(told) as other:
            s16 = S16(other)
            async with way(s16) as line:
                with pytest.raises(Unavailable, match="token") as away:
                    await post(line, other.url)
                assert away.value.definite
                assert await post(line, other.url) == {"done": True}  # the next one tries again
            return s16.asked("/erp/orders")

    assert run(work()) == 1


def test_a_token_endpoint_that_is_silent_or_away_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("integration_under_test.service.credentials.token_source.WITHIN_S", 0.1)

    async def work(away: str, *answers: bytes) -> None:
        async with counterpart(*answers) as other:
            s16 = S16(other)
            more = {"token_endpoint": f"{away}/token"} if away else {}
            async with way(s16, **more) as line:
                results = await asyncio.gather(
                    *(post(line, other.url) for _ in range(3)), return_exceptions=True
                )
                assert [type(result) for result in results] == [Unavailable] * 3

    run(work(refused_url()))
    run(work("", SILENCE))


def test_a_token_goes_to_no_other_origin_and_follows_no_redirect() -> None:
    async def work(other: Counterpart, elsewhere: Counterpart) -> None:
        s16 = S16(other)
        async with way(s16) as line:
            await line.exchange("x", Message("GET", f"{elsewhere.url}/openapi.json"))
            assert s16.asked("/token") == 0
            moved = answer(308, b"", {"Location": f"{elsewhere.url}/stolen"})
            other.otherwise = lambda heard: s16.answer(heard) if heard.target == "/token" else moved
            assert (await line.exchange("x", Message("POST", f"{other.url}/erp"))).status == 308
            # The same host under another name is another origin.
            named = other.url.replace("127.0.0.1", "localhost")
            await line.exchange("x", Message("GET", f"{named}/erp"))
        assert [heard.target for heard in elsewhere.heard] == ["/openapi.json"]
        assert "authorization" not in elsewhere.heard[0].headers
        assert "authorization" not in other.heard[-1].headers

    async def both() -> None:
        async with counterpart() as other, counterpart() as elsewhere:
            await work(other, elsewhere)

    run(both())


def test_neither_tokens_nor_keys_stand_in_logs_or_errors(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def work() -> str:
        async with counterpart() as other:
            s16 = S16(other)
            async with way(s16) as line:
                await post(line, other.url)
                token = other.heard[-1].headers["authorization"].partition(" ")[2]
                other.otherwise = lambda _: answer(200, {"access_token": token, "token_type": "x"})
                s16.refused.add(f"Bearer {token}")
                source = line._passes
                assert source is not None
                with pytest.raises(Unavailable) as error:
                    await source.authorization(other.url, refused=f"Bearer {token}")
                secret = PEM.splitlines()[1]
                for shown in (caplog.text, str(error.value), repr(s16.identity())):
                    assert token not in shown
                    assert secret not in shown
                return token

    assert run(work())


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "secret",
        ECKey.generate_key("P-256").as_pem(private=True).decode(),
        ECKey.generate_key("P-384").as_pem(private=False).decode(),
        RSAKey.generate_key(2048).as_pem(private=True).decode(),
    ],
    ids=["none", "a word", "P-256", "public", "RSA"],
)
def test_a_key_that_cannot_sign_is_refused_without_being_shown(pem: str) -> None:
    async def work() -> None:
        async with counterpart() as other:
            identity = S16(other).identity(private_key=pem)
            with pytest.raises(Unacceptable, match="P-384") as refused:
                private_key(identity)
            assert not pem or pem not in str(refused.value)

    run(work())
