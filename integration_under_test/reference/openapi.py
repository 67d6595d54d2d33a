"""The API layer as OpenAPI 3.1, out of the services' declarations."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from integration_under_test.reference.gateway.services.register import SERVICES
from integration_under_test.reference.gateway.services.service import (
    LONGEST_ID,
    OWN,
    Lifecycle,
    Service,
)

SCHEMAS = "#/components/schemas/"
REFUSALS = {
    "401": "No valid token of the caller's own.",
    "403": "The token lacks the scope.",
    "404": "No such service or document, or it is not the caller's to see.",
    "422": "The request does not fit, or the system of record refused it.",
    "429": "Too many calls; see Retry-After.",
    "503": "The system of record does not answer; see Retry-After.",
}
NEEDING_ID = {"400": "No id of the request, or a longer one."}
CONFLICT = {"409": "The id was used for another request, or the state does not allow it."}


def openapi() -> dict[str, Any]:
    """The whole document, as JSON values."""
    services = tuple(SERVICES.values())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "API layer of the reference integration",
            "version": "1",
            "description": "Business services over the systems of a hospital group.",
        },
        "paths": {f"/v{s.version}/{s.name}": {"post": _operation(s)} for s in services},
        "components": {
            "schemas": _schemas(services),
            "responses": {
                c: _refusal(c, t) for c, t in {**REFUSALS, **NEEDING_ID, **CONFLICT}.items()
            },
            "securitySchemes": {"oauth2": _security(services)},
        },
    }


def _operation(service: Service) -> dict[str, Any]:
    status = "202" if service.writes else "200"
    refusals = [*REFUSALS, *(NEEDING_ID if service.needs_id else ())]
    refusals += CONFLICT if service.writes or service.system == OWN else ()
    return {
        "operationId": service.id,
        "summary": service.summary,
        "tags": [service.flow],
        "deprecated": service.lifecycle is Lifecycle.DEPRECATED,
        "security": [{"oauth2": [service.scope]}],
        "parameters": [_REQUEST_ID] if service.needs_id else [],
        "requestBody": {
            "required": True,
            "content": _json({"$ref": SCHEMAS + service.request.__name__}),
        },
        "responses": {
            status: {"description": "The answer.", "content": _json(_answer(service))},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in refusals},
        },
        "x-owner": service.owner,
        "x-system-of-record": service.system,
        "x-criticality": service.criticality,
        "x-compliance": service.compliance,
        "x-timeout-s": service.timeout_s,
        "x-fallback": service.fallback.value,
        **({"x-most-age-s": service.most_age_s} if service.keeps else {}),
        "x-rate": service.rate._asdict(),
        **({"x-notice": service.notice} if service.notice else {}),
    }


_REQUEST_ID = {
    "name": "Request-Id",
    "in": "header",
    "required": True,
    "description": "The caller's own; the same again has no second effect.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_ID},
}
_RETRY_AFTER = {"Retry-After": {"description": "In seconds.", "schema": {"type": "number"}}}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}


def _answer(service: Service) -> dict[str, Any]:
    """The envelope: `stale` and `age_s` tell of an answer that the fallback gave."""
    properties: dict[str, Any] = {
        "service": {"const": service.id},
        "result": {"$ref": SCHEMAS + _result(service)},
        "as_of": {"type": "string", "format": "date-time"},
        "age_s": {"type": "number", "minimum": 0},
        "stale": {"type": "boolean"},
    }
    required = list(properties)
    if service.notice:
        properties["notice"] = {"type": "string"}
    return {"type": "object", "required": required, "properties": properties}


def _refusal(code: str, text: str) -> dict[str, Any]:
    headers = {"headers": _RETRY_AFTER} if code in ("429", "503") else {}
    return {"description": text, **headers, "content": _json(_ERROR)}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _result(service: Service) -> str:
    return "Taken" if service.writes else str(service.result.__name__)


def _schemas(services: tuple[Service, ...]) -> dict[str, Any]:
    """Of all requests and results with their parts, each by the name of its class."""
    found: dict[str, Any] = {}
    for service in services:
        for kind in (TypeAdapter(service.request), service.answers):
            schema = kind.json_schema(ref_template=SCHEMAS + "{model}")
            found |= schema.pop("$defs", {})
            found[schema["title"]] = schema
    return dict(sorted(found.items()))


def _security(services: tuple[Service, ...]) -> dict[str, Any]:
    scopes = {service.scope: "" for service in sorted(services, key=lambda one: one.scope)}
    flow = {"tokenUrl": "/token", "scopes": scopes}
    return {"type": "oauth2", "flows": {"clientCredentials": flow}}
