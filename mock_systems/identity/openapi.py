"""OpenAPI 3.1 of the identity provider's HTTP face (S16); the standards say what it means."""

from __future__ import annotations

from typing import Any

from mock_systems.identity.login_page import CREDENTIALS
from mock_systems.identity.metadata import WELL_KNOWN
from mock_systems.identity.token_requests import GRANT_TYPES

FORM = "application/x-www-form-urlencoded"
STRING = {"type": "string", "minLength": 1}
AUTHORIZE = {
    "response_type": {"type": "string", "enum": ["code"]},
    "client_id": STRING,
    "redirect_uri": STRING,
    "scope": STRING,
    "state": STRING,
    "code_challenge": STRING,
    "code_challenge_method": {"type": "string", "enum": ["S256"]},
    "resource": STRING,
}
TOKEN = {
    "grant_type": {"type": "string", "enum": list(GRANT_TYPES)},
    "client_id": STRING,
    "client_assertion": STRING,
    "client_assertion_type": STRING,
    "scope": STRING,
    "resource": STRING,
    "code": STRING,
    "code_verifier": STRING,
    "redirect_uri": STRING,
}
ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
    "required": ["error", "error_description"],
}
ISSUED = {
    "type": "object",
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"type": "string"},
        "expires_in": {"type": "integer"},
        "scope": {"type": "string"},
    },
    "required": ["access_token", "token_type", "expires_in"],
}
PAGE = {"text/html": {"schema": {"type": "string"}}}


def openapi_document() -> dict[str, Any]:
    """JSON values only."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Identity provider (S16)", "version": "1"},
        "paths": {
            "/token": {"post": _token()},
            "/authorize": {"get": _show_login(), "post": _sign_in()},
            "/jwks.json": {"get": _read("jwks", "application/jwk-set+json", ["keys"])},
            WELL_KNOWN: {"get": _read("metadata", "application/json", ["issuer"])},
        },
    }


def _token() -> dict[str, Any]:
    return {
        "operationId": "token",
        "summary": "Issues an access token (RFC 6749 section 5)",
        "requestBody": _form(TOKEN, ["grant_type"]),
        "responses": {
            "200": {
                "description": "The token",
                "content": {"application/json": {"schema": ISSUED}},
            },
            "400": {"description": "Refused", "content": {"application/json": {"schema": ERROR}}},
        },
    }


def _show_login() -> dict[str, Any]:
    required = {"client_id", "redirect_uri"}
    return {
        "operationId": "show_login",
        "summary": "The login form (RFC 6749 section 4.1.1)",
        "parameters": [
            {"name": name, "in": "query", "required": name in required, "schema": schema}
            for name, schema in AUTHORIZE.items()
        ],
        "responses": _pages("200", "303", "400"),
    }


def _sign_in() -> dict[str, Any]:
    credentials = dict.fromkeys(CREDENTIALS, STRING)
    return {
        "operationId": "sign_in",
        "summary": "Takes the login form, and leads back with a code",
        "requestBody": _form({**AUTHORIZE, **credentials}, ["client_id", "redirect_uri"]),
        "responses": _pages("303", "400", "403"),
    }


def _read(name: str, media_type: str, required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "required": required}
    content = {media_type: {"schema": schema}}
    return {"operationId": name, "responses": {"200": {"description": "Read", "content": content}}}


def _form(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": required}
    return {"required": True, "content": {FORM: {"schema": schema}}}


def _pages(*statuses: str) -> dict[str, Any]:
    words = {"200": "The form", "303": "Back to the client", "400": "Refused", "403": "Wrong"}
    return {
        status: {"description": words[status], **({"content": PAGE} if status != "303" else {})}
        for status in statuses
    }
