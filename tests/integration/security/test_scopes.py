"""Who may call what: every operation of every system, one by one (API2, API5, API9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route

from mock_systems.identity import OAuthRefusal
from mock_systems.identity.compact import MOST_BYTES
from mock_systems.service import Operation
from mock_systems.service.unrouted import SHUT
from mock_systems.service.wire import to_http
from sim.live.guard import COUNTERS
from sim.live.token_guard import is_for_people, scopes_of
from tests.integration.security.guarded_group import GuardedGroup


def operations(group: GuardedGroup) -> Iterator[tuple[str, Operation, str]]:
    """System, operation, and the line of a request to it."""
    for name, system in group.systems.items():
        for operation in system.operations.values():
            request = to_http(operation, {})
            yield name, operation, f"{request.method} {request.url}"


def problem_of(answer: Any) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    told = dict(answer.json())
    assert told["status"] == answer.status_code
    return told


def test_no_operation_answers_without_a_token(group: GuardedGroup) -> None:
    for system, operation, line in operations(group):
        answer = group.call(system, line)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert problem_of(answer)["detail"] == "a bearer token is needed", operation.name
    assert not group.books.effects


def test_scope_per_operation(group: GuardedGroup) -> None:
    """All scopes of a system but the one that an operation needs are not enough for it."""
    tokens: dict[str, str] = {}
    for system, operation, line in operations(group):
        others = group.every_scope(system) - {operation.scope} or {"other"}
        if operation.scope not in tokens:
            tokens[operation.scope] = group.token(*others)
        answer = group.call(system, line, tokens[operation.scope])
        assert answer.status_code == 403, operation.name
        assert problem_of(answer)["error"] == "insufficient_scope"
        assert operation.scope in answer.headers["www-authenticate"]
    assert not group.books.effects


def test_the_right_scope_opens_the_operation(group: GuardedGroup) -> None:
    token = group.token("erp.suppliers.read")
    assert group.call("erp", "GET /suppliers", token).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["erp.*", "erp.invoices.*", "system/*.cruds", "*", "erp.invoices", "ERP.INVOICES.READ"],
)
def test_scope_escalation_by_a_wildcard(group: GuardedGroup, wanted: str) -> None:
    group.token("erp.invoices.read")
    with pytest.raises(OAuthRefusal, match="invalid_scope"):
        group.hospital.token(scope=wanted)
    pretender = group.token(wanted)
    assert group.call("erp", "GET /invoices/held", pretender).status_code == 403


def test_operator_endpoints_with_client_scopes(group: GuardedGroup) -> None:
    """What people decide is not among what the integration's client may be granted (API5)."""
    granted = scopes_of(group.systems.values())
    token = group.token(*granted)
    peoples = [one for one in operations(group) if is_for_people(one[1].scope)]
    assert {one[1].name for one in peoples} >= {
        *("approve_invoice", "approve_bank_change", "decide_requisition", "decide_review"),
        *("approve_substitution", "decide_screening", "decide_supplier_request"),
    }
    for system, operation, line in peoples:
        assert group.call(system, line, token).status_code == 403, operation.name
    assert COUNTERS in granted


def test_a_token_of_all_that_the_integration_may_do_is_short_enough(group: GuardedGroup) -> None:
    token = group.token(*scopes_of(group.systems.values()))
    assert len(token) < MOST_BYTES
    assert group.call("erp", "GET /suppliers", token).status_code == 200


def test_every_route_is_in_the_openapi_document_with_its_scope(group: GuardedGroup) -> None:
    """No shadow routes, no old versions (API9)."""
    for name, system in group.systems.items():
        document = group.call(name, "GET /openapi.json").json()
        scheme = document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
        listed = {
            (method.upper(), item["operationId"]): item["security"]
            for path in document["paths"].values()
            for method, item in path.items()
        }
        served = {
            (method, route.name)
            for route in group.app(name).routes
            if isinstance(route, APIRoute) and route.name in system.operations
            for method in route.methods or ()
        }
        assert set(listed) == served
        for (_, operation), security in listed.items():
            assert security == [{"oauth2": [system.operations[operation].scope]}]
        assert set(scheme["scopes"]) == group.every_scope(name)


def test_what_is_open_without_a_token_is_documentation_alone(group: GuardedGroup) -> None:
    for name, system in group.systems.items():
        pages = {path for path, _, _ in system.pages()}
        open_ = {
            getattr(route, "path", "")
            for route in group.app(name).routes
            if getattr(route, "name", "") not in system.operations
        }
        docs = {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc"}
        assert open_ <= docs | pages | shut_paths(group, name)


def shut_paths(group: GuardedGroup, name: str) -> set[str]:
    """Paths of operations under other methods, all of which are refused with 405."""
    routes = group.app(name).routes
    paths = {route.path for route in routes if isinstance(route, Route) and route.name == SHUT}
    assert paths <= {operation.path for operation in group.systems[name].operations.values()}
    return paths


@pytest.mark.parametrize("path", ["/v0/suppliers", "/v2/suppliers", "/admin", "/debug", "/metrics"])
def test_old_versions_and_hidden_routes_are_not_there(group: GuardedGroup, path: str) -> None:
    token = group.token("erp.suppliers.read")
    assert group.call("erp", f"GET {path}", token).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "QUERY"])
def test_another_method_opens_nothing(group: GuardedGroup, method: str) -> None:
    answer = group.call("erp", f"{method} /suppliers", group.token("erp.suppliers.read"))
    assert answer.status_code == 405
