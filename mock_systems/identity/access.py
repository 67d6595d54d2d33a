"""What a resource server knows once an access token was verified, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mock_systems.identity.clients import EVERY_FACILITY


class Denied(Exception):
    """A call that is refused (RFC 6750 section 3.1); nothing was done.

    `status` is 401 or 403, `error` the OAuth code, '' when the call brought no token at all.
    `message` may be shown: it says nothing of the token. `reason` says which rule was broken, for
    logs and tests.
    """

    def __init__(self, status: int, error: str, message: str, reason: str = "") -> None:
        super().__init__(f"{status} {error}: {reason or message}")
        self.status = status
        self.error = error
        self.message = message
        self.reason = reason or message

    @property
    def challenge(self) -> str:
        """The value of the WWW-Authenticate header (RFC 6750 section 3)."""
        if not self.error:
            return "Bearer"
        return f'Bearer error="{self.error}", error_description="{self.message}"'

    def body(self) -> dict[str, str]:
        """The same as JSON, for clients that do not read headers."""
        return {"error": self.error or "token_needed", "error_description": self.message}


@dataclass(frozen=True, slots=True)
class Access:
    """Who calls, on whose behalf, and what that allows. `facilities` are GLNs, `*` is all."""

    subject: str
    client_id: str
    tenant: str
    scopes: tuple[str, ...]
    facilities: tuple[str, ...]
    expires_at: datetime

    def require_scope(self, scope: str) -> None:
        """Raises Denied 403 unless the operation's scope was granted, letter by letter."""
        if scope not in self.scopes:
            raise Denied(403, "insufficient_scope", f"this operation needs the scope {scope}")

    def require_facilities(self, facilities: Iterable[str]) -> None:
        """Raises Denied 403 for a document of a facility that the caller does not work for. Where
        that would tell that the document exists, answer 404 instead."""
        if not self.covers(facilities):
            raise Denied(403, "insufficient_scope", "the token is for other facilities")

    def covers(self, facilities: Iterable[str]) -> bool:
        """Whether the caller may see documents of all these facilities."""
        return EVERY_FACILITY in self.facilities or set(facilities) <= set(self.facilities)
