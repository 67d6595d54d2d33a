"""A contract platform on a stage, with two parties, one active contract."""

from __future__ import annotations

from typing import Any

from mock_systems.contracts import Contracts
from tests.unit.mock_systems.procurement.stage import Body, Stage


class Platform(Stage):
    """Contract K-1 stands at version 1, active all year."""

    def __init__(self) -> None:
        super().__init__(Contracts)
        self.system.load("parties", [party_row(1), party_row(7)])
        self.system.load("contracts", [contract_row("K-1", 1)])

    def drafted(self, number: str = "K-1") -> int:
        """The version of a new draft."""
        version: int = self.ok("draft_contract", draft(number))["version"]
        return version

    def statuses(self, number: str = "K-1") -> dict[int, str]:
        versions = self.ok("get_contract", {"contractNumber": number})["versions"]
        return {row["version"]: row["status"] for row in versions}


def party_row(number: int) -> Body:
    return {
        "partyId": f"PTY-{number:06d}",
        "erpSupplierNumber": f"3000000{number}",
        "name": f"Supplier {number}",
        "taxId": "12-3456789",
        "status": "ACTIVE",
        "sourceVersion": 1,
    }


def usd(value: str) -> Body:
    return {"value": value, "currency": "USD"}


def line(number: int, item: str, value: str, uom: str = "BX") -> Body:
    return {"line": number, "itemNumber": item, "uom": uom, "unitPrice": usd(value)}


def draft(number: str | None = "K-1", **changed: Any) -> Body:
    body: Body = {
        "erpSupplierNumber": "30000001",
        "effectiveFrom": "2026-05-01",
        "effectiveTo": "2026-12-31",
        "lines": [line(1, "100", "11.0000"), line(2, "200", "3.5")],
    }
    return body | ({"contractNumber": number} if number else {}) | changed


def contract_row(number: str, version: int, status: str = "ACTIVE") -> Body:
    return draft(number) | {"version": version, "status": status, "effectiveFrom": "2026-01-01"}


def activation(version: int, number: str = "K-1") -> Body:
    return {"contractNumber": number, "version": version}


def spend(reference: str, value: str = "125.0000", number: str = "K-1") -> Body:
    return {
        "contractNumber": number,
        "paymentReference": reference,
        "amount": usd(value),
        "paidOn": "2026-05-04",
    }
