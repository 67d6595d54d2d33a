"""Transport: who is at the other end (RFC 8705, RFC 8446), on real sockets."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from sim.live.doors import NotServed
from sim.live.tls import TlsFiles, from_files, made_here
from tests.live.security.secure_ledger import Authority, Ledger, ledger, secured

REFUSED = (httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError, httpx.WriteError)
"""In TLS 1.3 a client hears of its refused certificate only when it reads."""
PATIENCE_S = 30.0


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def run(authority: Authority, attack: Callable[[Ledger], Awaitable[None]], **given: bool) -> None:
    async def whole() -> None:
        async with asyncio.timeout(PATIENCE_S), ledger(secured(authority, **given)) as found:
            await attack(found)

    asyncio.run(whole())


def test_a_client_with_its_certificate_does_its_work(authority: Authority) -> None:
    async def work(found: Ledger) -> None:
        hub = authority.client("hub.test")
        answer = await found.post(hub, await found.token(hub))
        assert answer.status_code == 201
        assert found.url.startswith("https://127.0.0.1:")
        assert found.system.entries == [("A", 1)]

    run(authority, work)


def test_a_token_with_another_certificate(authority: Authority) -> None:
    """Stolen from one client, useless to another, even one of the same authority: 401."""

    async def steal(found: Ledger) -> None:
        token = await found.token(authority.client("hub.test"))
        answer = await found.post(authority.client("thief.test"), token)
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
        assert not found.system.entries

    run(authority, steal)


def test_no_client_certificate(authority: Authority) -> None:
    async def knock(found: Ledger) -> None:
        with pytest.raises(REFUSED):
            await found.token(authority.client())
        with pytest.raises(REFUSED):
            await found.post(authority.client(), "any")

    run(authority, knock)


def test_a_client_certificate_of_the_wrong_authority(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path).files("hub.test")

    async def knock(found: Ledger) -> None:
        context = authority.client()
        context.load_cert_chain(other.certificate, other.key)
        with pytest.raises(REFUSED):
            await found.post(context, "any")

    run(authority, knock)


def test_an_expired_client_certificate(authority: Authority) -> None:
    async def knock(found: Ledger) -> None:
        with pytest.raises(REFUSED):
            await found.post(authority.client("hub.test", ended=True), "any")

    run(authority, knock)


def test_a_server_with_another_name(authority: Authority) -> None:
    """Wrong SAN: the client goes away before it shows its token."""

    async def ask(found: Ledger) -> None:
        with pytest.raises(httpx.ConnectError, match=r"(?i)hostname mismatch|not valid for"):
            await found.post(authority.client("hub.test"), "any", sni_hostname="erp.test")

    run(authority, ask)


def test_a_server_of_the_wrong_authority(authority: Authority, tmp_path: Path) -> None:
    async def ask(found: Ledger) -> None:
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await found.post(Authority(tmp_path).client("hub.test"), "any")

    run(authority, ask)


def test_an_expired_server_certificate(authority: Authority) -> None:
    async def ask(found: Ledger) -> None:
        with pytest.raises(httpx.ConnectError, match="expired"):
            await found.post(authority.client("hub.test"), "any")

    run(authority, ask, ended=True)


def test_plain_http_where_there_is_tls(authority: Authority) -> None:
    async def ask(found: Ledger) -> None:
        async with httpx.AsyncClient() as client:
            with pytest.raises(REFUSED):
                await client.get(found.url.replace("https", "http"))

    run(authority, ask)


def test_without_mutual_tls_a_token_is_anybodys_who_has_it(authority: Authority) -> None:
    """Which is why there is mutual TLS; it is a setting."""

    async def work(found: Ledger) -> None:
        token = await found.token(authority.client())
        assert (await found.post(authority.client(), token)).status_code == 201

    run(authority, work, mutual=False)


def test_old_versions_of_tls_are_not_spoken(authority: Authority) -> None:
    for tls in (secured(authority), made_here("127.0.0.1")):
        assert tls.server.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_certificates_made_here_are_told_and_fit_together(tmp_path: Path) -> None:
    tls = made_here("127.0.0.1", mutual=True)
    told = tls.told()
    assert tls.is_mutual
    assert tls.is_test

    async def whole() -> None:
        context = ssl.create_default_context(cadata=told["ca"])
        pair = tmp_path / "pair.pem"
        pair.write_text(told["certificate"] + told["certificate_key"], "ascii")
        context.load_cert_chain(pair)
        async with asyncio.timeout(PATIENCE_S), ledger(tls) as found:
            assert (await found.post(context, await found.token(context))).status_code == 201

    asyncio.run(whole())
    assert set(told) == {"ca", "certificate", "certificate_key"}
    assert set(made_here("127.0.0.1").told()) == {"ca"}


@pytest.mark.parametrize("wrong", ["missing", "swapped", "another"])
def test_files_that_do_not_fit_are_named(authority: Authority, tmp_path: Path, wrong: str) -> None:
    good, other = authority.files("127.0.0.1"), authority.files("127.0.0.1")
    files = {
        "missing": TlsFiles(tmp_path / "none.pem", good.key, good.authority),
        "swapped": TlsFiles(good.key, good.certificate, good.authority),
        "another": TlsFiles(good.certificate, other.key, good.authority),
    }[wrong]
    with pytest.raises(NotServed, match="expected a certificate, its key and its authority"):
        from_files(files)
