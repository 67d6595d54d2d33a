"""Test credentials are for tests: who begins a run elsewhere needs real ones."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from mock_systems.service.signatures import EndpointSecret
from sim.live.credentials import ENVIRONMENT, SECRET, SECRET_FILE, TLS_NAMES, Credentials, Transport
from sim.live.doors import NotServed
from tests.live.security.secure_ledger import Authority

ELSEWHERE = "0.0.0.0"
REAL = EndpointSecret(b"0123456789abcdef0123456789abcdef")
TEST = {ENVIRONMENT: "test"}


def test_on_loopback_plain_http_and_the_seeds_secret_will_do() -> None:
    nothing = Credentials({})
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        assert nothing.tls(Transport(host)) is None
        assert nothing.webhook_secret(host) is None


@pytest.mark.parametrize("host", [ELSEWHERE, "::", "192.0.2.1", "hub.hospital.test", ""])
def test_elsewhere_test_credentials_are_refused(host: str) -> None:
    """And the message says what is expected, and where from."""
    for marked in ({}, {ENVIRONMENT: "production"}, {ENVIRONMENT: "TEST"}, {ENVIRONMENT: ""}):
        with pytest.raises(NotServed, match=f"expected certificates .*set {TLS_NAMES[0]}"):
            Credentials(marked).tls(Transport(host))
        with pytest.raises(NotServed, match=f"expected a webhook secret .*set {SECRET}"):
            Credentials(marked).webhook_secret(host)


def test_elsewhere_plain_http_is_refused() -> None:
    with pytest.raises(NotServed, match="expected TLS"):
        Credentials({}).tls(Transport(ELSEWHERE, tls=False))


def test_a_marked_test_environment_may_use_test_credentials_everywhere() -> None:
    made = Credentials(TEST).tls(Transport(ELSEWHERE))
    assert made is not None
    assert made.is_test
    assert Credentials(TEST).webhook_secret(ELSEWHERE) is None
    assert Credentials(TEST).tls(Transport(ELSEWHERE, tls=False)) is None


@pytest.mark.parametrize(
    ("host", "tls", "mutual", "secure"),
    [
        ("127.0.0.1", None, False, False),
        ("127.0.0.1", None, True, True),
        ("127.0.0.1", True, False, True),
        ("127.0.0.1", False, True, True),
        (ELSEWHERE, None, False, True),
        (ELSEWHERE, False, False, False),
    ],
)
def test_tls_is_the_rule_elsewhere_and_a_choice_on_loopback(
    host: str, tls: bool | None, mutual: bool, secure: bool
) -> None:
    assert Transport(host, tls, mutual).is_secure is secure


def test_real_credentials_come_from_files(tmp_path: Path) -> None:
    files = Authority(tmp_path).files("hub.hospital.test")
    told = (files.certificate, files.key, files.authority)
    given = dict(zip(TLS_NAMES, map(str, told), strict=True))
    tls = Credentials(given).tls(Transport(ELSEWHERE, mutual=True))
    assert tls is not None
    assert not tls.is_test
    assert tls.server.verify_mode is ssl.CERT_REQUIRED
    assert set(tls.told()) == {"ca"}, "who runs the authority gives clients their certificates"


@pytest.mark.parametrize("missing", TLS_NAMES)
def test_a_file_that_is_missing_is_named(missing: str) -> None:
    given = {name: "some.pem" for name in TLS_NAMES if name != missing}
    with pytest.raises(NotServed, match=f"got none of {missing}"):
        Credentials(given).tls(Transport())


def test_a_real_secret_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{REAL.text()}\n", "ascii")
    for given in ({SECRET: REAL.text()}, {SECRET_FILE: str(file)}):
        assert Credentials(given).webhook_secret(ELSEWHERE) == REAL


@pytest.mark.parametrize("told", ["hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64!"])
def test_a_secret_that_cannot_be_read_is_not_repeated(told: str) -> None:
    with pytest.raises(NotServed) as refused:
        Credentials({SECRET: told}).webhook_secret("127.0.0.1")
    assert told.removeprefix("whsec_") not in str(refused.value) or told == "whsec_"


def test_a_secrets_file_that_is_not_there() -> None:
    with pytest.raises(NotServed, match="expected a readable file"):
        Credentials({SECRET_FILE: "/nowhere/secret"}).webhook_secret(ELSEWHERE)
