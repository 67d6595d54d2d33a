"""`testbed serve`: the mock systems over real HTTP, with pages, faults and an admin API."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Any

import aiohttp
import httpx
import pytest
from aiohttp import web

from mock_systems.service.signatures import EndpointSecret, verify
from sim.clock.wall import wall_ns
from sim.live.serving.group import Seeding
from sim.live.serving.server import Serving, served

PATIENCE_S = 60.0
SUPPLIER = {
    "SupplierName": "New Supplies",
    "TaxIdentifier": "98-7654321",
    "PaymentTerms": "NET30",
    "RemitToAddress": "1 Main St",
}
SEEDING = Seeding(1, 0.005, ("erp", "billing", "legacy_materials"))


# --------------------------------------------------------------------------- as a command


@pytest.fixture(scope="module")
def command() -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-m", "sim.cli", "serve", "erp", "legacy_materials", "--port", "0"]
    argv += ["--scale", "0.005"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def client(command: subprocess.Popen[str]) -> Iterator[httpx.Client]:
    assert command.stdout is not None
    url = next(found for line in command.stdout if (found := re.search(r"http://\S+", line)))
    with httpx.Client(base_url=url[0], timeout=PATIENCE_S) as client:
        yield client


def test_the_index_leads_to_every_page_and_loads_nothing_from_elsewhere(
    client: httpx.Client,
) -> None:
    page = client.get("/").text
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert {"/erp/docs", "/erp/openapi.json", "/admin/docs"} <= set(links)
    assert "/legacy_materials/materials.wsdl" in links
    assert [link for link in links if not link.startswith("/")] == []
    assert {client.get(link).status_code for link in links} == {200}


def test_the_docs_page_shows_the_operations_with_assets_from_here(client: httpx.Client) -> None:
    page = client.get("/erp/docs").text
    assert "swagger" in page.lower()
    assert re.findall(r"https?://", page) == []
    assert client.get("/assets/swagger-ui-bundle.js").is_success
    document = client.get("/erp/openapi.json").json()
    assert document["servers"] == [{"url": "/erp"}]
    assert "post" in document["paths"]["/invoices"]


def test_the_seeded_group_is_there_and_other_systems_are_not(client: httpx.Client) -> None:
    answer = client.get("/erp/suppliers", params={"Limit": 3}).json()
    assert len(answer["items"]) == 3
    assert client.get("/billing/facilities").status_code == 404


def test_bad_input_is_refused_in_the_vendors_shape(client: httpx.Client) -> None:
    answer = client.post("/erp/suppliers", json={"SupplierName": ""})
    assert answer.status_code == 422
    assert answer.json()["o:errorCode"] == "INVALID_REQUEST"


def test_it_ends_cleanly(client: httpx.Client, command: subprocess.Popen[str]) -> None:
    assert client.get("/").is_success
    command.send_signal(signal.SIGINT)
    assert command.wait(timeout=PATIENCE_S) == 0


# --------------------------------------------------------------------------- its admin API

Ask = Callable[..., Awaitable[tuple[int, Any]]]


def with_server(work: Callable[[Ask], Awaitable[None]], **asked: Any) -> None:
    """Runs a test against a server of its own."""

    async def whole() -> None:
        async with (
            asyncio.timeout(PATIENCE_S),
            served(Serving(SEEDING, port=0, **asked)) as under_way,
            aiohttp.ClientSession(under_way.url) as session,
        ):

            async def ask(method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
                async with session.request(method, path, json=body, **more) as answer:
                    told = await answer.read()
                    is_json = "json" in answer.headers.get("content-type", "")
                    return answer.status, (
                        await answer.json(content_type=None)
                    ) if is_json else told

            await work(ask)

    asyncio.run(whole())


def test_reset_snapshot_and_restore() -> None:
    async def work(ask: Ask) -> None:
        status, snapshot = await ask("POST", "/admin/snapshot")
        assert (status, snapshot["id"]) == (201, "S1")
        status, made = await ask("POST", "/erp/suppliers", SUPPLIER)
        assert status == 201
        where = f"/erp/suppliers/{made['SupplierNumber']}"
        assert (await ask("GET", where))[0] == 200
        assert (await ask("POST", "/admin/restore/S1"))[0] == 200
        assert (await ask("GET", where))[0] == 404
        assert (await ask("POST", "/erp/suppliers", SUPPLIER))[1] == made
        status, ready = await ask("POST", "/admin/reset")
        assert (status, ready) == (200, {"business_time": "2026-04-01T05:00:00Z"})
        assert (await ask("GET", where))[0] == 404
        status, problem = await ask("POST", "/admin/restore/S7")
        assert (status, problem["title"]) == (404, HTTPStatus(404).phrase)
        assert "S1" in problem["detail"]

    with_server(work)


def test_faults_on_and_off_while_it_runs() -> None:
    async def work(ask: Ask) -> None:
        plan = {"plan": "F46@integration>erp+F09@harsh@integration>billing"}
        status, shown = await ask("PUT", "/admin/faults", plan)
        assert (status, [fault["on"] for fault in shown["faults"]]) == (200, [True, True])
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await ask("GET", "/erp/suppliers")
        seen = [(await ask("GET", "/billing/facilities"))[0] for _ in range(15)]
        assert {200, 429} == set(seen)
        assert await ask("GET", "/admin/faults") == (200, shown)
        status, problem = await ask("PUT", "/admin/faults", {"plan": "F22"})
        assert (status, problem["detail"][:3]) == (422, "F22")
        assert (await ask("DELETE", "/admin/faults"))[0] == 204
        assert {(await ask("GET", "/billing/facilities"))[0] for _ in range(5)} == {200}
        assert (await ask("GET", "/erp/suppliers"))[0] == 200

    with_server(work)


def test_requests_are_shown_without_patients_unless_asked_in_clear() -> None:
    async def work(ask: Ask) -> None:
        charge = {"encounterId": "ENC-H01-I0000001", "chargeCode": "SUP00001", "quantity": 1}
        charge |= {"sourceReference": "USE-1", "serviceDate": "20260401", "lot": "LT000001A"}
        headers = {"X-Client-Id": "me", "Idempotency-Key": "K1"}
        status, _answer = await ask("POST", "/billing/charges", charge, headers=headers)
        await ask("GET", "/erp/nothing")
        _, found = await ask("GET", "/admin/requests", params={"caller": "me"})
        (one,) = found["requests"]
        assert (one["system"], one["operation"]) == ("billing", "create_charge")
        assert (one["status"], one["idempotency_key"]) == (status, "K1")
        assert one["latency_ms"] > 0
        _, whole = await ask("GET", f"/admin/requests/{one['number']}")
        assert "ENC-H01" not in str(whole)
        assert whole["body"]["chargeCode"] == "SUP00001"
        path = f"/admin/requests/{one['number']}"
        _, clear = await ask("GET", path, params={"clear": "true"})
        assert clear["body"]["encounterId"] == "ENC-H01-I0000001"
        _, missed = await ask("GET", "/admin/requests", params={"status": 404})
        assert [(m["path"], m["operation"]) for m in missed["requests"]] == [("/nothing", "")]
        _, later = await ask("GET", "/admin/requests", params={"after": one["number"]})
        assert [r["number"] for r in later["requests"]] == [one["number"] + 1]

    with_server(work)


def test_events_are_noted_and_delivered_signed() -> None:
    async def work(ask: Ask) -> None:
        taken: asyncio.Queue[tuple[bytes, dict[str, str]]] = asyncio.Queue()

        async def door(request: web.Request) -> web.Response:
            taken.put_nowait((await request.read(), dict(request.headers)))
            return web.Response(status=204)

        app = web.Application()
        app.router.add_post("/in", door)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/in"
            wanted = {"subscriptions": [{"url": url, "types": ["erp.supplier.*"]}]}
            status, shown = await ask("PUT", "/admin/subscriptions", wanted)
            assert status == 200
            secret = EndpointSecret.read(shown["subscriptions"][0]["secret"])
            await ask("POST", "/erp/suppliers", SUPPLIER)
            body, headers = await taken.get()
            verify((secret,), headers, body, wall_ns() / 1e9)
            _, events = await ask("GET", "/admin/events", params={"type": "erp.supplier.*"})
            assert events["events"][0]["event"]["id"] in body.decode()
            _, listed = await ask("GET", "/admin/subscriptions")
            assert listed["subscriptions"][0]["secret"] is None
        finally:
            await runner.cleanup()

    with_server(work)


def test_no_events_go_to_hosts_that_were_not_named() -> None:
    async def work(ask: Ask) -> None:
        wanted = {"subscriptions": [{"url": "http://169.254.169.254/latest"}]}
        status, problem = await ask("PUT", "/admin/subscriptions", wanted)
        assert (status, "--webhook-host" in problem["detail"]) == (422, True)
        assert await ask("GET", "/admin/subscriptions") == (200, {"subscriptions": []})

    with_server(work)


def test_with_a_token_only_who_brings_it_is_let_in() -> None:
    async def work(ask: Ask) -> None:
        assert (await ask("POST", "/admin/reset"))[0] == 401
        headers = {"Authorization": "Bearer s3cret"}
        assert (await ask("POST", "/admin/reset", headers=headers))[0] == 200
        assert (await ask("GET", "/erp/suppliers"))[0] == 200
        evil = {**headers, "Origin": "http://evil.example"}
        assert (await ask("POST", "/admin/reset", headers=evil))[0] == 403

    with_server(work, admin_token="s3cret")
