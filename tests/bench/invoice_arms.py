"""One ERP `create_invoice` on the direct arm against the same call by httpx through ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median

import httpx
from pydantic_core import to_json

from mock_systems.erp import Erp
from mock_systems.service import CallContext, CloudEvent, Effect
from mock_systems.service.http_app import build_app
from mock_systems.service.wire import to_http
from sim.clock.wall import elapsed_s

GLN = "0614141000036"
CALLER = CallContext("integration")


class Quiet:
    """Clock, recorder and publisher that keep what they are given and do nothing with it."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def now(self) -> datetime:
        return datetime(2026, 4, 2, 15, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        pass


def seeded_erp() -> Erp:
    quiet = Quiet()
    erp = Erp(quiet, quiet, quiet)
    load_masters(erp)
    return erp


def load_masters(erp: Erp) -> None:
    """One of each, and nothing that ends before the bench does."""
    erp.load(
        "locations",
        [{"BusinessUnit": "BU100", "Name": "H", "GLN": GLN, "TimeZone": "UTC"}],
    )
    erp.load(
        "cost_centers",
        [{"CostCenter": "CC-1", "Name": "OR", "BusinessUnit": "BU100", "Budget": "99999999.00"}],
    )
    erp.load("periods", [{"PeriodName": "2026-04", "Status": "OPEN"}])
    erp.load(
        "suppliers",
        [
            {
                "SupplierNumber": "30000001",
                "SupplierName": "Acme",
                "TaxIdentifier": "12-3456789",
                "PaymentTerms": "NET30",
                "Status": "ACTIVE",
            }
        ],
    )
    erp.load(
        "items",
        [
            {
                "ItemNumber": "100000001",
                "Description": "Glove",
                "PrimaryUOMCode": "EA",
                "StandardCost": "1.00",
                "Stocked": True,
                "Units": [{"UOMCode": "BX", "Factor": 10}],
            }
        ],
    )


def order(erp: Erp) -> str:
    body = {
        "SourceOrderNumber": "PO-1",
        "SupplierNumber": "30000001",
        "BusinessUnit": "BU100",
        "CostCenter": "CC-1",
        "OrderDate": "2026-04-01",
        "Lines": [
            {
                "LineNumber": 1,
                "ItemNumber": "100000001",
                "Quantity": "999999",
                "UOMCode": "BX",
                "UnitPrice": "10.00",
            }
        ],
    }
    response = erp.dispatch("create_purchase_order", to_json(body), CALLER)
    assert response.status == 201, response.payload
    number: str = httpx.Response(201, content=response.payload).json()["OrderNumber"]
    return number


def invoice(order_number: str, n: int) -> dict[str, object]:
    return {
        "InvoiceNumber": f"INV-{n}",
        "SupplierNumber": "30000001",
        "InvoiceDate": "2026-04-02",
        "InvoiceAmount": "10.00",
        "SourceOrderNumber": "PO-1",
        "OrderNumber": order_number,
        "BusinessUnit": "BU100",
        "AccountingDate": "2026-04-02",
        "Lines": [
            {
                "LineNumber": 1,
                "OrderLineNumber": 1,
                "Quantity": "1",
                "UOMCode": "BX",
                "UnitPrice": "10.00",
            }
        ],
    }


def direct_us(calls: int) -> float:
    """Microseconds a call by direct dispatch, serialisation of the request included."""
    erp = seeded_erp()
    number = order(erp)
    bodies = [invoice(number, n) for n in range(calls)]
    began_s = elapsed_s()
    for body in bodies:
        assert erp.dispatch("create_invoice", to_json(body), CALLER).status == 201
    return (elapsed_s() - began_s) / calls * 1e6


def asgi_us(calls: int) -> float:
    """Microseconds a call by httpx through the FastAPI application in process."""
    erp = seeded_erp()
    number = order(erp)
    operation = erp.operations["create_invoice"]
    requests = [to_http(operation, invoice(number, n)) for n in range(calls)]

    async def post() -> float:
        transport = httpx.ASGITransport(app=build_app(erp))
        async with httpx.AsyncClient(transport=transport, base_url="http://erp.test") as client:
            began_s = elapsed_s()
            for request in requests:
                answer = await client.request("POST", request.url, content=request.content)
                assert answer.status_code == 201
            return elapsed_s() - began_s

    return asyncio.run(post()) / calls * 1e6


def measure(turns: int = 5, calls: int = 2000) -> dict[str, float]:
    """Medians of runs taken in turn, and their ratio."""
    arms: dict[str, Callable[[int], float]] = {"direct_us": direct_us, "asgi_us": asgi_us}
    taken: dict[str, list[float]] = {name: [] for name in arms}
    for _ in range(turns):
        for name, arm in arms.items():
            taken[name].append(arm(calls))
    medians = {name: median(values) for name, values in taken.items()}
    return {**medians, "asgi_over_direct": medians["asgi_us"] / medians["direct_us"]}


if __name__ == "__main__":
    for key, value in measure().items():
        print(f"{key}: {value:.1f}")
