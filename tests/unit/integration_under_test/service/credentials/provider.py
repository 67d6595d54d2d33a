"""The real identity provider (S16) behind a counterpart, and systems that ask for its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from integration_under_test.service.credentials.identity import Identity
from mock_systems.identity.access import Denied
from mock_systems.identity.clients import Client, Clients
from mock_systems.identity.keys import read_jwks
from mock_systems.identity.parameters import read_parameters
from mock_systems.identity.people import People
from mock_systems.identity.provider import IdentityProvider
from mock_systems.identity.refusal import OAuthRefusal
from mock_systems.identity.settings import Settings, Supplies
from mock_systems.identity.verifier import AccessVerifier, Expected
from tests.unit.integration_under_test.service.fakes import Counterpart, Heard, answer

ISSUER = "http://127.0.0.1:1"
SYSTEMS, OURS = "urn:testbed:systems", "urn:testbed:integration"
SCOPES = ("erp.orders.read", "erp.orders.write")
KEY = ECKey.generate_key("P-384", private=True)
PEM = KEY.as_pem(private=True).decode()


def wall() -> datetime:
    return datetime.now(UTC)


@dataclass
class S16:
    """Answers at /token and /jwks.json; everything else is a system below it. `counterpart` is
    where it listens, so tokens are for a URL that is known only then."""

    counterpart: Counterpart
    lifetime_s: int = 300
    refused: set[str] = field(default_factory=set)
    """Tokens that the systems do not take any more."""
    down: bool = False
    jwks_headers: Mapping[str, str] = field(
        default_factory=lambda: {"Cache-Control": "public, max-age=60"}
    )

    def __post_init__(self) -> None:
        numbers = count()
        settings = Settings(ISSUER, (SYSTEMS, OURS), self.lifetime_s)
        public = KEY.as_dict(private=False, kid="ours", alg="ES384", use="sig")
        client = Client(
            "integration",
            "group",
            frozenset(SCOPES),
            frozenset({"*"}),
            read_jwks({"keys": [public]}),
        )
        supplies = Supplies(
            wall, lambda: f"id-{next(numbers)}", lambda: ECKey.generate_key("P-384")
        )
        self.provider = IdentityProvider(settings, supplies, Clients([client]), People([]))
        # Assertions are for the URL that they are sent to, which is this counterpart's.
        self.provider._token_requests.assertions._token_url = f"{self.counterpart.url}/token"
        self.counterpart.otherwise = self.answer

    def identity(self, **more: Any) -> Identity:
        return Identity.model_validate(self.told(**more))

    def told(self, **more: Any) -> dict[str, Any]:
        """As POST /start has it."""
        return {
            "issuer": ISSUER,
            "token_endpoint": f"{self.counterpart.url}/token",
            "jwks_uri": f"{self.counterpart.url}/jwks.json",
            "client_id": "integration",
            "kid": "ours",
            "alg": "ES384",
            "private_key": PEM,
            "scope": " ".join(SCOPES),
            "resource": SYSTEMS,
            "audience": OURS,
        } | more

    def answer(self, heard: Heard) -> bytes:
        if heard.target == "/token":
            return self._token(heard)
        if heard.target == "/jwks.json":
            return (
                answer(503) if self.down else answer(200, self.provider.jwks(), self.jwks_headers)
            )
        return self._system(heard)

    def asked(self, target: str) -> int:
        """How often somebody asked there."""
        return sum(1 for heard in self.counterpart.heard if heard.target == target)

    def _token(self, heard: Heard) -> bytes:
        if self.down:
            return answer(503)
        try:
            issued = self.provider.token(read_parameters(heard.content))
        except OAuthRefusal as refusal:
            return answer(400, refusal.body())
        return answer(200, issued.body())

    def _system(self, heard: Heard) -> bytes:
        verifier = AccessVerifier(
            Expected(ISSUER, SYSTEMS), lambda: read_jwks(self.provider.jwks()), wall
        )
        authorization = heard.headers.get("authorization", "")
        if authorization in self.refused:
            return answer(401, {"error": "invalid_token"}, {"WWW-Authenticate": "Bearer"})
        try:
            access = verifier.authorize(authorization)
            access.require_scope("erp.orders.write")
        except Denied as denied:
            return answer(denied.status, denied.body(), {"WWW-Authenticate": denied.challenge})
        return answer(201, {"done": True})

    def token(self, claims: Mapping[str, Any], **header: Any) -> str:
        """A token signed with the provider's key, whatever it says."""
        signer = self.provider._key_ring.current(wall().timestamp())
        told = {"alg": "ES384", "kid": signer.kid, "typ": "at+jwt"} | header
        return jwt.encode(told, dict(claims), signer.key, algorithms=["ES384"])


def claims(**more: Any) -> dict[str, Any]:
    """Of a caller's good token; a member that is None is left out."""
    now_s = int(wall().timestamp())
    told = {
        "iss": ISSUER,
        "sub": "portal",
        "client_id": "portal",
        "aud": OURS,
        "iat": now_s,
        "exp": now_s + 300,
        "jti": "j-1",
        "scope": "prices.read orders.write",
        "facilities": ["0614141000012"],
    } | more
    return {name: value for name, value in told.items() if value is not None}
