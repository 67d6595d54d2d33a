"""S07 over SOAP: zeep, an independent client, loads the WSDL and calls it on the ASGI app."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import zeep
from pydantic_core import from_json, to_json
from zeep.exceptions import Fault
from zeep.transports import Transport

from mock_systems.legacy import LegacyMaterials
from mock_systems.service import CallContext, CloudEvent, Effect
from mock_systems.service.http_app import build_app
from sim.clock import VirtualClock

ADDRESS = "http://legacy.test"


class Desk:
    """Clock, recorder and publisher in one."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def now(self) -> datetime:
        return datetime(2026, 4, 1, tzinfo=UTC)

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        raise AssertionError("the legacy system has no events")


class InProcess(Transport):
    """A zeep transport that calls the application in process."""

    def __init__(self, app: Any, clock: VirtualClock) -> None:
        super().__init__()
        self._app = app
        self._clock = clock

    def load(self, url: str) -> bytes:
        return self._ask("GET", url).content

    def post(self, address: str, message: bytes, headers: dict[str, str]) -> Any:
        answer = self._ask("POST", f"{ADDRESS}/soap", content=message, headers=headers)
        answer.encoding = "utf-8"
        return answer

    def _ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                return await client.request(method, url, **options)

        return self._clock.run(call())


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def system(desk: Desk) -> LegacyMaterials:
    system = LegacyMaterials(desk, desk, desk)
    system.load("stores", [{"store": "01", "facility": "C01"}])
    system.load(
        "items",
        [{"number": "M-77", "description": "GLOVE EXAM <M>", "unit": "BX", "factor": 100}],
    )
    system.load("balances", [{"store": "01", "item": "M-77", "quantity": 4}])
    return system


@pytest.fixture
def service(system: LegacyMaterials) -> Iterator[Any]:
    with VirtualClock() as clock:
        transport = InProcess(build_app(system), clock)
        yield zeep.Client(f"{ADDRESS}/materials.wsdl", transport=transport).service


def receipt(**changed: Any) -> dict[str, Any]:
    plain = {"StoreNo": "01", "ItemNo": "M-77", "Quantity": 3, "Reference": "R-1"}
    return {**plain, "ReceivedOn": "04/01/2026", **changed}


def test_zeep_reads_a_balance(service: Any) -> None:
    balance = service.GetBalance(StoreNo="01", ItemNo="M-77")
    assert (balance.OnHand, balance.Unit, balance.Description) == (4, "BX", "GLOVE EXAM <M>")


def test_zeep_posts_a_receipt_and_an_issue(service: Any, desk: Desk) -> None:
    assert service.PostReceipt(**receipt()).OnHand == 7
    issued = service.PostIssue(
        StoreNo="01", ItemNo="M-77", Quantity=2, Reference="I-1", IssuedOn="04/02/2026"
    )
    assert issued.OnHand == 5
    assert [(e.kind, e.key, e.quantity, e.uom, e.facility) for e in desk.effects] == [
        ("legacy_materials.receipt", "R-1", 300, "EA", "C01"),
        ("legacy_materials.issue", "I-1", 200, "EA", "C01"),
    ]


def test_the_same_reference_twice_is_two_receipts_and_the_log_shows_both(service: Any) -> None:
    for _ in range(2):
        service.PostReceipt(**receipt())
    lines = service.ListMovements(Reference="R-1")
    assert [(line.Kind, line.Quantity) for line in lines] == [("RECEIPT", 3)] * 2
    assert not service.ListMovements(Reference="NONE")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"StoreNo": "99"}, "no store 99"),
        ({"ItemNo": "X"}, "no item X"),
        ({"Quantity": 0}, "greater than 0"),
        ({"ReceivedOn": "2026-04-01"}, "ReceivedOn"),
    ],
)
def test_a_refusal_is_a_fault_and_changes_nothing(
    service: Any, system: LegacyMaterials, desk: Desk, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(Fault, match=words):
        service.PostReceipt(**receipt(**changed))
    assert system.stock.balances == {("01", "M-77"): 4}
    assert desk.effects == []


def test_an_issue_beyond_the_stock_is_a_fault(service: Any) -> None:
    with pytest.raises(Fault, match="has 4"):
        service.PostIssue(
            StoreNo="01", ItemNo="M-77", Quantity=5, Reference="I-1", IssuedOn="04/02/2026"
        )


def soap(body: str) -> str:
    head = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    return f'{head} xmlns:m="urn:mmis:materials:2009"><s:Body>{body}</s:Body></s:Envelope>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no well-formed XML"),
        ("<Envelope/>", "expected a SOAP 1.1 envelope"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', "document type"),
        (soap(""), "one element"),
        (soap("<m:DropTable/>"), "no operation DropTable"),
        (soap("<x xmlns='urn:other'/>"), "expected an element of urn:mmis"),
        (soap("<m:GetBalance><m:StoreNo>01</m:StoreNo></m:GetBalance>"), "ItemNo"),
        (soap("<m:GetBalance><m:Surplus>1</m:Surplus></m:GetBalance>"), "StoreNo"),
    ],
)
def test_what_is_no_request_of_this_service_gets_a_fault(
    system: LegacyMaterials, text: str, words: str
) -> None:
    answer = system.dispatch("soap", to_json({"xml": text}), CallContext("me"))
    assert answer.status == 200
    xml = from_json(answer.payload)["xml"]
    assert "Fault" in xml
    assert words in xml


def test_books_are_in_eaches(system: LegacyMaterials) -> None:
    assert [(e.key, e.quantity, e.uom) for e in system.books()] == [("01/M-77", 400, "EA")]


@pytest.mark.parametrize(
    ("kind", "row"),
    [("shelves", {}), ("items", {"number": "X"}), ("balances", {"store": "9", "item": "M-77"})],
)
def test_a_bad_master_row_is_refused(
    system: LegacyMaterials, kind: str, row: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=kind):
        system.load(kind, [row])
