"""What was verified a moment ago is not verified again.

A signature on P-384 costs more than everything else that a mock system does for a request, and a
client sends the same token with all of them. What is remembered is forgotten within seconds, and
never later than the token ends, so that a revoked token, a key that was taken back and a token that
ended are all noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mock_systems.identity.access import Access
from mock_systems.identity.verifier import AccessVerifier

REMEMBERED_S = 1.0
MOST_TOKENS = 256


class RememberedAccess:
    """An `AccessVerifier` with a short memory of what it let pass; refusals are not remembered."""

    def __init__(self, verifier: AccessVerifier, now: Callable[[], datetime]) -> None:
        self._verifier = verifier
        self._now = now
        self._known: dict[tuple[str, str], tuple[Access, datetime]] = {}

    def authorize(self, authorization: str, certificate: str = "") -> Access:
        """As `AccessVerifier.authorize`. Raises Denied."""
        key, now = (authorization, certificate), self._now()
        known = self._known.get(key)
        if known is not None and now < known[1]:
            return known[0]
        access = self._verifier.authorize(authorization, certificate)
        if len(self._known) >= MOST_TOKENS:
            self._known.clear()
        until = min(now + timedelta(seconds=REMEMBERED_S), access.expires_at)
        self._known[key] = access, until
        return access
