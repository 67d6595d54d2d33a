"""The keys of the identity provider, kept for as long as its Cache-Control says and no longer.

A token whose key is not among them makes them be read once more, since a new key may have come, but
not more often than every few seconds: anybody can make up ids of keys.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic_core import from_json

from integration_under_test.boundary import CallError, Unavailable
from integration_under_test.service.credentials.signed_token import ALGORITHM
from integration_under_test.service.line import Line, Message
from integration_under_test.service.outcomes import HttpAnswer

WITHIN_S = 5.0
LEAST_BETWEEN_S = 5.0
"""Between two readings because of a key that nobody knows, or after one that failed."""
KEPT_S, MOST_KEPT_S = 60.0, 3600.0
"""Where it does not say for how long; and whatever it says."""
MOST_KEYS = 100
MOST_BYTES = 100_000
CURVE = "P-384"
MAX_AGE = re.compile(r"(?:^|,)\s*max-age=\"?(\d{1,9})\"?\s*(?:,|$)", re.IGNORECASE)
NOT_KEPT = re.compile(r"(?:^|,)\s*no-(?:store|cache)\s*(?:,|$)", re.IGNORECASE)


class KeySet:
    """The keys at one URL, which came with POST /start and from nowhere else."""

    def __init__(self, url: str, line: Line) -> None:
        self._url = url
        self._line = line
        self._keys: Mapping[str, ECKey] = {}
        self._good_until_s = self._tried_s = float("-inf")
        self._reading = asyncio.Lock()

    async def key(self, kid: str) -> ECKey | None:
        """None if there is no such key, or more than one. Raises Unavailable if they cannot be
        read."""
        async with self._reading:
            if self._is_old or (kid not in self._keys and self._may_look):
                await self._read()
        return self._keys.get(kid)

    @property
    def _is_old(self) -> bool:
        return _now_s() >= self._good_until_s

    @property
    def _may_look(self) -> bool:
        return _now_s() >= self._tried_s + LEAST_BETWEEN_S

    async def _read(self) -> None:
        if self._is_old and not self._keys and not self._may_look:
            raise Unavailable("the keys of the identity provider could not be read just now")
        self._tried_s = _now_s()
        if self._is_old:
            self._keys = {}
        answer = await self._answer()
        self._keys = _keys_of(answer)
        self._good_until_s = self._tried_s + _kept_s(answer)

    async def _answer(self) -> HttpAnswer:
        where = "the keys of the identity provider"
        try:
            answer = await self._line.exchange(where, Message("GET", self._url), WITHIN_S)
        except CallError as error:
            raise Unavailable(str(error)) from error
        if answer.status != 200 or len(answer.content) > MOST_BYTES:
            raise Unavailable(f"{where}: {answer.status}, {len(answer.content)} bytes")
        return answer


def _keys_of(answer: HttpAnswer) -> Mapping[str, ECKey]:
    """Those that may verify ES384, by id; an id that is there twice stands for none. Raises
    Unavailable for what is no JWK Set (RFC 7517 section 5)."""
    try:
        told = from_json(answer.content)
    except ValueError as error:
        raise Unavailable("the keys of the identity provider are no JSON") from error
    listed = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST_KEYS:
        raise Unavailable("the identity provider has no JWK Set")
    serving = [jwk for jwk in listed if isinstance(jwk, dict) and _serves(jwk)]
    ids = [jwk["kid"] for jwk in serving]
    read = {jwk["kid"]: _key_of(jwk) for jwk in serving if ids.count(jwk["kid"]) == 1}
    return {kid: key for kid, key in read.items() if key is not None}


def _serves(jwk: Mapping[str, Any]) -> bool:
    return (
        isinstance(jwk.get("kid"), str)
        and jwk["kid"] != ""
        and (jwk.get("kty"), jwk.get("crv")) == ("EC", CURVE)
        and jwk.get("alg", ALGORITHM) == ALGORITHM
        and jwk.get("use", "sig") == "sig"
        and "d" not in jwk
    )


def _key_of(jwk: dict[str, Any]) -> ECKey | None:
    try:
        return ECKey.import_key(jwk)
    except (JoseError, ValueError, TypeError):
        return None


def _kept_s(answer: HttpAnswer) -> float:
    told = answer.headers.get("cache-control", "")
    if NOT_KEPT.search(told):
        return LEAST_BETWEEN_S
    found = MAX_AGE.search(told)
    return min(float(found[1]), MOST_KEPT_S) if found else KEPT_S


def _now_s() -> float:
    return asyncio.get_running_loop().time()
