"""`testbed serve`: one system over real HTTP on a loopback socket, with its docs page."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def erp() -> Iterator[httpx.Client]:
    port = free_port()
    command = [sys.executable, "-m", "sim.cli", "serve", "erp", "--port", str(port)]
    process = subprocess.Popen([*command, "--scale", "0.005"], stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10.0) as client:
            wait_for(client)
            yield client
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(client: httpx.Client) -> None:
    gives_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < gives_up:
        try:
            client.get("/openapi.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"no answer within {PATIENCE_S} s")


def test_the_docs_page_shows_the_operations(erp: httpx.Client) -> None:
    assert "swagger" in erp.get("/docs").text.lower()
    paths = erp.get("/openapi.json").json()["paths"]
    assert "post" in paths["/invoices"]
    assert "get" in paths["/invoices/held"]


def test_the_seeded_group_is_there(erp: httpx.Client) -> None:
    answer = erp.get("/suppliers", params={"Limit": 3}).json()
    assert len(answer["items"]) == 3
    assert answer["hasMore"] is True


def test_a_supplier_is_created_and_read_back(erp: httpx.Client) -> None:
    body = {
        "SupplierName": "New Supplies",
        "TaxIdentifier": "98-7654321",
        "PaymentTerms": "NET30",
        "RemitToAddress": "1 Main St",
    }
    created = erp.post("/suppliers", json=body)
    assert created.status_code == 201
    number = created.json()["SupplierNumber"]
    assert erp.get(f"/suppliers/{number}").json()["SupplierName"] == "New Supplies"


def test_bad_input_is_refused_in_the_vendors_shape(erp: httpx.Client) -> None:
    answer = erp.post("/suppliers", json={"SupplierName": ""})
    assert answer.status_code == 422
    assert answer.json()["o:errorCode"] == "INVALID_REQUEST"
