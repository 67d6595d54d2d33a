"""Supplies behind the charges: lots that may be billed, costs that contracts bring (P03, P06).

A supply lot becomes eligible with its receipt, so that no implant is billed that never arrived.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from mock_systems.billing import rules
from mock_systems.billing.documents import SupplyCost, SupplyCosts
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Cents, Code, Date, DateOrNone, Lot, Message, Reference
from mock_systems.service import Effect, Refusal, Work


class SupplyLotRequest(Message):
    """A lot that arrived, with the receipt line that brought it."""

    charge_code: Code
    lot: Lot
    receipt_reference: Reference
    expiry: DateOrNone = ""


class SupplyLotAnswer(Message):
    """The lot as registered."""

    charge_code: str
    lot: str
    receipt_reference: str
    expiry: str


class SupplyCostLine(Message):
    """The cost of one each from a day on."""

    line: Annotated[int, Field(ge=1)]
    charge_code: Code
    unit_cost_cents: Cents
    effective_on: Date


def _numbered_once(lines: list[SupplyCostLine]) -> list[SupplyCostLine]:
    if len({line.line for line in lines}) < len(lines):
        raise ValueError("expected each line number once")
    return lines


class SupplyCostsRequest(Message):
    """The costs of one contract version, all lines or none."""

    contract_number: Code
    version: Annotated[int, Field(ge=1)]
    lines: Annotated[
        list[SupplyCostLine], Field(min_length=1, max_length=5_000), AfterValidator(_numbered_once)
    ]


class SupplyCostsAnswer(Message):
    """What is loaded for the contract now."""

    contract_number: str
    version: int
    lines_loaded: int


class FindSupplyCostsRequest(Message):
    """Which contract."""

    contract_number: Code


class FindSupplyCostsAnswer(Message):
    """The costs in force; version 0 without lines when none were imported."""

    contract_number: str
    version: int
    lines: list[SupplyCostLine]


def register_supply_lot(system: HasTables, request: SupplyLotRequest, work: Work) -> dict[str, Any]:
    """Makes a lot eligible for charges; the same receipt line again has no further effect."""
    tables = system.tables
    code = tables.code(request.charge_code)
    lot = (request.charge_code, request.lot)
    known = tables.lot_of_receipt.get(request.receipt_reference, lot)
    if known != lot:
        raise Refusal(
            409,
            "RECEIPT_REFERENCE_REUSED",
            f"{request.receipt_reference} brought lot {known[1]!r} of {known[0]}; check the line",
            field="receiptReference",
        )
    if request.receipt_reference not in tables.lot_of_receipt:
        tables.lot_of_receipt[request.receipt_reference] = lot
        work.effect(Effect("billing.lot_eligible", request.receipt_reference))
    code.lots[request.lot] = request.expiry
    return request.model_dump(by_alias=True)


def import_supply_costs(
    system: HasTables, request: SupplyCostsRequest, work: Work
) -> dict[str, Any]:
    """Takes over a newer contract version; the same version again changes nothing."""
    tables = system.tables
    held = tables.supply_costs.get(request.contract_number)
    if rules.is_newer_version(held, request.version):
        for line in request.lines:
            tables.code(line.charge_code)
        held = SupplyCosts(request.version, tuple(_cost(line) for line in request.lines))
        tables.supply_costs[request.contract_number] = held
        for cost in held.lines:
            work.effect(_effect(request.contract_number, held.version, cost))
    return {
        "contractNumber": request.contract_number,
        "version": request.version,
        "linesLoaded": len(held.lines) if held else 0,
    }


def find_supply_costs(
    system: HasTables, request: FindSupplyCostsRequest, work: Work
) -> dict[str, Any]:
    """Reads the costs that a contract brought."""
    del work
    held = system.tables.supply_costs.get(request.contract_number, SupplyCosts(0, ()))
    return {
        "contractNumber": request.contract_number,
        "version": held.version,
        "lines": [_wire(cost) for cost in held.lines],
    }


def _cost(line: SupplyCostLine) -> SupplyCost:
    return SupplyCost(line.line, line.charge_code, line.unit_cost_cents, line.effective_on)


def _effect(contract_number: str, version: int, cost: SupplyCost) -> Effect:
    return Effect(
        kind="billing.supply_cost",
        key=f"{contract_number}/{version}/{cost.line}",
        amount_minor=cost.unit_cost_cents,
        version=version,
        facts={"charge_code": cost.charge_code},
    )


def _wire(cost: SupplyCost) -> dict[str, Any]:
    return {
        "line": cost.line,
        "chargeCode": cost.charge_code,
        "unitCostCents": cost.unit_cost_cents,
        "effectiveOn": cost.effective_on,
    }
