"""What a caller's token allows; its signature was checked by whoever handed the request over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from integration_under_test.boundary import Request, Token
from integration_under_test.reference.gateway.services.refusals import Refused, not_there
from integration_under_test.reference.gateway.services.service import Service

EVERY_FACILITY = "*"


def require_token(request: Request, service: Service, now: datetime) -> Token:
    """Raises Refused without a token of the caller's own that is valid and has the scope."""
    token = request.token
    if token is None or token.subject != request.caller:
        raise Refused(401, "INVALID_TOKEN", "a token of the caller's own is needed")
    if token.expires_at <= now:
        raise Refused(401, "EXPIRED_TOKEN", "the token has expired")
    if service.scope not in token.scopes:
        raise Refused(403, "SCOPE_MISSING", f"{service.name} needs the scope {service.scope}")
    return token


def require_facilities(token: Token, facilities: Iterable[str]) -> None:
    """Raises Refused for a document of a facility that the caller does not work for."""
    allowed = token.facilities
    if EVERY_FACILITY not in allowed and any(one not in allowed for one in facilities):
        raise not_there()
