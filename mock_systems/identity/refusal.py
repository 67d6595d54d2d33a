"""The one error of the identity provider (S16): an OAuth 2.0 error code with what may be told."""

from __future__ import annotations


class OAuthRefusal(Exception):
    """A request that is refused; the outcome is definite and nothing was issued.

    `error` is a code of RFC 6749 (sections 4.1.2.1 and 5.2) or RFC 8707 (`invalid_target`).
    `description` goes to the caller. `reason` says which rule was broken: it is for logs and
    tests and never leaves the provider, since it would help whoever guesses clients or keys.
    """

    def __init__(self, error: str, description: str, reason: str = "") -> None:
        super().__init__(f"{error}: {reason or description}")
        self.error = error
        self.description = description
        self.reason = reason or description

    def body(self) -> dict[str, str]:
        """The JSON of the answer (RFC 6749 section 5.2), with HTTP status 400."""
        return {"error": self.error, "error_description": self.description}


def invalid_request(description: str) -> OAuthRefusal:
    """A parameter is missing, repeated or malformed."""
    return OAuthRefusal("invalid_request", description)


def invalid_client(reason: str) -> OAuthRefusal:
    """Client authentication failed; why is told to nobody outside."""
    return OAuthRefusal("invalid_client", "client authentication failed", reason)


def invalid_grant(reason: str) -> OAuthRefusal:
    """The authorization code is not, or no longer, good for this request."""
    return OAuthRefusal("invalid_grant", "the authorization code is not valid", reason)
