"""A resource server that guards its operations with the verifier of S16, over HTTP."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mock_systems.identity import AccessVerifier, Denied
from tests.unit.mock_systems.identity.hospital import API, GLN_A, GLN_B, Hospital


def resource_server(verifier: AccessVerifier, scope: str) -> Starlette:
    """Orders of a facility; all there is to guarding one operation."""

    async def orders(request: Request) -> Response:
        try:
            access = verifier.authorize(request.headers.get("Authorization", ""))
            access.require_scope(scope)
            access.require_facilities([request.path_params["gln"]])
        except Denied as denied:
            headers = {"WWW-Authenticate": denied.challenge}
            return JSONResponse(denied.body(), denied.status, headers)
        return JSONResponse({"caller": access.client_id})

    return Starlette(routes=[Route("/facilities/{gln}/orders", orders)])


def get(
    hospital: Hospital, token: str, gln: str = GLN_A, scope: str = "orders.read"
) -> httpx.Response:
    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(app=resource_server(hospital.verifier, scope))
        async with httpx.AsyncClient(transport=transport, base_url=API) as client:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            return await client.get(f"/facilities/{gln}/orders", headers=headers)

    return asyncio.run(call())


def test_a_good_token_opens_its_operation() -> None:
    hospital = Hospital()
    answer = get(hospital, hospital.token(scope="orders.read"))
    assert (answer.status_code, answer.json()) == (200, {"caller": "lab"})


@pytest.mark.parametrize(
    ("token", "gln", "scope", "status", "error"),
    [
        ("", GLN_A, "orders.read", 401, "token_needed"),
        ("good", GLN_A, "orders.write", 403, "insufficient_scope"),
        ("good", GLN_B, "orders.read", 403, "insufficient_scope"),
        ("x.y.z", GLN_A, "orders.read", 401, "invalid_token"),
    ],
)
def test_any_other_call_is_refused_with_a_challenge(
    token: str, gln: str, scope: str, status: int, error: str
) -> None:
    hospital = Hospital()
    sent = hospital.token(scope="orders.read") if token == "good" else token
    answer = get(hospital, sent, gln, scope)
    assert answer.status_code == status
    assert answer.json()["error"] == error
    assert answer.headers["www-authenticate"].startswith("Bearer")
