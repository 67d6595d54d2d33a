"""Bodies that want more than they may: other fields, too much, too deep (API3, API4, API8)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.security.guarded_group import GuardedGroup
from tests.integration.security.test_facilities import OWN, order


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object with named members in a JSON schema."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def test_no_operation_takes_a_member_that_it_does_not_declare(group: GuardedGroup) -> None:
    """Mass assignment: `Status`, `approved`, `price` have no way in but where they are declared."""
    for system in group.systems.values():
        for operation in (one for one in system.operations.values() if not one.raw):
            for schema in objects(operation.request.model_json_schema()):
                assert schema.get("additionalProperties") is False, (operation.name, schema)


@pytest.mark.parametrize(
    "more",
    [
        {"Status": "APPROVED"},
        {"OrderNumber": "4500000001"},
        {"Amount": "0.01"},
        {"ObjectVersionNumber": 7},
        {"__proto__": {"Status": "APPROVED"}},
    ],
)
def test_mass_assignment(group: GuardedGroup, more: dict[str, Any]) -> None:
    token = group.token("erp.orders.write", "erp.orders.read")
    body = {**order(group, OWN, "mass"), **more}
    assert group.call("erp", "POST /purchaseOrders", token, body).status_code == 422
    assert not group.books.effects


def test_mass_assignment_by_the_query(group: GuardedGroup) -> None:
    token = group.token("erp.orders.write")
    line = "POST /purchaseOrders?Status=APPROVED"
    assert group.call("erp", line, token, order(group, OWN, "mass-query")).status_code == 422
    assert not group.books.effects


@pytest.mark.parametrize("size", ["501", "1000000", "-1", "0", "1e9", "all"])
def test_page_size(group: GuardedGroup, size: str) -> None:
    for system, line in (
        ("erp", f"GET /items?Limit={size}"),
        ("procurement", f"GET /catalogue?limit={size}"),
        ("inventory", f"GET /items?limit={size}"),
        ("billing", f"GET /facilities?limit={size}"),
    ):
        token = group.token(*group.every_scope(system))
        assert group.call(system, line, token).status_code == 422, line


@pytest.mark.parametrize("deep", [100, 10_000, 200_000])
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_nested_json(group: GuardedGroup, deep: int, pair: str) -> None:
    opened = '{"Lines":' if pair == "{}" else "["
    content = (opened * deep + "1" + ("}" if pair == "{}" else "]") * deep).encode()
    for facilities in (["*"], [group.group.facilities[OWN].gln]):
        token = group.token("erp.orders.write", facilities=facilities)
        answer = group.call("erp", "POST /purchaseOrders", token, content=content)
        assert answer.status_code in (400, 413, 422)
        assert "Traceback" not in answer.text
        assert len(answer.content) < 2_000, "what was sent is not sent back"
    assert not group.books.effects


@pytest.mark.parametrize(
    "content",
    [
        b'{"SupplierNumber": 1e400}',
        b'{"SupplierNumber": NaN}',
        b'{"SupplierNumber": "\xff\xfe"}',
        b"\x00" * 1000,
        b'"' + b"x" * 100_000 + b'"',
        b"null",
        b"[]",
        b"1",
    ],
)
def test_what_is_no_order_at_all(group: GuardedGroup, content: bytes) -> None:
    for facilities in (["*"], [group.group.facilities[OWN].gln]):
        token = group.token("erp.orders.write", facilities=facilities)
        answer = group.call("erp", "POST /purchaseOrders", token, content=content)
        assert answer.status_code in (400, 413, 422)
        assert len(answer.content) < 2_000
    assert not group.books.effects


def test_a_body_without_a_token_is_not_read(group: GuardedGroup) -> None:
    """Whoever is not let in fills no memory, however much it sends."""
    read, sent = [], []

    async def receive() -> dict[str, Any]:
        read.append(1)
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/purchaseOrders",
        "raw_path": b"/purchaseOrders",
        "query_string": b"",
        "headers": [(b"content-length", b"1000000000")],
        "scheme": "http",
        "server": ("systems", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    asyncio.run(group.app("erp")(scope, receive, send))
    assert sent[0]["status"] == 401
    assert not read


@pytest.mark.parametrize("path", ["/invoices/'%20OR%201=1", "/invoices/..%2f..%2fetc", "/%00"])
def test_words_of_another_language_in_a_path(group: GuardedGroup, path: str) -> None:
    token = group.token(*group.every_scope("erp"))
    answer = group.call("erp", f"GET {path}", token)
    assert answer.status_code in (404, 405, 422)


def test_no_other_site_may_read_an_answer_in_a_browser(group: GuardedGroup) -> None:
    """No CORS header, so no script of another origin reads what it fetched (API8)."""
    token = group.token("erp.suppliers.read")
    headers = {"Origin": "https://evil.test", "Access-Control-Request-Method": "GET"}
    for line in ("GET /suppliers", "OPTIONS /suppliers"):
        answer = group.call("erp", line, token, headers=headers)
        assert not [name for name in answer.headers if name.startswith("access-control")]
