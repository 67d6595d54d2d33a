"""A small system behind a gate on real sockets, with TLS of an authority that a test holds."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import trustme

from mock_systems.identity.gate import Gate
from mock_systems.service.http_app import at_once, build_app
from mock_systems.service.places import Places
from sim.live.identity import ASSERTION_TYPE, Identity, identity_served
from sim.live.server import serving
from sim.live.tls import Tls, TlsFiles, certificate_of, from_files
from tests.unit.mock_systems.service.ledger_system import Desk, TinyLedger

SCOPES = ("tiny.entries.read", "tiny.entries.write")
DAY = timedelta(days=1)


class Authority:
    """Issues what a test asks for, in files as an operator would have them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.ca = trustme.CA()
        self.pem = folder / f"{uuid4().hex}-ca.pem"
        self.ca.cert_pem.write_to_path(self.pem)

    def files(self, *names: str, ended: bool = False) -> TlsFiles:
        """Certificate and key for names; one that `ended` was good until yesterday."""
        today = datetime.now(UTC)
        begins, ends = (today - 9 * DAY, today - DAY) if ended else (None, None)
        issued = self.ca.issue_cert(*names, not_before=begins, not_after=ends)
        stem = uuid4().hex
        certificate, key = self._folder / f"{stem}.pem", self._folder / f"{stem}.key"
        issued.cert_chain_pems[0].write_to_path(certificate)
        issued.private_key_pem.write_to_path(key)
        return TlsFiles(certificate, key, self.pem)

    def client(self, *names: str, ended: bool = False) -> ssl.SSLContext:
        """What a client of ours uses that has a certificate for these names; none for no names."""
        context = ssl.create_default_context(cafile=str(self.pem))
        if names:
            files = self.files(*names, ended=ended)
            context.load_cert_chain(files.certificate, files.key)
        return context


@dataclass
class Ledger:
    """Where it is, its issuer, and what was posted."""

    url: str
    identity: Identity
    system: TinyLedger

    async def token(self, context: ssl.SSLContext) -> str:
        """As the integration gets one."""
        told = self.identity.told()
        form = {
            "grant_type": "client_credentials",
            "scope": told["scope"],
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.identity.assertion(),
        }
        async with httpx.AsyncClient(verify=context) as client:
            answer = await client.post(told["token_endpoint"], data=form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def post(self, context: ssl.SSLContext, token: str, **extensions: Any) -> httpx.Response:
        """One entry."""
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(verify=context) as client:
            url = f"{self.url}/accounts/A/entries"
            return await client.post(
                url, json={"amount": 1}, headers=headers, extensions=extensions
            )


@asynccontextmanager
async def ledger(tls: Tls | None) -> AsyncIterator[Ledger]:
    """Served at loopback as long as the block lasts."""
    system = TinyLedger(Desk())
    async with identity_served("127.0.0.1", SCOPES, tls) as identity:
        gate = Gate(identity.access, Places({}), certificate_of)
        app = build_app(system, gate.guarding(system, at_once(system)), gate.admission)
        async with serving(app, "127.0.0.1", 0, tls) as url:
            yield Ledger(url, identity, system)


def secured(authority: Authority, mutual: bool = True, **given: Any) -> Tls:
    """The server's side, from files."""
    names: Mapping[str, Any] = {"names": ("127.0.0.1",), **given}
    return from_files(authority.files(*names["names"], ended=names.get("ended", False)), mutual)
