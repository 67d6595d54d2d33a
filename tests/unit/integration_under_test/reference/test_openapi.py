"""The machine-readable pages: well-formed, complete, and true of what the door answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from integration_under_test.reference.asyncapi import asyncapi
from integration_under_test.reference.gateway.services.register import SERVICES
from integration_under_test.reference.openapi import openapi
from integration_under_test.reference.orchestration.flows import FLOWS
from tests.unit.integration_under_test.reference.gateway.services.asking import Caller
from tests.unit.integration_under_test.reference.gateway.services.conftest import caller
from tests.unit.integration_under_test.reference.gateway.services.release_samples import (
    ACTS,
    ActSample,
)
from tests.unit.integration_under_test.reference.gateway.services.samples import (
    READS,
    WRITES,
    Sample,
)

__all__ = ["caller"]

OPENAPI = openapi()
SERVED = {
    f"{post['operationId']}": post for path in OPENAPI["paths"].values() for post in (path["post"],)
}


def references(part: Any) -> Iterator[str]:
    """Every `$ref` anywhere in a document."""
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, dict | list):
            yield from references(inner)


def pointed(document: Any, reference: str) -> Any:
    """Raises KeyError for a reference that leads nowhere."""
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": OPENAPI["components"]})


@pytest.mark.parametrize("document", [OPENAPI, asyncapi()], ids=["openapi", "asyncapi"])
def test_every_reference_leads_somewhere(document: Any) -> None:
    found = list(references(document))
    assert found
    for reference in found:
        pointed(document, reference)


def test_every_schema_is_a_json_schema() -> None:
    for schema in OPENAPI["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for message in asyncapi()["components"]["messages"].values():
        Draft202012Validator.check_schema(message["payload"])


def test_every_service_is_there_with_its_scope_and_what_replaces_it() -> None:
    assert set(SERVED) == set(SERVICES)
    known = OPENAPI["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
    for name, service in SERVICES.items():
        assert SERVED[name]["security"] == [{"oauth2": [service.scope]}]
        assert service.scope in known["scopes"]
        assert SERVED[name]["deprecated"] is bool(service.notice)


def test_every_event_has_a_channel_an_operation_and_a_message() -> None:
    document = asyncapi()
    assert set(document["channels"]) == set(document["components"]["messages"]) == set(FLOWS)
    assert set(document["operations"]) == {f"on.{name}" for name in FLOWS}


@pytest.mark.parametrize("name", ACTS)
def test_what_is_asked_of_releases_and_answered_fits_the_page(caller: Caller, name: str) -> None:
    for act in ACTS[name].before:
        caller.act(*act)
    fits_the_page(caller, name, ACTS[name])


@pytest.mark.parametrize("name", [*READS, *WRITES])
def test_what_is_asked_and_answered_fits_the_page(caller: Caller, name: str) -> None:
    sample = {**READS, **WRITES}[name]
    for system, operation, answer in sample.calls:
        caller.host.systems[system].plan(operation, answer)
    fits_the_page(caller, name, sample)


def fits_the_page(caller: Caller, name: str, sample: Sample | ActSample) -> None:
    told = caller.ask(name, sample.body, token=caller.token(facilities=("*",)))
    content = SERVED[name]["requestBody"]["content"]["application/json"]
    validator(content["schema"]).validate(sample.body)
    answered = SERVED[name]["responses"][str(told.status)]["content"]["application/json"]
    validator(answered["schema"]).validate(told.body)
    refused = caller.ask(name, {"nobody": "declared"})
    described = pointed(OPENAPI, SERVED[name]["responses"][str(refused.status)]["$ref"])
    validator(described["content"]["application/json"]["schema"]).validate(refused.body)
