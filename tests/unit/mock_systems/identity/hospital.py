"""A provider (S16) with three clients and two people, at an instant that a test moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from joserfc.jwk import ECKey

from mock_systems.identity import (
    AccessVerifier,
    Client,
    Clients,
    Expected,
    IdentityProvider,
    People,
    Person,
    Settings,
    Supplies,
    hash_password,
    read_jwks,
)
from mock_systems.identity.assertions import ASSERTION_TYPE
from mock_systems.identity.people import PasswordHash
from tests.unit.mock_systems.identity.forge import PrivateKey, ec_key, jwk, rsa_key, token

ISSUER = "https://id.hospital.test"
TOKEN_URL = f"{ISSUER}/token"
API, LEDGER = "https://api.hospital.test", "https://erp.hospital.test"
REDIRECT = "https://portal.hospital.test/back?tab=1"
JKU = "https://lab.test/jwks.json"
GLN_A, GLN_B = "4012345000009", "4012345000016"
NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)
PASSWORD = "correct horse"


class Wall:
    """Time that a test sets."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    @property
    def now_s(self) -> int:
        return int(self.at.timestamp())

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Hospital:
    """The provider, with what tests ask of it."""

    def __init__(self) -> None:
        self.wall = Wall()
        ids, keys = count(1), count(1)
        supplies = Supplies(
            now=self.wall.now,
            new_id=lambda: f"id-{next(ids):036d}",
            new_key=lambda: ECKey.import_key(ec_key(f"provider {next(keys)}")),
        )
        self.clients = Clients([lab(), ward(), portal()])
        people = People([nurse(), stranger()])
        self.provider = IdentityProvider(
            Settings(ISSUER, (API, LEDGER)), supplies, self.clients, people
        )
        self.verifier = self.verifier_for()
        self._assertion_ids = count(1)

    def verifier_for(self, audience: str = API, **expected: Any) -> AccessVerifier:
        return AccessVerifier(
            Expected(ISSUER, audience, **expected),
            lambda: read_jwks(self.provider.jwks()),
            self.wall.now,
            self.provider.revocations.__contains__,
        )

    def assertion(
        self,
        header: Mapping[str, Any] | None = None,
        claims: Mapping[str, Any] | None = None,
        key: PrivateKey | None = None,
    ) -> str:
        """A good assertion of the client `lab`, but for what is given; None leaves a member out."""
        good_header = {"alg": "ES384", "kid": "lab-1", "typ": "JWT"}
        good_claims = {
            "iss": "lab",
            "sub": "lab",
            "aud": TOKEN_URL,
            "exp": self.wall.now_s + 300,
            "jti": f"jti-{next(self._assertion_ids)}",
        }
        return token(
            _changed(good_header, header), _changed(good_claims, claims), key or ec_key("lab")
        )

    def request(self, assertion: str = "", **parameters: str) -> dict[str, str]:
        """A client credentials request; an empty parameter is left out."""
        asked = {
            "grant_type": "client_credentials",
            "scope": "system/Order.rs",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(),
            **parameters,
        }
        return {name: value for name, value in asked.items() if value}

    def token(self, certificate: str = "", **parameters: str) -> str:
        """An access token for `lab`."""
        return self.provider.token(self.request(**parameters), certificate).token


def lab() -> Client:
    """A service with an elliptic and an RSA key, and a registered URL of its key set."""
    jwks = {"keys": [jwk(ec_key("lab"), "lab-1"), jwk(rsa_key("lab"), "lab-2")]}
    return Client(
        id="lab",
        tenant="group",
        scopes=frozenset({"system/Order.rs", "system/Order.c", "orders.read"}),
        facilities=frozenset({GLN_A}),
        keys=read_jwks(jwks),
        jku=JKU,
    )


def ward() -> Client:
    """A service without a registered URL, for which a person may sign in too."""
    return Client(
        id="ward",
        tenant="group",
        scopes=frozenset({"orders.read", "orders.write", "admin"}),
        facilities=frozenset({"*"}),
        keys=read_jwks({"keys": [jwk(ec_key("ward"), "ward-1")]}),
        redirect_uris=("https://ward.hospital.test/back",),
    )


def portal() -> Client:
    """A public client: a page in a browser."""
    return Client(
        id="portal",
        tenant="group",
        scopes=frozenset({"orders.read", "orders.write"}),
        facilities=frozenset({GLN_A, GLN_B}),
        redirect_uris=(REDIRECT,),
    )


def nurse() -> Person:
    scopes = frozenset({"orders.read", "stock.read"})
    return Person("nurse", _password(), "group", scopes, frozenset({GLN_B}))


def stranger() -> Person:
    scopes = frozenset({"orders.read"})
    return Person("stranger", _password(), "elsewhere", scopes, frozenset({"*"}))


@cache
def _password() -> PasswordHash:
    return hash_password(PASSWORD, b"0123456789abcdef")


def _changed(good: Mapping[str, Any], changes: Mapping[str, Any] | None) -> dict[str, Any]:
    both = {**good, **(changes or {})}
    return {name: value for name, value in both.items() if value is not None}
