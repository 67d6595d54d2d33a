"""Which environment a service is in, and what must not be left out or be a test's in production.

An environment is a test only if it is marked as one. On loopback that is the default; whoever lets
others in over a network has to say `--environment test`, or keep the rules.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from ipaddress import ip_address
from typing import NamedTuple

from yarl import URL

from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.whereabouts import Whereabouts

TEST, PRODUCTION = "test", "production"
ENVIRONMENTS = (TEST, PRODUCTION)
TEST_SEEDS = 100_000
"""A live run signs its events with a secret that is made from its seed."""
PUBLISHED = b"876543210987654321098765"
"""The secret in the README's example."""
CERTIFICATES = re.compile("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)
TEST_AUTHORITIES = (b"for tests only", b"trustme v")
"""What stands in the certificates of authorities that are made for tests."""


class Broken(NamedTuple):
    """A rule that is not kept."""

    expected: str
    got: str
    remedy: str

    def __str__(self) -> str:
        return f"in production expected {self.expected}, got {self.got}; {self.remedy}"


@dataclass(frozen=True)
class Setting:
    """How a service is run."""

    environment: str = TEST
    host: str = "127.0.0.1"
    has_certificate: bool = False
    has_seal: bool = False
    admin_token: str = field(default="", repr=False)

    @property
    def is_production(self) -> bool:
        """Whether the rules hold."""
        return self.environment == PRODUCTION

    @property
    def is_open(self) -> bool:
        """Whether others than this machine can reach it."""
        return not is_loopback(self.host)

    def check(self) -> None:
        """Raises ValueError for the first rule of production that is not kept."""
        if self.is_production and (broken := next(self._broken(), None)):
            raise ValueError(str(broken))

    def check_told(self, told: Whereabouts) -> None:
        """Raises Unacceptable for what production must not be started with."""
        if self.is_production and (broken := next(_broken(told), None)):
            raise Unacceptable(*broken)

    def _broken(self) -> Iterator[Broken]:
        if not self.has_seal:
            yield Broken("storage that is sealed", "no key", "name it with --key-file")
        if self.is_open and not self.has_certificate:
            remedy = "give --certificate and --certificate-key"
            yield Broken(f"https on {self.host}", "http", remedy)
        if self.is_open and not self.admin_token:
            remedy = "give --admin-token-file"
            yield Broken(f"a token for whoever steers it from {self.host}", "none", remedy)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, whatever the network."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _broken(told: Whereabouts) -> Iterator[Broken]:
    remedy = "see the README's page on running it in production"
    if told.test_credentials:
        yield Broken("credentials of its own", "test_credentials", "give it real ones")
    if told.identity is None:
        yield Broken("identity: who gives out tokens", "none", remedy)
    if not told.secrets:
        yield Broken("webhook_secret", "none", remedy)
    if told.identity is not None:
        for url in told.identity.urls:
            if URL(url).scheme != "https":
                yield Broken("identity: https alone", "another URL", remedy)
    for url in told.urls:
        if URL(url).scheme != "https" and not is_loopback(URL(url).host or ""):
            yield Broken(
                "https to whoever is not on this machine", f"http to {URL(url).host}", remedy
            )
    if any(_is_from_a_test(secret) for secret in told.secrets):
        yield Broken("a webhook_secret of random bytes", "a test run's", "make another")
    if _is_test_authority(told.ca):
        yield Broken("ca: an authority", "one that was made for tests", "name the real one")


def _is_from_a_test(secret: str) -> bool:
    try:
        key = b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    return key in _test_secrets() or len(set(key)) < len(key) // 4


@cache
def _test_secrets() -> frozenset[bytes]:
    """As live runs make them."""
    seeds = (f"testbed/{seed}".encode() for seed in range(TEST_SEEDS))
    return frozenset((PUBLISHED, *(blake2b(seed, digest_size=32).digest() for seed in seeds)))


def _is_test_authority(pem: str) -> bool:
    """Looks for the words that such authorities have in their names, in all certificates."""
    contents = [b64decode(coded) for coded in CERTIFICATES.findall(pem)]
    return any(word in content for content in contents for word in TEST_AUTHORITIES)
