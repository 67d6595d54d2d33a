"""What stands before the systems of a live run, and what is told of it."""

from __future__ import annotations

import asyncio
import builtins
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from integration_under_test.boundary import Token
from integration_under_test.service.tokens import visitor_of
from mock_systems.identity import AccessVerifier, Denied, Expected, read_jwks
from sim.clock.wall import wall_now
from sim.live.doors import NotServed
from sim.live.guard import COUNTERS, Demands, guarded, places_of
from sim.live.identity import (
    ASSERTION_TYPE,
    INTEGRATION_AUDIENCE,
    SYSTEMS_AUDIENCE,
    Identity,
)
from sim.live.tls import made_here
from sim.live.token_guard import TokenGuard, is_for_people
from tests.integration.security.guarded_group import enterprise
from tests.unit.mock_systems.service.ledger_system import Desk, TinyLedger

ISSUER = "http://127.0.0.1:9"
GLN = "0614141000012"
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity(ISSUER, ("erp.items.read", "billing.charges.write"))


def verifier(identity: Identity, audience: str) -> AccessVerifier:
    keys = identity.provider.jwks
    return AccessVerifier(Expected(ISSUER, audience), lambda: read_jwks(keys()), wall_now)


def test_what_the_integration_is_told_is_the_pages_form(identity: Identity) -> None:
    told = identity.told()
    assert {**told, "private_key": "", "kid": ""} == {
        "issuer": ISSUER,
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/jwks.json",
        "client_id": "integration",
        "kid": "",
        "alg": "ES384",
        "private_key": "",
        "scope": "billing.charges.write erp.items.read",
        "resource": "urn:testbed:systems",
        "audience": "urn:testbed:integration",
    }
    assert told["private_key"].startswith("-----BEGIN PRIVATE KEY-----")


def test_no_two_runs_share_a_key() -> None:
    one, other = (Identity(ISSUER, ("a",)).told() for _ in range(2))
    assert one["private_key"] != other["private_key"]
    assert one["kid"] != other["kid"]


def test_a_callers_token_says_what_the_worlds_says_and_ends_on_the_wall(
    identity: Identity,
) -> None:
    asked = Token("portal/H01-OR", ("prices.read",), (GLN,), NOON)
    compact = identity.bearer(asked)
    access = verifier(identity, INTEGRATION_AUDIENCE).verify(compact)
    assert (access.subject, access.scopes, access.facilities) == (
        asked.subject,
        asked.scopes,
        asked.facilities,
    )
    assert 240 < (access.expires_at - wall_now()).total_seconds() <= 300
    with pytest.raises(Exception, match="wrong audience"):
        verifier(identity, SYSTEMS_AUDIENCE).verify(compact)


def test_a_caller_keeps_its_token_and_another_scope_is_another_one(identity: Identity) -> None:
    first = Token("portal/H01-W1", ("prices.read",), (GLN,), NOON)
    later = Token("portal/H01-W1", ("prices.read",), (GLN,), NOON.replace(hour=18))
    other = Token("portal/H01-W1", ("stock.read",), (GLN,), NOON)
    tokens = [identity.bearer(one) for one in (first, later, other)]
    assert tokens[0] == tokens[1] != tokens[2]


@pytest.mark.parametrize(
    ("scope", "peoples"),
    [
        ("contracts.contracts.approve", True),
        ("erp.invoice_approvals.write", True),
        ("erp.bank_approvals.write", True),
        ("risk:screenings:decide", True),
        ("erp.invoices.write", False),
        ("contracts.prices.import", False),
        ("erp.approve_lists.read", False),
    ],
)
def test_decisions_are_peoples(scope: str, peoples: bool) -> None:
    assert is_for_people(scope) is peoples


def test_every_name_of_a_facility_leads_to_it() -> None:
    group = enterprise()
    places = places_of(group)
    facility = group.facilities[0]
    department = next(d for d in group.departments if d.facility == facility.code)
    for name in (
        *(facility.code, facility.gln, facility.business_unit, facility.ship_to),
        *(department.location, department.cost_center),
        *(site.code for site in group.acquired if site.facility == facility.code),
    ):
        assert places.named({"a": [{"b": name}]}) == {facility.gln}, name
    assert not places.named({"limit": str(facility.billing_id), "n": facility.billing_id})
    assert not places.named([None, True, 1.5, "nowhere", {}])


def ask(demands: Demands) -> tuple[Any, dict[str, Any]]:
    async def whole() -> tuple[Any, dict[str, Any]]:
        async with guarded(demands, "127.0.0.1", [TinyLedger(Desk())], enterprise()) as guard:
            return guard, dict(guard.told())

    return asyncio.run(whole())


def test_without_demands_everybody_passes_and_nothing_is_told() -> None:
    guard, told = ask(Demands())
    assert (guard.admission, guard.middleware, told, guard.bearer(None)) == (None, [], {}, "")
    assert not guard.refused


def test_where_nobody_issues_tokens_callers_say_who_they_are(identity: Identity) -> None:
    """The integration's service reads it as it is; whoever asks for tokens refuses it."""
    guard, _ = ask(Demands())
    asked = Token("portal/H01-OR", ("prices.read",), (GLN,), NOON)
    compact = guard.bearer(asked)
    headers = Headers({"Authorization": f"Bearer {compact}", "X-Client-Id": asked.subject})
    visitor = asyncio.run(visitor_of(headers, None, lambda wall: wall))
    assert visitor.token is not None
    assert replace(visitor.token, expires_at=NOON) == asked
    with pytest.raises(Denied):
        verifier(identity, INTEGRATION_AUDIENCE).verify(compact)


def test_demands_are_told_together() -> None:
    guard, told = ask(Demands(tokens=True, tls=made_here("127.0.0.1", mutual=True)))
    assert isinstance(guard, TokenGuard)
    assert set(told) == {"ca", "certificate", "certificate_key", "identity"}
    assert told["identity"]["issuer"].startswith("https://127.0.0.1:")
    assert told["identity"]["scope"].split() == [
        COUNTERS,
        "tiny.entries.read",
        "tiny.entries.write",
    ]


@pytest.mark.parametrize(
    ("scope", "status"), [("", 401), ("tiny.entries.read", 403), (COUNTERS, 204)]
)
def test_the_testbeds_own_counters_are_behind_the_gate_too(scope: str, status: int) -> None:
    """Alerts, work items, partners: an operator's tools (API5)."""

    async def raised(_: Request) -> Response:
        return Response(status_code=204)

    async def whole() -> int:
        demands = Demands(tokens=True)
        async with guarded(demands, "127.0.0.1", [TinyLedger(Desk())], enterprise()) as guard:
            assert isinstance(guard, TokenGuard)
            counters = Router([Route("/alerts/A", raised, methods=["PUT"])])
            app = Router([Mount("/", counters, middleware=guard.middleware)])
            headers = {"Authorization": f"Bearer {token(guard)}"} if scope else {}
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return (await client.put("/alerts/A", headers=headers)).status_code

    def token(guard: TokenGuard) -> str:
        asked = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": guard.identity.assertion(),
            "scope": scope,
        }
        return guard.identity.provider.token(asked).token

    assert asyncio.run(whole()) == status


def test_without_the_library_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *more: Any, **also: Any) -> Any:
        if name == "sim.live.token_guard":
            raise ImportError("No module named 'joserfc'")
        return whole(name, *more, **also)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NotServed, match="--no-tokens"):
        ask(Demands(tokens=True))
