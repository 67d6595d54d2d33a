"""Over TLS: who is believed, and whom we show our certificate."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from integration_under_test.boundary import CallError, Unavailable
from integration_under_test.service.credentials.trust import trust_of
from integration_under_test.service.line import Line, Message
from integration_under_test.service.lines import Lines
from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.whereabouts import Whereabouts
from tests.unit.integration_under_test.service.credentials.provider import S16
from tests.unit.integration_under_test.service.fakes import Counterpart, run
from tests.unit.integration_under_test.service.served import START

pytestmark = pytest.mark.live

OURS, OTHERS = trustme.CA(), trustme.CA()
HERE = OURS.issue_cert("127.0.0.1")
CLIENT = OURS.issue_cert("integration@group.example")
EXPIRED = OURS.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))
ELSEWHERE = OURS.issue_cert("10.0.0.1")


def pem(authority: trustme.CA) -> str:
    return authority.cert_pem.bytes().decode()


def proof(leaf: trustme.LeafCert) -> dict[str, str]:
    chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
    return {"certificate": chain.decode(), "certificate_key": leaf.private_key_pem.bytes().decode()}


@asynccontextmanager
async def secure(leaf: trustme.LeafCert, mutual: bool = False) -> AsyncIterator[Counterpart]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    if mutual:
        OURS.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    made = Counterpart()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    made.url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()


def told(**more: Any) -> Whereabouts:
    return Whereabouts.model_validate({**START, **more})


async def get(url: str, **more: Any) -> int:
    line = Line({}, trust_of(told(**more)))
    try:
        return (await line.exchange("erp", Message("GET", f"{url}/x"))).status
    finally:
        await line.close()


def test_whom_the_authority_vouches_for_is_believed() -> None:
    async def work() -> int:
        async with secure(HERE) as other:
            return await get(other.url, ca=pem(OURS))

    assert run(work()) == 200


@pytest.mark.parametrize(
    ("leaf", "more"),
    [
        (HERE, {"ca": pem(OTHERS)}),
        (HERE, {}),
        (EXPIRED, {"ca": pem(OURS)}),
        (ELSEWHERE, {"ca": pem(OURS)}),
    ],
    ids=["another authority", "none", "expired", "for another host"],
)
def test_nobody_else_is_and_nothing_was_sent(leaf: trustme.LeafCert, more: dict[str, str]) -> None:
    async def work() -> int:
        async with secure(leaf) as other:
            with pytest.raises(Unavailable):
                await get(other.url, **more)
            return len(other.heard)

    assert run(work()) == 0


def test_with_mutual_tls_we_show_our_certificate() -> None:
    async def work() -> None:
        async with secure(HERE, mutual=True) as other:
            assert await get(other.url, ca=pem(OURS), **proof(CLIENT)) == 200
            for theirs in ({}, proof(OTHERS.issue_cert("x@group.example"))):
                with pytest.raises(CallError):
                    await get(other.url, ca=pem(OURS), **theirs)
            assert len(other.heard) == 1

    run(work())


def test_tokens_are_asked_for_and_shown_over_tls_too() -> None:
    async def work() -> None:
        async with secure(HERE, mutual=True) as other:
            s16 = S16(other)
            more = {"ca": pem(OURS), **proof(CLIENT), "identity": s16.told()}
            lines = Lines(told(systems={"erp": {"url": other.url}}, **more))
            try:
                message = Message("POST", f"{other.url}/erp/orders", b"{}")
                answer = await lines.systems.exchange("erp", message)
                assert answer.status == 201
                assert s16.asked("/token") == 1
            finally:
                await lines.close()

    run(work())


@pytest.mark.parametrize(
    "more",
    [
        {"ca": "no certificate"},
        {"ca": pem(OURS).replace("MII", "AAA", 1)},
        {"certificate": "none", "certificate_key": "none"},
        proof(CLIENT) | {"certificate_key": proof(HERE)["certificate_key"]},
        {"certificate": proof(CLIENT)["certificate"]},
    ],
    ids=["no authority", "a broken one", "no certificate", "another's key", "no key"],
)
def test_what_is_no_certificate_is_refused_without_being_shown(more: dict[str, str]) -> None:
    with pytest.raises(Unacceptable) as refused:
        trust_of(told(**more))
    assert "BEGIN" not in str(refused.value)
