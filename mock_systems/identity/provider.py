"""The identity provider (S16) as a library: tokens, codes, keys; no HTTP and no clock in it.

    provider = IdentityProvider(settings, supplies, clients, people)
    provider.token({"grant_type": "client_credentials", ...}).body()

All state is in the object and ends with it.
"""

from __future__ import annotations

from typing import Any

from mock_systems.identity.access_tokens import AccessTokens, IssuedToken
from mock_systems.identity.assertions import Assertions
from mock_systems.identity.authorization import (
    AuthorizationRequest,
    ReturnAddress,
    read_request,
    return_address,
)
from mock_systems.identity.clients import Clients
from mock_systems.identity.codes import Codes
from mock_systems.identity.key_ring import KeyRing
from mock_systems.identity.lockout import Lockout
from mock_systems.identity.metadata import metadata
from mock_systems.identity.parameters import Parameters
from mock_systems.identity.people import People
from mock_systems.identity.revocations import Revocations
from mock_systems.identity.settings import Settings, Supplies
from mock_systems.identity.token_requests import TokenRequests


class IdentityProvider:
    """One issuer with its clients, people and keys. Everything is refused by OAuthRefusal."""

    def __init__(
        self, settings: Settings, supplies: Supplies, clients: Clients, people: People
    ) -> None:
        self.settings = settings
        self.clients = clients
        self.revocations = Revocations()
        self._supplies = supplies
        self._people = people
        self._lockout = Lockout()
        self._codes = Codes(self.revocations)
        self._key_ring = KeyRing(
            supplies.new_key, settings.token_lifetime_s, announce_s=settings.jwks_max_age_s
        )
        self._token_requests = TokenRequests(
            settings,
            clients,
            Assertions(clients, settings.token_url),
            self._codes,
            AccessTokens(
                settings.issuer, self._key_ring, supplies.new_id, settings.token_lifetime_s
            ),
        )

    def token(self, parameters: Parameters, certificate: str = "") -> IssuedToken:
        """Answers a token request; see `TokenRequests.answer`."""
        return self._token_requests.answer(parameters, certificate, self._supplies.now_s())

    def return_address(self, parameters: Parameters) -> ReturnAddress:
        """Where the answer to an authorization request may go."""
        return return_address(parameters, self.clients, self.settings.issuer)

    def authorization_request(
        self, parameters: Parameters, address: ReturnAddress
    ) -> AuthorizationRequest:
        """The request that whoever signs in decides on."""
        return read_request(parameters, address, self.settings)

    def authorize(self, request: AuthorizationRequest, user: str, password: str) -> str | None:
        """Where to send the person who signed in, with a code; None for a wrong password or a
        name that was tried too often."""
        now_s = self._supplies.now_s()
        if self._lockout.is_shut(user, now_s):
            return None
        person = self._people.authenticate(user, password)
        # Somebody called like a client would be the same subject (RFC 9700 section 4.15).
        if person is None or self.clients.find(user) is not None:
            self._lockout.failed(user, now_s)
            return None
        code = self._supplies.new_id()
        self._codes.give(code, request.granted_by(person), now_s)
        return request.address.with_code(code)

    def jwks(self) -> dict[str, Any]:
        """The public keys, for resource servers; good for `jwks_max_age_s`."""
        return self._key_ring.jwks(self._supplies.now_s())

    def metadata(self) -> dict[str, Any]:
        """The metadata document."""
        return metadata(self.settings, self.clients.scopes)

    def rotate(self) -> str:
        """For its administrator: the next key, published now and signing soon; returns its id."""
        return self._key_ring.rotate(self._supplies.now_s())

    def replace_keys(self) -> str:
        """For its administrator, after a theft: ends all keys and with them all tokens."""
        return self._key_ring.replace()
