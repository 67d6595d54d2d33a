"""Client authentication by a signed assertion, `private_key_jwt`.

Sources: RFC 7523 section 3, OpenID Connect Core section 9, and the stricter SMART App Launch 2.2
"Client Authentication: Asymmetric", from which the numbers are.
"""

from __future__ import annotations

from mock_systems.identity.clients import Client, Clients
from mock_systems.identity.compact import (
    Malformed,
    Unverified,
    check_begun,
    check_header,
    check_not_expired,
    check_signature,
    read_compact,
    seconds,
    text,
)
from mock_systems.identity.keys import ES384, RS384, matching
from mock_systems.identity.refusal import invalid_client
from mock_systems.identity.replays import Replays

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = (RS384, ES384)
MOST_LIFETIME_S = 300
SKEW_S = 5.0
"""For `nbf` and `iat`, which are optional here. `exp` has none: its bounds are the standard's."""


class Assertions:
    """Says which client signed an assertion; remembers it, for it is good only once."""

    def __init__(self, clients: Clients, token_url: str) -> None:
        self._clients = clients
        self._token_url = token_url
        self._replays = Replays()

    def authenticate(self, assertion: str, now_s: float) -> Client:
        """The client, proven. Raises OAuthRefusal `invalid_client`."""
        try:
            return self._authenticated(read_compact(assertion), now_s)
        except Malformed as broken:
            raise invalid_client(str(broken)) from broken

    def _authenticated(self, read: Unverified, now_s: float) -> Client:
        check_header(read, ("jwt",), ALGORITHMS)
        client = self._claimed_client(read)
        _check_jku(read, client)
        _check_signed_by(read, client)
        self._check_claims(read, now_s)
        # Last, so that nobody but the client itself can use up an id.
        jti, exp_s = text(read.claims, "jti"), seconds(read.claims, "exp")
        if not self._replays.first_use(client.id, jti, exp_s, now_s):
            raise Malformed("replayed")
        return client

    def _claimed_client(self, read: Unverified) -> Client:
        issuer = text(read.claims, "iss")
        if not issuer or issuer != text(read.claims, "sub"):
            raise Malformed("issuer is not subject")
        client = self._clients.find(issuer)
        if client is None:
            raise Malformed("unknown client")
        return client

    def _check_claims(self, read: Unverified, now_s: float) -> None:
        claims = read.claims
        # A list would let one assertion serve two servers, and one of them replay it to the other.
        if claims.get("aud") not in (self._token_url, [self._token_url]):
            raise Malformed("wrong audience")
        check_not_expired(claims, now_s)
        check_begun(claims, now_s, SKEW_S)
        if seconds(claims, "exp") > now_s + MOST_LIFETIME_S:
            raise Malformed(f"expires more than {MOST_LIFETIME_S} s ahead")
        if not text(claims, "jti"):
            raise Malformed("no jti")


def _check_jku(read: Unverified, client: Client) -> None:
    """A URL of keys is never fetched (no SSRF); it may only repeat what is registered."""
    if "jku" in read.header and (not client.jku or read.header["jku"] != client.jku):
        raise Malformed("jku is not the registered one")


def _check_signed_by(read: Unverified, client: Client) -> None:
    keys = matching(client.keys, text(read.header, "kid"), text(read.header, "alg"))
    if len(keys) != 1:
        raise Malformed(f"{len(keys)} keys match kid and kty")
    check_signature(read, keys[0])
