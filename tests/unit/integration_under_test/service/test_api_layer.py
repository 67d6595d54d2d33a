"""An API layer is asked at the paths of its own document."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from integration_under_test.boundary import Answer, Request
from integration_under_test.reference.openapi import openapi
from integration_under_test.service.api_layer import ApiLayer
from tests.unit.integration_under_test.service.fakes import Recorder, run
from tests.unit.integration_under_test.service.served import (
    WALL,
    Layered,
    assert_problem,
    served,
)

OAUTH2 = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}}
GONE: dict[str, Any] = {"description": "Away.", "content": {"application/json": {"schema": {}}}}


def document(path: str = "/v2/find_item", method: str = "post", **more: Any) -> dict[str, Any]:
    operation = {"operationId": "find_item@2", "responses": {"503": {"$ref": "#/x/Away"}}, **more}
    components = {"responses": {"Away": GONE}, "securitySchemes": {"oauth2": OAUTH2}}
    return {"openapi": "3.1.0", "paths": {path: {method: operation}}, "components": components}


class Published(Recorder):
    """With an API layer that has a document."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Request] = []

    def openapi(self) -> dict[str, Any]:
        return document()

    async def on_request(self, request: Request) -> Answer:
        self.asked.append(request)
        return Answer(503, {"error": {"code": "AWAY", "message": "come again"}}, 60.0)


def bearer(**claims: Any) -> str:
    told = {"sub": "portal", "exp": WALL.timestamp() + 600, **claims}
    return f"Bearer e30.{urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip('=')}."


def test_a_path_of_the_document_is_an_operation() -> None:
    async def work() -> None:
        async with served(Published) as made:
            headers = {"Authorization": bearer(), "Request-Id": "r-1", "X-Correlation-Id": "c-1"}
            answer = await made.post("/v2/find_item", {"item_id": "I-1"}, headers=headers)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
            (asked,) = made.integration.asked
            assert (asked.operation, asked.body) == ("find_item@2", {"item_id": "I-1"})
            assert (asked.caller, asked.id, asked.correlation_id) == ("portal", "r-1", "c-1")
            assert asked.token.subject == "portal"

    run(work())


def test_what_is_no_json_is_refused_as_everywhere() -> None:
    async def work() -> None:
        async with served(Published) as made:
            assert_problem(await made.post("/v2/find_item", b"[1]"), 400, "a JSON object")
            refused = await made.http.get("/v2/find_item")
            assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
            assert made.integration.asked == []

    run(work())


def test_the_document_says_what_the_doors_refuse() -> None:
    async def work() -> None:
        async with served(Published) as made:
            told = (await made.http.get("/openapi.json")).json()
            answers = told["paths"]["/v2/find_item"]["post"]["responses"]
            assert set(answers) == {"400", "401", "408", "413", "415", "500", "503"}
            assert set(answers["503"]["content"]) == {
                "application/json",
                "application/problem+json",
            }
            assert answers["503"]["description"].startswith("Away. ")
            flow = told["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
            assert flow["tokenUrl"] == "/token"

    run(work())


def test_the_document_names_the_issuer() -> None:
    async def work() -> str:
        async def ask(*_: Any) -> Any:
            raise AssertionError("nobody asks")

        layer = ApiLayer(document(), ask, lambda: "https://id.test/token")
        response = await layer.routes()[0].endpoint(None)
        schemes = json.loads(response.body)["components"]["securitySchemes"]
        return str(schemes["oauth2"]["flows"]["clientCredentials"]["tokenUrl"])

    assert run(work()) == "https://id.test/token"


def test_who_has_no_document_has_no_such_paths() -> None:
    async def work() -> None:
        async with served(Layered) as made:
            assert (await made.http.get("/openapi.json")).status_code == 404

    run(work())


@pytest.mark.parametrize(
    "wrong",
    [
        document(method="get"),
        document(path="/v1/items/{item_id}"),
        document(operationId=""),
    ],
    ids=["get", "parameter", "no operationId"],
)
def test_a_document_that_cannot_be_served_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected a path without parameters that is posted to"):
        ApiLayer(wrong, None, str)  # type: ignore[arg-type]


def test_all_services_of_the_reference_are_served() -> None:
    paths = openapi()["paths"]
    layer = ApiLayer(openapi(), None, str)  # type: ignore[arg-type]
    assert layer.operations.keys() == paths.keys()
