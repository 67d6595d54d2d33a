"""A billing platform of two hospitals, with its recorder in view."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mock_systems.billing import Billing
from mock_systems.service import CallContext, CloudEvent, Effect

FACILITIES = [
    {"facilityId": 11, "name": "North", "gln": "0860000000011", "timeZone": "America/Chicago"},
    {"facilityId": 12, "name": "South", "gln": "0860000000028", "timeZone": "America/New_York"},
]
CHARGE_MASTER = [
    {
        "chargeCode": "SUP00001",
        "description": "Suture",
        "supplyItem": "100000002",
        "priceCents": 1_250,
        "revenueCode": "0270",
        "implant": False,
    },
    {
        "chargeCode": "SUP00003",
        "description": "Hip stem",
        "supplyItem": "100000003",
        "priceCents": 480_000,
        "revenueCode": "0278",
        "implant": True,
    },
]
ENCOUNTERS = [
    {"encounterId": "ENC-1", "facilityId": 11, "class": "I", "admittedOn": "20260401"},
    {"encounterId": "ENC-2", "facilityId": 12, "class": "O", "admittedOn": "20260402"},
]

PAYERS = [
    {"payerId": "AETNA", "name": "Commercial plan", "npi": "1234567893"},
    {"payerId": "MEDIGAP", "name": "Secondary plan"},
]


class Office:
    """The system, the effects and events that left it, a clock to set."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 4, 14, 20, 15, tzinfo=UTC)
        self.effects: list[Effect] = []
        self.events: list[CloudEvent] = []
        self.system = Billing(self, self, self)
        self.system.load("facilities", FACILITIES)
        self.system.load("chargeMaster", CHARGE_MASTER)
        self.system.load("encounters", ENCOUNTERS)
        self.system.load("supplyLots", [{"chargeCode": "SUP00003", "lot": "L9"}])

    def now(self) -> datetime:
        return self.instant

    def effect(self, system: str, caller: str, correlation_id: str, effect: Effect) -> None:
        del system, caller, correlation_id
        self.effects.append(effect)

    def publish(self, event: CloudEvent) -> None:
        self.events.append(event)

    def send(self, operation: str, body: Any, key: str = "") -> tuple[int, Any]:
        """The status and body of any answer."""
        context = CallContext("integration", key)
        response = self.system.dispatch(operation, json.dumps(body).encode(), context)
        return response.status, json.loads(response.payload)

    def call(self, operation: str, **body: Any) -> dict[str, Any]:
        """The body of an answer that must succeed and fit the declared response."""
        status, answer = self.send(operation, body)
        assert status == self.system.operations[operation].status, answer
        self.system.operations[operation].response.model_validate(answer)
        return answer

    def refusal(self, operation: str, **body: Any) -> tuple[int, str, str]:
        """Status, code, field of an answer that must be a refusal and leave nothing behind."""
        before = self.snapshot()
        status, answer = self.send(operation, body)
        assert status >= 400, answer
        (error,) = answer["errors"]
        assert set(error) == {"code", "detail", "field"}
        assert self.snapshot() == before
        return status, error["code"], error["field"]

    def snapshot(self) -> str:
        return repr((vars(self.system.tables), self.effects, self.events))

    def revenue(self) -> dict[str, tuple[int, int]]:
        """Count and cents of the active charges by period and facility."""
        return {
            entry.key: (entry.quantity, entry.amount_minor)
            for entry in self.system.books()
            if entry.kind == "billing.revenue"
        }

    def book(self, kind: str) -> dict[str, int]:
        """Cents by key of one kind of book."""
        return {e.key: e.amount_minor for e in self.system.books() if e.kind == kind}

    def with_payers(self) -> Office:
        """The same office once it bills payers, one encounter covered by both."""
        self.system.load("payers", PAYERS)
        covered = {"encounterId": "ENC-3", "facilityId": 11, "class": "I", "admittedOn": "20260401"}
        self.system.load("encounters", [{**covered, "coverages": ["AETNA", "MEDIGAP"]}])
        return self

    def charge(self, encounter: str = "ENC-3", quantity: int = 2, **more: Any) -> dict[str, Any]:
        body = {"sourceReference": "US-1", "chargeCode": "SUP00001", "serviceDate": "20260409"}
        return self.call(
            "create_charge", **{**body, "encounterId": encounter, "quantity": quantity, **more}
        )

    def final_bill(self, encounter: str = "ENC-3") -> None:
        self.call("discharge_encounter", encounterId=encounter, dischargedOn="20260410")
        self.call("code_encounter", encounterId=encounter, diagnosisCodes=["M1611"], drg="470")
        self.call("final_bill", encounterId=encounter, reviewedBy="nurse-1")

    def claim(self, encounter: str = "ENC-3", payer: str = "AETNA") -> str:
        """A submitted claim of one line of 25.00 and one of 12.50."""
        self.charge(encounter)
        self.charge(encounter, 1, sourceReference="US-2")
        self.final_bill(encounter)
        claim_id = self.call("create_claim", encounterId=encounter, payerId=payer)["claimId"]
        self.call("submit_claim", claimId=claim_id)
        return str(claim_id)

    def of_kind(self, kind: str) -> list[Effect]:
        return [effect for effect in self.effects if effect.kind == kind]

    def data(self, type_: str) -> list[dict[str, Any]]:
        return [json.loads(event.payload) for event in self.events if event.type == type_]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def new_office() -> Callable[[], Office]:
    return Office
