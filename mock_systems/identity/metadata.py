"""What the identity provider (S16) says of itself (RFC 8414 section 2)."""

from __future__ import annotations

from typing import Any

from mock_systems.identity.assertions import ALGORITHMS
from mock_systems.identity.settings import Settings
from mock_systems.identity.token_requests import GRANT_TYPES

WELL_KNOWN = "/.well-known/oauth-authorization-server"


def metadata(settings: Settings, scopes: list[str]) -> dict[str, Any]:
    """The metadata document; clients take every URL from it."""
    return {
        "issuer": settings.issuer,
        "authorization_endpoint": f"{settings.issuer}/authorize",
        "token_endpoint": settings.token_url,
        "jwks_uri": f"{settings.issuer}/jwks.json",
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "tls_client_certificate_bound_access_tokens": True,
    }
