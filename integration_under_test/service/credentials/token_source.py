"""Access tokens for the systems: client credentials with `private_key_jwt`.

Sources: RFC 6749 section 4.4, RFC 7523, RFC 8707, and the numbers of SMART App Launch 2.2, "Backend
Services". A token is kept until shortly before it ends, and asked for by one request at a time,
however many wait. All times are of the wall.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import BaseModel, Field, ValidationError
from yarl import URL

from integration_under_test.boundary import CallError, Unavailable
from integration_under_test.service.addresses import origin_of
from integration_under_test.service.chance import fresh_id
from integration_under_test.service.clock import wall_now
from integration_under_test.service.credentials.identity import Identity
from integration_under_test.service.line import Line, Message
from integration_under_test.service.outcomes import HttpAnswer
from integration_under_test.service.problems import Unacceptable

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_S = 120
"""How long an assertion is good; 300 is the most that is taken."""
WITHIN_S = 10.0
SPARE_S = 20.0
"""So long before its end a token is renewed, or a fifth of its life if that is less."""
CURVE = "P-384"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class _Kept(NamedTuple):
    token: str
    until_s: float
    """On the clock of the running loop."""


class _Issued(BaseModel):
    access_token: str = Field(min_length=1, pattern=r"^[A-Za-z0-9._~+/-]+=*$")
    token_type: str = Field(pattern="(?i)^bearer$")
    expires_in: float = Field(default=60.0, gt=0.0, allow_inf_nan=False)


class TokenSource:
    """Tokens of one client. Made inside a running loop; `line` sends nothing of its own."""

    def __init__(
        self,
        identity: Identity,
        key: ECKey,
        origins: Collection[URL],
        line: Line,
        wall: Callable[[], datetime] = wall_now,
    ) -> None:
        """Tokens go to `origins` alone; `key` is the identity's, see `private_key`."""
        self._identity = identity
        self._key = key
        self._origins = origins
        self._line = line
        self._wall = wall
        self._kept = _Kept("", 0.0)
        self._asking: asyncio.Task[None] | None = None

    async def authorization(self, url: str, refused: str = "") -> str:
        """The header for a URL, "" for those that must not see a token. Raises Unavailable if
        there is none to be had: nothing was sent to the URL then."""
        if origin_of(url) not in self._origins:
            return ""
        if not self._is_good or self._header == refused:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask())
                self._asking.add_done_callback(_looked_at)
            # Shielded: whoever gives up waiting does not take the token from the others.
            await asyncio.shield(self._asking)
        return self._header

    @property
    def _is_good(self) -> bool:
        return asyncio.get_running_loop().time() < self._kept.until_s

    @property
    def _header(self) -> str:
        return f"Bearer {self._kept.token}" if self._kept.token else ""

    async def _ask(self) -> None:
        asked_s = asyncio.get_running_loop().time()
        issued = _issued(await self._answer())
        spare_s = min(SPARE_S, issued.expires_in / 5.0)
        self._kept = _Kept(issued.access_token, asked_s + issued.expires_in - spare_s)

    async def _answer(self) -> HttpAnswer:
        url = self._identity.token_endpoint
        message = Message("POST", url, urlencode(self._form()).encode(), FORM)
        try:
            return await self._line.exchange("the token endpoint", message, WITHIN_S)
        except CallError as error:
            # Whatever became of that request, none went to the system.
            raise Unavailable(f"no access token: {error}") from error

    def _form(self) -> dict[str, str]:
        form = {
            "grant_type": "client_credentials",
            "scope": self._identity.scope,
            "resource": self._identity.resource,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
        }
        return {name: value for name, value in form.items() if value}

    def _assertion(self) -> str:
        """Good once: its id is never used again."""
        identity, now_s = self._identity, int(self._wall().timestamp())
        header = {"alg": identity.alg, "typ": "JWT", "kid": identity.kid}
        claims: dict[str, Any] = {
            "iss": identity.client_id,
            "sub": identity.client_id,
            "aud": identity.token_endpoint,
            "iat": now_s,
            "exp": now_s + ASSERTION_S,
            "jti": fresh_id(),
        }
        return jwt.encode(header, claims, self._key, algorithms=[identity.alg])


def _issued(answer: HttpAnswer) -> _Issued:
    """Raises Unavailable, which never quotes the answer: there may be a token in it."""
    if answer.status != 200:
        raise Unavailable(f"no access token: {answer.status} {_oauth_error(answer)}".rstrip())
    try:
        return _Issued.model_validate_json(answer.content)
    except ValidationError:
        raise Unavailable("no access token: the answer has no bearer token in it") from None


def _oauth_error(answer: HttpAnswer) -> str:
    """The code of RFC 6749 section 5.2, if it looks like one."""
    try:
        told = _Refusal.model_validate_json(answer.content)
    except ValidationError:
        return ""
    return told.error


def _looked_at(asking: asyncio.Task[None]) -> None:
    """What failed is told to those who wait, of whom there may be none left."""
    if not asking.cancelled():
        asking.exception()


class _Refusal(BaseModel):
    error: str = Field(pattern="^[a-z_]{1,40}$")


def private_key(identity: Identity) -> ECKey:
    """The key that proves who we are. Raises Unacceptable for one that cannot sign ES384."""
    remedy = f"give the PEM (PKCS 8) of an EC key on {CURVE}"
    expected = f"identity.private_key: a private key on {CURVE}"
    try:
        key = ECKey.import_key(identity.private_key.get_secret_value())
        curve = key.curve_name
    except (JoseError, ValueError, TypeError):
        raise Unacceptable(expected, "what is no EC key", remedy) from None
    if not key.is_private or curve != CURVE:
        raise Unacceptable(expected, f"another key ({curve})", remedy)
    return key
