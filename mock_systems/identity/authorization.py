"""The authorization request (RFC 6749 section 4.1.1) with PKCE (RFC 7636): checked in two steps.

What is wrong with client or redirect URI is shown to the person; everything else is told to the
client, by redirecting to a URI that it registered.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from mock_systems.identity.access_tokens import Grant
from mock_systems.identity.clients import Client, Clients
from mock_systems.identity.codes import CHALLENGE, Authorization
from mock_systems.identity.parameters import Parameters, require
from mock_systems.identity.people import Person
from mock_systems.identity.refusal import OAuthRefusal, invalid_request
from mock_systems.identity.scopes import common_facilities, requested_scopes
from mock_systems.identity.settings import Settings


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where the answer goes: a registered client at one of its registered URIs."""

    client: Client
    redirect_uri: str
    state: str
    issuer: str

    def with_code(self, code: str) -> str:
        """The redirect that carries a code (RFC 6749 section 4.1.2)."""
        return self._location({"code": code})

    def with_refusal(self, refusal: OAuthRefusal) -> str:
        """The redirect that carries an error (RFC 6749 section 4.1.2.1)."""
        return self._location(refusal.body())

    def _location(self, answer: dict[str, str]) -> str:
        """`iss` tells the client whose answer it is (RFC 9207), against mix-up."""
        state = {"state": self.state} if self.state else {}
        added = urlencode({**answer, **state, "iss": self.issuer})
        parts = urlsplit(self.redirect_uri)
        return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request in order; what it may get depends on who signs in."""

    address: ReturnAddress
    scopes: tuple[str, ...]
    challenge: str
    audience: str

    def granted_by(self, person: Person) -> Authorization:
        """What this person can allow this client: only what both of them may do. Raises
        OAuthRefusal `access_denied` when that is nothing."""
        client = self.address.client
        scopes = tuple(scope for scope in self.scopes if scope in person.scopes)
        facilities = common_facilities(client.facilities, person.facilities)
        if person.tenant != client.tenant or not scopes or not facilities:
            raise OAuthRefusal("access_denied", "this person may not do what was asked for")
        grant = Grant(person.user, client.id, self.audience, client.tenant, scopes, facilities)
        return Authorization(self.address.redirect_uri, self.challenge, grant)


def return_address(parameters: Parameters, clients: Clients, issuer: str) -> ReturnAddress:
    """Raises OAuthRefusal, which must not be redirected, unless the client is known and the URI
    is one of its own, compared as text (RFC 9700 section 2.1)."""
    client = clients.find(require(parameters, "client_id"))
    redirect_uri = require(parameters, "redirect_uri")
    if client is None or redirect_uri not in client.redirect_uris:
        raise invalid_request("client_id and redirect_uri are not registered together")
    return ReturnAddress(client, redirect_uri, parameters.get("state", ""), issuer)


def read_request(
    parameters: Parameters, address: ReturnAddress, settings: Settings
) -> AuthorizationRequest:
    """Raises OAuthRefusal, which goes back to the client."""
    if require(parameters, "response_type") != "code":
        raise OAuthRefusal("unsupported_response_type", "expected response_type=code")
    # A missing method would mean `plain` (RFC 7636 section 4.3), which protects nothing.
    if parameters.get("code_challenge_method") != "S256":
        raise invalid_request("expected code_challenge_method=S256")
    challenge = require(parameters, "code_challenge")
    if not CHALLENGE.fullmatch(challenge):
        raise invalid_request("code_challenge is no SHA-256 in base64url")
    scopes = requested_scopes(address.client, parameters.get("scope", ""))
    return AuthorizationRequest(address, scopes, challenge, settings.audience(parameters))
