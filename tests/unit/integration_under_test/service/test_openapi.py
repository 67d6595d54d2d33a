"""A body travels as the testbed's own client would send it, for every operation of every system."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from integration_under_test.service.openapi import operations_of
from mock_systems import SYSTEMS
from mock_systems.service import CloudEvent
from mock_systems.service.openapi import openapi_document
from mock_systems.service.operation import Operation
from mock_systems.service.wire import BODYLESS, to_http, wire_body
from sim.plugins import load

VALUE = "a b/ü&?"


class Nobody:
    """A recorder and publisher for a system that is only looked at."""

    def effect(self, *_: Any) -> None: ...

    def publish(self, event: CloudEvent) -> None: ...


class Midnight:
    def now(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC)


def body_for(operation: Operation) -> dict[str, Any]:
    """A value in every field, whether it fits or not."""
    if operation.raw:
        return {operation.raw: "<a>ü</a>"}
    fields = operation.request.model_json_schema(by_alias=True).get("properties", {})
    return dict.fromkeys(fields, VALUE) | {"Flag": True}


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_every_operation_is_called_as_the_system_itself_would(name: str) -> None:
    nobody = Nobody()
    system = load(SYSTEMS[name], "system")(Midnight(), nobody, nobody)
    found = operations_of(from_json(to_json(openapi_document(system))))
    assert found.keys() == system.operations.keys()
    for operation in system.operations.values():
        body = body_for(operation)
        expected = to_http(operation, wire_body(operation, body))
        call = found[operation.name].call(body)
        media_type = "" if operation.method in BODYLESS else expected.media_type
        assert call[:4] == (operation.method, expected.url, expected.content, media_type)
        assert call.raw_field == operation.raw


def test_a_missing_path_field_and_absent_query_fields_are_left_to_the_system() -> None:
    document = {"paths": {"/a/{X}": {"get": {"operationId": "find"}}}}
    assert operations_of(document)["find"].call({"y": None, "z": True}).target == "/a/-?z=true"


def test_query_parameters_of_a_post_go_into_the_query() -> None:
    by_query = {"parameters": [{"name": "dry", "in": "query"}]}
    document = {"paths": {"/a": {"post": {"operationId": "make"}, **by_query}}}
    call = operations_of(document)["make"].call({"dry": False, "n": 1})
    assert (call.target, call.content) == ("/a?dry=false", b'{"n":1}')


def test_a_text_needs_exactly_one_field() -> None:
    text: dict[str, Any] = {"content": {"text/xml": {}}}
    document = {"paths": {"/a": {"post": {"operationId": "soap", "requestBody": text}}}}
    with pytest.raises(ValueError, match="one field"):
        operations_of(document)["soap"].call({})


@pytest.mark.parametrize("document", [None, [], {}, {"paths": []}])
def test_what_is_no_openapi_document_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match="expected an OpenAPI document"):
        operations_of(document)
