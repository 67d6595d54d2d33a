"""The HTTP face: the same answers as dispatch, and an OpenAPI document from the declarations."""

from __future__ import annotations

from typing import Any

import httpx
import jsonschema
import pytest
from fastapi import FastAPI
from pydantic_core import from_json, to_json

from mock_systems import SYSTEMS
from mock_systems.service import CallContext, Operation, Refusal
from mock_systems.service.http_app import build_app
from mock_systems.service.openapi import openapi_document
from mock_systems.service.wire import to_http, wire_body
from sim.clock import VirtualClock
from sim.plugins import load
from tests.unit.mock_systems.service.ledger_system import OPERATIONS, Desk, TinyLedger


def ask(app: FastAPI, method: str, url: str, **options: Any) -> httpx.Response:
    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tiny.test") as client:
            return await client.request(method, url, **options)

    clock = VirtualClock()
    try:
        return clock.run(call())
    finally:
        clock.close()


CASES = [
    ("post_entry", {"account-code": "a b%c", "amount": 5, "memo": "ü"}),
    ("post_entry", {"account-code": "closed", "amount": 5}),
    ("post_entry", {"account-code": "a", "amount": "x"}),
    ("post_entry", {"account-code": "a", "amount": 5, "surplus": 1}),
    ("get_entry", {"entry-no": 1, "verbose": True}),
    ("get_entry", {"entry-no": 9}),
    ("get_entry", {"entry-no": "x"}),
    ("get_entry", {"entry-no": 1, "verbose": None}),
]


@pytest.mark.parametrize(("name", "body"), CASES)
def test_http_and_dispatch_give_the_same_answer(name: str, body: dict[str, object]) -> None:
    direct, served = TinyLedger(Desk()), TinyLedger(Desk())
    for system in (direct, served):
        system.entries.append(("a", 1))
    wire = wire_body(OPERATIONS[name], body)
    expected = direct.dispatch(name, to_json(wire), CallContext("me"))
    request = to_http(OPERATIONS[name], wire)
    answer = ask(build_app(served), request.method, request.url, content=request.content)
    assert (answer.status_code, answer.content) == (expected.status, expected.payload)
    assert direct.entries == served.entries


def test_headers_carry_caller_key_and_correlation() -> None:
    desk = Desk()
    app = build_app(TinyLedger(desk))
    headers = {"X-Client-Id": "lab", "Idempotency-Key": "k", "X-Correlation-Id": "c-1"}
    for _ in range(2):
        ask(app, "POST", "/accounts/a/entries", json={"amount": 1}, headers=headers)
    assert [caller for caller, _ in desk.effects] == ["lab"]
    assert desk.events[0].extensions == {"correlation": "c-1"}


def test_a_body_that_is_no_object_is_refused_by_the_system() -> None:
    app = build_app(TinyLedger(Desk()))
    answer = ask(app, "POST", "/accounts/a/entries", content=b"[1]")
    assert answer.status_code == 422
    assert "code" in from_json(answer.content)


def test_openapi_lists_every_operation_with_its_models() -> None:
    document = openapi_document(TinyLedger(Desk()))
    post = document["paths"]["/accounts/{account-code}/entries"]["post"]
    assert post["operationId"] == "post_entry"
    names = {p["name"]: p["in"] for p in post["parameters"]}
    assert names == {"account-code": "path", "Idempotency-Key": "header"}
    body = post["requestBody"]["content"]["application/json"]["schema"]
    assert sorted(body["properties"]) == ["amount", "memo"]
    assert body["required"] == ["amount"]
    get = document["paths"]["/entries/{entry-no}"]["get"]
    assert {p["name"]: p["in"] for p in get["parameters"]} == {
        "entry-no": "path",
        "verbose": "query",
    }


def test_the_docs_page_and_document_are_served() -> None:
    app = build_app(TinyLedger(Desk()))
    assert ask(app, "GET", "/docs").status_code == 200
    assert ask(app, "GET", "/openapi.json").json()["info"]["title"] == "Tiny ledger"


def test_a_missing_path_field_still_reaches_the_system() -> None:
    operation: Operation = OPERATIONS["get_entry"]
    assert to_http(operation, {}).url == "/entries/-"


def test_a_path_that_is_not_served_is_refused_in_the_vendors_shape() -> None:
    answer = ask(build_app(TinyLedger(Desk())), "GET", "/nowhere")
    assert answer.status_code == 404
    assert answer.json() == TinyLedger(Desk()).render(
        Refusal(404, "NO_SUCH_PATH", "nothing is served at this path")
    )


def test_a_method_that_is_not_served_is_told_all_that_are() -> None:
    system = build_app(load(SYSTEMS["erp"], "system")(Desk(), Desk(), Desk()))
    answer = ask(system, "PATCH", "/suppliers")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["o:errorCode"] == "METHOD_NOT_ALLOWED"


def test_a_path_without_fields_is_no_document_of_that_name() -> None:
    app = build_app(load(SYSTEMS["procurement"], "system")(Desk(), Desk(), Desk()))
    answer = ask(app, "PUT", "/suppliers/find")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert ask(app, "DELETE", "/catalogue/prices").headers["allow"] == "GET, POST"


def test_refusals_are_declared_in_the_shape_in_which_they_come() -> None:
    system = TinyLedger(Desk())
    document = openapi_document(system)
    for path in document["paths"].values():
        for operation in path.values():
            schema = operation["responses"]["4XX"]["content"]["application/json"]["schema"]
            body = system.render(Refusal(409, "X", "y"))
            assert jsonschema.Draft202012Validator(schema).is_valid(body)
            assert not jsonschema.Draft202012Validator(schema).is_valid({})
