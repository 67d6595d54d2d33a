"""The whole program: it says where it is, serves the template, outlives a kill, ends when told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.unit.integration_under_test.service.fakes import (
    Counterpart,
    Heard,
    answer,
    counterpart,
    run,
)

pytestmark = pytest.mark.live

WITHIN_S = 30.0
BILLING = {
    "openapi": "3.1.0",
    "paths": {
        "/charge-master": {"get": {"operationId": "list_charge_master"}},
        "/charges": {"post": {"operationId": "create_charge"}},
    },
}
CHARGE_MASTER = {"items": [{"supplyItem": "I-1", "chargeCode": "C-1"}], "hasMore": False}
USAGE = {
    "usage_id": "U-1",
    "erp_item_number": "I-1",
    "encounter_id": "E-1",
    "qty": 2,
    "performed_at": "20260414120000",
    "lot": "",
}


@contextmanager
def program(*words: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """The running program and a client of it; it is ended by its id."""
    command = [sys.executable, "-m", "integration_under_test.service", *words, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            with httpx.Client(base_url=url, timeout=WITHIN_S) as client:
                yield process, client
        finally:
            process.kill()
            process.wait(WITHIN_S)


async def start(client: httpx.AsyncClient, url: str) -> None:
    told = {
        "systems": {"billing": {"url": f"{url}/billing", "openapi": f"{url}/billing/openapi.json"}},
        "partners": {},
        "work_items": f"{url}/work-items",
        "alerts": f"{url}/alerts",
        "clock": {"business": "2026-04-14T05:00:00Z", "wall": "2026-04-14T05:00:00Z", "speed": 60},
        "headers": {"X-Client-Id": "integration"},
        "settings": {},
    }
    response = await client.post("/start", json=told, timeout=WITHIN_S)
    assert response.is_success, response.text


def event(usage_id: str) -> Mapping[str, Any]:
    return {
        "specversion": "1.0",
        "id": usage_id,
        "source": "/inventory",
        "type": "inventory.usage.recorded",
        "data": {**USAGE, "usage_id": usage_id},
    }


def hospital(heard: Heard) -> bytes:
    """Billing and the counters; one charge is refused."""
    path = heard.target.partition("?")[0]
    if path == "/billing/charges":
        refused = heard.json["sourceReference"] == "U-2"
        return answer(422, {"code": "NO"}) if refused else answer(201, {"id": "1"})
    found = {
        "/billing/openapi.json": BILLING,
        "/billing/charge-master": CHARGE_MASTER,
        "/alerts": {"alerts": []},
    }
    return answer(200, found[path])


async def charges(other: Counterpart, url: str) -> list[Heard]:
    async with httpx.AsyncClient(base_url=url, timeout=WITHIN_S) as client:
        await start(client, other.url)
        for usage_id, status in (("U-1", 204), ("U-2", 500)):
            response = await client.post("/events", json=event(usage_id))
            assert response.status_code == status
        assert (await client.post("/stop")).status_code == 204
    return [heard for heard in other.heard if heard.target == "/billing/charges"]


def test_the_template_charges_a_usage_through_the_program(tmp_path: Path) -> None:
    async def work(url: str) -> list[Heard]:
        async with counterpart() as other:
            other.otherwise = hospital
            return await charges(other, url)

    with program("template", "--storage", str(tmp_path / "s")) as (process, client):
        wanted = client.get("/subscriptions").json()["subscriptions"]
        assert wanted == [{"system": "inventory", "types": ["inventory.usage.recorded"]}]
        first, second = run(work(str(client.base_url)))
        process.send_signal(signal.SIGTERM)
        assert process.wait(WITHIN_S) == 0
    assert first.json["chargeCode"] == "C-1"
    assert first.headers["idempotency-key"] == "U-1"
    assert first.headers["x-client-id"] == "integration"
    assert second.json["sourceReference"] == "U-2"


KEEPER = """
class Keeper:
    subscriptions = ()

    async def start(self, ports):
        self.storage = ports.storage

    async def on_event(self, event):
        async with self.storage.transaction() as tx:
            tx.put("seen", event.id, 1)

    async def on_request(self, request):
        from integration_under_test.boundary import Answer
        async with self.storage.transaction() as tx:
            return Answer(200, {"seen": [key for key, _ in tx.scan("seen")]})

    async def stop(self):
        with open("stopped", "w") as file:
            file.write("yes")
"""


def start_alone(client: httpx.Client) -> None:
    told = {
        "systems": {},
        "work_items": "http://127.0.0.1:9/work-items",
        "clock": {"business": "2026-04-14T05:00:00Z", "wall": "2026-04-14T05:00:00Z", "speed": 60},
    }
    assert client.post("/start", json=told).is_success


def test_what_was_acknowledged_before_a_kill_is_there_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "strangers_keeper.py").write_text(KEEPER)
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.chdir(tmp_path)
    with program("strangers_keeper:Keeper") as (process, client):
        start_alone(client)
        assert client.post("/events", json=event("e-1")).status_code == 204
        process.kill()
        process.wait(WITHIN_S)
    assert not (tmp_path / "stopped").exists()
    with program("strangers_keeper:Keeper") as (process, client):
        start_alone(client)
        assert client.post("/requests/seen").json() == {"seen": ["e-1"]}
        process.send_signal(signal.SIGTERM)
        assert process.wait(WITHIN_S) == 0
    assert (tmp_path / "stopped").read_text() == "yes"


def test_a_name_that_nobody_knows_ends_with_a_hint() -> None:
    command = [sys.executable, "-m", "integration_under_test.service", "refrence"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S, check=False)
    assert ended.returncode == 2
    assert "did you mean 'reference'" in ended.stderr
    assert "Traceback" not in ended.stderr
