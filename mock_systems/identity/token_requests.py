"""The token endpoint (RFC 6749 section 3.2): who asks, for what, and the token that is due."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mock_systems.identity.access_tokens import AccessTokens, Grant, IssuedToken
from mock_systems.identity.assertions import ASSERTION_TYPE, Assertions
from mock_systems.identity.clients import Client, Clients
from mock_systems.identity.codes import Codes, Redemption
from mock_systems.identity.parameters import Parameters, require
from mock_systems.identity.refusal import OAuthRefusal, invalid_client, invalid_request
from mock_systems.identity.scopes import requested_scopes
from mock_systems.identity.settings import Settings

GRANT_TYPES = ("client_credentials", "authorization_code")


@dataclass(frozen=True, slots=True)
class TokenRequests:
    """Answers token requests; all its parts belong to one provider."""

    settings: Settings
    clients: Clients
    assertions: Assertions
    codes: Codes
    access_tokens: AccessTokens

    def answer(self, parameters: Parameters, certificate: str, now_s: float) -> IssuedToken:
        """A token. `certificate` is the thumbprint of the client's certificate on this very
        connection, '' without one. Raises OAuthRefusal."""
        grant_type = require(parameters, "grant_type")
        if grant_type not in GRANT_TYPES:
            raise OAuthRefusal("unsupported_grant_type", f"expected one of {GRANT_TYPES}")
        client = self._authenticated(parameters, now_s)
        if client.certificate_bound and not certificate:
            raise invalid_request("this client must present its certificate")
        if grant_type == "client_credentials":
            grant = self._of_client(client, parameters)
            return self.access_tokens.issue(replace(grant, certificate=certificate), now_s)
        return self._of_code(client, parameters, certificate, now_s)

    def _authenticated(self, parameters: Parameters, now_s: float) -> Client:
        """The client that asks; one that has keys must prove it (RFC 6749 section 3.2.1)."""
        if "client_secret" in parameters:
            raise invalid_client("a shared secret instead of a signature")
        if "client_assertion" not in parameters:
            return self._public(parameters)
        if parameters.get("client_assertion_type") != ASSERTION_TYPE:
            raise invalid_request(f"expected client_assertion_type={ASSERTION_TYPE}")
        client = self.assertions.authenticate(parameters["client_assertion"], now_s)
        if parameters.get("client_id", client.id) != client.id:
            raise invalid_client("client_id is not the assertion's")
        return client

    def _public(self, parameters: Parameters) -> Client:
        client = self.clients.find(parameters.get("client_id", ""))
        if client is None or not client.is_public:
            raise invalid_client("no assertion")
        return client

    def _of_client(self, client: Client, parameters: Parameters) -> Grant:
        """RFC 6749 section 4.4: for the client itself, so only for one that proved who it is."""
        if client.is_public:
            raise OAuthRefusal("unauthorized_client", "a public client has no credentials")
        scopes = requested_scopes(client, parameters.get("scope", ""))
        audience = self.settings.audience(parameters)
        facilities = tuple(sorted(client.facilities))
        return Grant(client.id, client.id, audience, client.tenant, scopes, facilities)

    def _of_code(
        self, client: Client, parameters: Parameters, certificate: str, now_s: float
    ) -> IssuedToken:
        """RFC 6749 section 4.1.3."""
        redemption = Redemption(
            code=require(parameters, "code"),
            client_id=client.id,
            redirect_uri=require(parameters, "redirect_uri"),
            verifier=require(parameters, "code_verifier"),
        )
        grant = self.codes.redeem(redemption, now_s)
        token = self.access_tokens.issue(replace(grant, certificate=certificate), now_s)
        self.codes.brought(redemption.code, token)
        return token
