"""The operations that an OpenAPI document declares, and how a body travels to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from pydantic_core import to_json

JSON = "application/json"
BODYLESS = frozenset({"get", "delete", "head"})
METHODS = BODYLESS | {"post", "put", "patch"}


class Call(NamedTuple):
    """One request to an operation; `target` is path and query, percent-encoded. `raw_field` is the
    field that travels as the body itself, '' if JSON does."""

    method: str
    target: str
    content: bytes = b""
    media_type: str = ""
    raw_field: str = ""


@dataclass(frozen=True)
class Operation:
    """One declared operation. `in_query` are the fields that travel in the query although the
    request has a body."""

    name: str
    method: str
    path: str
    in_query: frozenset[str]
    media_type: str

    @property
    def is_raw(self) -> bool:
        """Its body is a text of another media type, which travels as the one field of a body."""
        return self.media_type.partition(";")[0].strip() != JSON

    def call(self, body: Mapping[str, Any]) -> Call:
        """The request of a body. A path field that is missing becomes `-`, which no document is
        called, so that the answer is the system's own refusal. Raises ValueError for a raw body
        of more or less than one field."""
        in_path = re.findall(r"{([^}]+)}", self.path)
        path = self.path
        for name in in_path:
            path = path.replace(f"{{{name}}}", quote(_as_text(body.get(name) or "-"), safe=""))
        rest = {name: value for name, value in body.items() if name not in in_path}
        method = self.method.upper()
        if self.method in BODYLESS:
            return Call(method, path + _query(rest))
        query = _query({name: value for name, value in rest.items() if name in self.in_query})
        rest = {name: value for name, value in rest.items() if name not in self.in_query}
        if not self.is_raw:
            return Call(method, path + query, to_json(rest), JSON)
        if len(rest) != 1:
            raise ValueError(f"{self.name}: expected one field with the text, got {sorted(rest)}")
        ((field, text),) = rest.items()
        return Call(method, path + query, str(text).encode(), self.media_type, field)


def operations_of(document: Any) -> dict[str, Operation]:
    """Name -> operation. Raises ValueError for what is no OpenAPI document."""
    paths = document.get("paths") if isinstance(document, dict) else None
    if not isinstance(paths, dict):
        raise ValueError("expected an OpenAPI document with paths")  # noqa: TRY004
    return {operation.name: operation for operation in _declared(paths)}


def _declared(paths: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in paths.items():
        shared = item.get("parameters", [])
        for method, declared in item.items():
            if method in METHODS and "operationId" in declared:
                parameters = [*shared, *declared.get("parameters", [])]
                in_query = frozenset(p["name"] for p in parameters if p.get("in") == "query")
                name = declared["operationId"]
                yield Operation(name, method, path, in_query, _media_type(declared))


def _media_type(declared: Mapping[str, Any]) -> str:
    """JSON if that will do, else the first that is offered."""
    offered = list(declared.get("requestBody", {}).get("content", {}))
    return JSON if not offered or JSON in offered else str(offered[0])


def _query(fields: Mapping[str, Any]) -> str:
    told = {name: _as_text(value) for name, value in fields.items() if value is not None}
    return f"?{urlencode(told)}" if told else ""


def _as_text(value: Any) -> str:
    """A value as it stands in a path or query."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
