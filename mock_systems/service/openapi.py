"""OpenAPI 3.1 out of the operation declarations.

FastAPI would derive it from endpoint signatures; here one endpoint serves every operation, and
the declared pydantic models are the only source, for the document as for the validation.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from mock_systems.service.operation import Operation, Refusal
from mock_systems.service.system import System
from mock_systems.service.wire import BODYLESS, path_fields

REF = "#/components/schemas/{model}"
SCHEME = "oauth2"


def openapi_document(system: System, with_tokens: bool = False) -> dict[str, Any]:
    """The OpenAPI 3.1 document of a system, JSON values only. It says which tokens are asked for
    only where they are; each operation's scope is told anyway."""
    operations = list(system.operations.values())
    schemas, definitions = models_json_schema(
        [(o.request, "validation") for o in operations]
        + [(o.response, "serialization") for o in operations],
        ref_template=REF,
    )
    components = definitions.get("$defs", {})
    paths: dict[str, dict[str, Any]] = {}
    refused = _refused(system)
    for operation in operations:
        request = schemas[(operation.request, "validation")]
        response = schemas[(operation.response, "serialization")]
        item = _path_item(operation, _resolve(request, components), response)
        item["responses"]["4XX"] = refused
        if with_tokens:
            item["security"] = [{SCHEME: [operation.scope]}]
        paths.setdefault(operation.path, {})[operation.method.lower()] = item
    return {
        "openapi": "3.1.0",
        "info": {"title": system.title, "version": "1"},
        "paths": paths,
        "components": {
            "schemas": components,
            **({"securitySchemes": {SCHEME: _scheme(system, operations)}} if with_tokens else {}),
        },
    }


def _scheme(system: System, operations: list[Operation]) -> dict[str, Any]:
    """Where tokens come from differs from run to run: the body of `POST /start` has the URL."""
    scopes = {
        scope: f"{system.title}: {', '.join(o.name for o in operations if o.scope == scope)}"
        for scope in sorted({operation.scope for operation in operations})
    }
    return {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": scopes}},
    }


def _refused(system: System) -> dict[str, Any]:
    """The answer to what is refused, in the shape that the system gives it."""
    schema = _shape(system.render(Refusal(422, "CODE", "words")))
    content = {"application/json": {"schema": schema}}
    return {"description": "Refused; nothing was changed", "content": content}


def _shape(value: Any) -> dict[str, Any]:
    """The schema of JSON values like this one; further members may come with it."""
    if isinstance(value, dict):
        properties = {name: _shape(one) for name, one in value.items()}
        return {"type": "object", "properties": properties, "required": sorted(value)}
    if isinstance(value, list):
        return {"type": "array", "items": _shape(value[0])}
    return {"type": "integer" if isinstance(value, int) else "string"}


def _resolve(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    resolved: dict[str, Any] = components[reference.rsplit("/", 1)[1]] if reference else schema
    return resolved


def _path_item(
    operation: Operation, request: dict[str, Any], response: dict[str, Any]
) -> dict[str, Any]:
    in_path = path_fields(operation.path)
    properties = request.get("properties", {})
    required = set(request.get("required", ()))
    item: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.scope.split(".")[1] if "." in operation.scope else operation.scope],
        "parameters": [_parameter(name, "path", properties, True) for name in in_path],
        "responses": {
            str(operation.status): {
                "description": "Done",
                "content": {operation.media_type: {"schema": response}},
            },
        },
        "x-scope": operation.scope,
    }
    rest = {name: schema for name, schema in properties.items() if name not in in_path}
    if operation.method in BODYLESS:
        item["parameters"] += [
            _parameter(name, "query", properties, name in required) for name in rest
        ]
    elif operation.raw:
        item["requestBody"] = {"content": {operation.media_type: {"schema": {"type": "string"}}}}
    elif rest:
        item["requestBody"] = _request_body(rest, required)
    if operation.idempotent_by_key:
        item["parameters"].append(
            {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
        )
    return item


def _parameter(name: str, place: str, properties: dict[str, Any], required: bool) -> dict[str, Any]:
    schema = properties.get(name, {"type": "string"})
    return {"name": name, "in": place, "required": required, "schema": schema}


def _request_body(properties: dict[str, Any], required: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    named = sorted(required & properties.keys())
    if named:
        schema["required"] = named
    return {"required": True, "content": {"application/json": {"schema": schema}}}
