"""Transport security of what a live run serves: TLS 1.2 or later, mutual if asked for.

Certificates come from files, or are made on the spot by a test authority (`trustme`, of the extra
`live`) that nobody else trusts and that ends with the process.

    tls = made_here("127.0.0.1", mutual=True)
    async with serving(app, host, port, tls) as url: ...      # https://127.0.0.1:...
    told = tls.told()                                         # what a client needs
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname

from starlette.requests import HTTPConnection

from mock_systems.identity.certificates import thumbprint
from sim.live.connections import TRANSPORT
from sim.live.doors import NotServed

CLIENT_NAME = "integration.testbed.invalid"
"""In the client certificate that is made here; RFC 2606 keeps the name from ever being real."""
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


@dataclass(frozen=True)
class Tls:
    """The server's side, and what a client is told: `ca` to check servers against, and with mutual
    TLS its own certificate with its key, all in PEM."""

    server: ssl.SSLContext
    ca: str
    certificate: str = ""
    certificate_key: str = ""
    is_test: bool = False
    """Made here, so known to nobody's trust."""

    @property
    def is_mutual(self) -> bool:
        """Whether who brings no certificate of the authority is not let in."""
        return self.server.verify_mode is ssl.CERT_REQUIRED

    def told(self) -> Mapping[str, str]:
        """The part of the body of `POST /start`; without empty members."""
        whole = {
            "ca": self.ca,
            "certificate": self.certificate,
            "certificate_key": self.certificate_key,
        }
        return {name: text for name, text in whole.items() if text}


@dataclass(frozen=True)
class TlsFiles:
    """Certificates in files, PEM: the server's chain with its key; the authority by which clients
    check it, and by which it checks theirs."""

    certificate: Path
    key: Path
    authority: Path


def from_files(files: TlsFiles, mutual: bool = False) -> Tls:
    """Raises NotServed for files that are not there or do not fit together. A client of mutual TLS
    has its certificate from whoever runs the authority, so nothing of it is told."""
    try:
        context = _context(mutual)
        context.load_cert_chain(files.certificate, files.key)
        context.load_verify_locations(files.authority)
        return Tls(context, files.authority.read_text("ascii"))
    except (OSError, ValueError) as error:
        told = f"{files.certificate}, {files.key}, {files.authority}"
        raise NotServed(
            f"expected a certificate, its key and its authority in PEM, got {told}: {error}"
        ) from error


def made_here(host: str, mutual: bool = False) -> Tls:
    """Test certificates for a host and for loopback. Raises NotServed without `trustme`."""
    try:
        import trustme
    except ImportError as error:
        raise NotServed(
            "expected trustme for test certificates, got none; pip install '.[live]', or give "
            "certificates in files"
        ) from error
    authority = trustme.CA(organization_name="Connected Care Testbed, for tests only")
    context = _context(mutual)
    authority.issue_cert(*_names(host)).configure_cert(context)
    authority.configure_trust(context)
    ca = authority.cert_pem.bytes().decode("ascii")
    if not mutual:
        return Tls(context, ca, is_test=True)
    client = authority.issue_cert(CLIENT_NAME)
    chain = b"".join(blob.bytes() for blob in client.cert_chain_pems)
    key = client.private_key_pem.bytes().decode("ascii")
    return Tls(context, ca, chain.decode("ascii"), key, is_test=True)


def reachable(host: str) -> str:
    """How others call a host on which a server listens."""
    return gethostname() if host in EVERYWHERE else host


def certificate_of(connection: HTTPConnection) -> str:
    """The thumbprint (RFC 8705) of the client's certificate on this very connection; '' for none.
    It comes from the socket, never from a header."""
    transport = connection.scope.get("extensions", {}).get(TRANSPORT, {}).get("transport")
    secure = transport.get_extra_info("ssl_object") if transport is not None else None
    der = secure.getpeercert(binary_form=True) if secure is not None else None
    return thumbprint(der) if der else ""


def _context(mutual: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED if mutual else ssl.CERT_NONE
    return context


def _names(host: str) -> tuple[str, ...]:
    """What the server's certificate is good for."""
    return tuple(dict.fromkeys((reachable(host), "localhost", "127.0.0.1", "::1")))
