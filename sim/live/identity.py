"""The identity provider (S16) of a live run: on a port of its own, on the wall's clock.

    async with identity_served(stage.host, scopes, tls) as identity:
        identity.told()             # the part of `POST /start`
        identity.access             # what systems ask whether a token is good
        identity.bearer(token)      # a real token for a caller of the integration's API layer

All keys are made for the run and end with it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from starlette.types import ASGIApp, Receive, Scope, Send

from integration_under_test.boundary import Token
from mock_systems.identity import (
    AccessVerifier,
    Client,
    Clients,
    Expected,
    IdentityProvider,
    People,
    RememberedAccess,
    Settings,
    Supplies,
    build_app,
    read_jwks,
)
from mock_systems.identity.clients import EVERY_FACILITY
from sim.clock.wall import wall_now
from sim.live.server import serving
from sim.live.tls import Tls, certificate_of

INTEGRATION = "integration"
"""The client under which the integration is registered."""
SYSTEMS_AUDIENCE = "urn:testbed:systems"
INTEGRATION_AUDIENCE = "urn:testbed:integration"
TENANT = "group"
ALGORITHM = "ES384"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_S = 60
RENEW_S = 60.0
"""A caller's token with less life than this is not used any more."""


@dataclass(frozen=True)
class _Holder:
    """A client with its key, as it sees itself."""

    id: str
    key: ECKey

    @property
    def kid(self) -> str:
        return self.key.thumbprint()

    def assertion(self, token_url: str) -> str:
        """Says who it is (RFC 7523)."""
        now_s = int(wall_now().timestamp())
        claims = {
            "iss": self.id,
            "sub": self.id,
            "aud": token_url,
            "iat": now_s,
            "exp": now_s + ASSERTION_S,
            "jti": _new_id(),
        }
        header = {"alg": ALGORITHM, "kid": self.kid, "typ": "JWT"}
        return jwt.encode(header, claims, self.key, algorithms=[ALGORITHM])

    def registered(self, scopes: Iterable[str], facilities: Iterable[str]) -> Client:
        """What the provider knows of it."""
        public = self.key.as_dict(private=False, kid=self.kid, alg=ALGORITHM, use="sig")
        keys = read_jwks({"keys": [public]})
        return Client(self.id, TENANT, frozenset(scopes), frozenset(facilities), keys)


class Identity:
    """One issuer with the integration as its client; callers become clients as they call."""

    def __init__(
        self, issuer: str, scopes: Iterable[str], lifetime_s: int = 300, mutual: bool = False
    ) -> None:
        self._scopes = tuple(sorted(set(scopes)))
        self._integration = _Holder(INTEGRATION, _new_key())
        client = self._integration.registered(self._scopes, (EVERY_FACILITY,))
        client = replace(client, certificate_bound=mutual)
        audiences = (SYSTEMS_AUDIENCE, INTEGRATION_AUDIENCE)
        self.provider = IdentityProvider(
            Settings(issuer, audiences, lifetime_s),
            Supplies(wall_now, _new_id, _new_key),
            Clients([client]),
            People(),
        )
        expected = Expected(issuer, SYSTEMS_AUDIENCE, certificate_bound=mutual)
        verifier = AccessVerifier(
            expected, self._keys, wall_now, self.provider.revocations.__contains__
        )
        self.access = RememberedAccess(verifier, wall_now)
        """What systems ask whether a token is good."""
        self._callers: dict[Token, tuple[str, float]] = {}
        """Token with its end, in seconds since 1970, by what it was made from."""
        self._holders: dict[str, _Holder] = {}

    def app(self) -> ASGIApp:
        """To be served where the issuer's URL points to."""
        return build_app(self.provider, certificate_of)

    def told(self) -> Mapping[str, str]:
        """What the integration needs to get tokens, and to check those of its callers."""
        settings = self.provider.settings
        return {
            "issuer": settings.issuer,
            "token_endpoint": settings.token_url,
            "jwks_uri": f"{settings.issuer}/jwks.json",
            "client_id": INTEGRATION,
            "kid": self._integration.kid,
            "alg": ALGORITHM,
            "private_key": self._integration.key.as_pem(private=True).decode("ascii"),
            "scope": " ".join(self._scopes),
            "resource": SYSTEMS_AUDIENCE,
            "audience": INTEGRATION_AUDIENCE,
        }

    def assertion(self) -> str:
        """By which the integration would prove who it is."""
        return self._integration.assertion(self.provider.settings.token_url)

    def bearer(self, token: Token) -> str:
        """A real token that says of a caller what the world's own says; asked for as any client
        would. Its life is the wall's."""
        now_s = wall_now().timestamp()
        asked = Token(token.subject, token.scopes, token.facilities, wall_now().max)
        held, ends_s = self._callers.get(asked, ("", 0.0))
        if ends_s - now_s < RENEW_S:
            self._forget_ended(now_s)
            held, ends_s = self._issued(asked)
            self._callers[asked] = held, ends_s
        return held

    def _issued(self, token: Token) -> tuple[str, float]:
        holder = self._holders.get(token.subject)
        if holder is None:
            holder = self._holders[token.subject] = _Holder(token.subject, _new_key())
        self.provider.clients.register(holder.registered(token.scopes, token.facilities))
        issued = self.provider.token(
            {
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": holder.assertion(self.provider.settings.token_url),
                "scope": " ".join(token.scopes),
                "resource": INTEGRATION_AUDIENCE,
            }
        )
        return issued.token, float(issued.expires_at_s)

    def _forget_ended(self, now_s: float) -> None:
        self._callers = {of: held for of, held in self._callers.items() if held[1] > now_s}

    def _keys(self) -> Iterable[Any]:
        return read_jwks(self.provider.jwks())


@asynccontextmanager
async def identity_served(
    host: str, scopes: Iterable[str], tls: Tls | None = None, lifetime_s: int = 300
) -> AsyncIterator[Identity]:
    """Serves an issuer, whose name is its own URL, so that the port comes first."""
    later = _Later()
    async with serving(later, host, 0, tls) as issuer:
        identity = Identity(issuer, scopes, lifetime_s, tls is not None and tls.is_mutual)
        later.app = identity.app()
        yield identity


class _Later:
    """Stands at a port until it is known what is served there."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def _new_id() -> str:
    """256 random bits as URL-safe text."""
    return str(OctKey.generate_key(256).as_dict(private=True)["k"])


_new_key = partial(ECKey.generate_key, "P-384", private=True)
