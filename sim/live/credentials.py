"""Which credentials a live run uses: real ones from files and the environment, or test ones.

Test credentials (certificates made on the spot, a webhook secret that follows from the seed) are
known to whoever knows this program. They are good on loopback, and elsewhere only where
`TESTBED_ENVIRONMENT` is `test`; else a run does not begin without real ones:

    TESTBED_TLS_CERTIFICATE, TESTBED_TLS_KEY, TESTBED_TLS_AUTHORITY      files in PEM
    TESTBED_WEBHOOK_SECRET, or TESTBED_WEBHOOK_SECRET_FILE               whsec_...
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mock_systems.service.signatures import EndpointSecret
from sim.live.doors import NotServed
from sim.live.serving.targets import is_loopback
from sim.live.tls import Tls, TlsFiles, from_files, made_here

ENVIRONMENT = "TESTBED_ENVIRONMENT"
TEST = "test"
TLS_NAMES = ("TESTBED_TLS_CERTIFICATE", "TESTBED_TLS_KEY", "TESTBED_TLS_AUTHORITY")
SECRET = "TESTBED_WEBHOOK_SECRET"
SECRET_FILE = f"{SECRET}_FILE"


@dataclass(frozen=True)
class Transport:
    """What is asked of connections: TLS, and with it client certificates. `tls` None means where
    the host is not loopback."""

    host: str = "127.0.0.1"
    tls: bool | None = None
    mutual: bool = False

    @property
    def is_secure(self) -> bool:
        """Whether there is TLS."""
        return self.mutual or (not is_loopback(self.host) if self.tls is None else self.tls)


@dataclass(frozen=True)
class Credentials:
    """Looks them up in the environment; `given` is that of the process unless said."""

    given: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def is_test(self) -> bool:
        """Whether the environment is marked as test."""
        return self.given.get(ENVIRONMENT, "") == TEST

    def tls(self, transport: Transport) -> Tls | None:
        """None for plain HTTP. Raises NotServed for plain HTTP or test certificates where neither
        is good."""
        files = self._tls_files()
        if not transport.is_secure:
            self._require_test(transport.host, "TLS", "leave --no-tls away")
            return None
        if files is not None:
            return from_files(files, transport.mutual)
        self._require_test(transport.host, "certificates", f"set {', '.join(TLS_NAMES)}")
        return made_here(transport.host, transport.mutual)

    def webhook_secret(self, host: str) -> EndpointSecret | None:
        """Signs events; None where that of the seed will do. Raises NotServed where it will not,
        and for one that cannot be read."""
        told = self._secret_text()
        if not told:
            self._require_test(host, "a webhook secret", f"set {SECRET} or {SECRET_FILE}")
            return None
        try:
            return EndpointSecret.read(told)
        except ValueError as error:
            raise NotServed(f"{SECRET}: {error}") from None

    def _require_test(self, host: str, what: str, remedy: str) -> None:
        if not (is_loopback(host) or self.is_test):
            raise NotServed(
                f"expected {what} for {host}, got none, and test credentials are for loopback; "
                f"{remedy}, or mark a test environment with {ENVIRONMENT}={TEST}"
            )

    def _tls_files(self) -> TlsFiles | None:
        told = [self.given.get(name, "") for name in TLS_NAMES]
        if not any(told):
            return None
        if missing := [name for name, path in zip(TLS_NAMES, told, strict=True) if not path]:
            raise NotServed(f"expected {', '.join(TLS_NAMES)}, got none of {', '.join(missing)}")
        return TlsFiles(*map(Path, told))

    def _secret_text(self) -> str:
        file = self.given.get(SECRET_FILE, "")
        try:
            told = Path(file).read_text("ascii") if file else self.given.get(SECRET, "")
        except (OSError, ValueError) as error:
            raise NotServed(f"{SECRET_FILE}: expected a readable file, got {error}") from None
        return told.strip()
