"""Charge codes of supplies as the ERP announces its billable items (S05, P02).

The platform gives a new supply a code of its own and prices it by its standard mark-up; the code
of a supply on file stays, so that every item is billed by one code.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mock_systems.billing.documents import ChargeCode
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Cents, Code, Message, Quantity
from mock_systems.service import Effect, Operation, Refusal, Work

MARK_UP = 3
"""What a supply is billed at, in multiples of its cost."""
REVENUE_CODE = "0270"
"""General medical and surgical supplies, in the coding of the UB-04."""


class SupplyCodeRequest(Message):
    """`costCents` is for one `purchaseUnit` of `eachesPerUnit`; patients are billed eaches."""

    supply_item: Code
    description: str
    cost_cents: Cents
    purchase_unit: str = Field(pattern="^[A-Z]{2}$")
    eaches_per_unit: Quantity
    active: bool
    item_version: int = Field(ge=1)


class SupplyCodeAnswer(Message):
    """The row of the charge master as it stands; the price is of one each."""

    charge_code: str
    supply_item: str
    description: str
    price_cents: int
    active: bool
    item_version: int


def put_supply_code(system: HasTables, request: SupplyCodeRequest, work: Work) -> dict[str, Any]:
    """Takes over a billable item of the ERP; the same version again changes nothing."""
    tables = system.tables
    code = _code_of(tables, request.supply_item)
    if code is not None and request.item_version < code.item_version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"version {code.item_version} is known, got {request.item_version}; send a newer one",
            field="itemVersion",
        )
    if code is None:
        code = _added(tables, request)
    elif request.item_version > code.item_version:
        code.description, code.active = request.description, request.active
        code.item_version = request.item_version
    else:
        return _wire(code)
    work.effect(
        Effect(
            "billing.item",
            code.supply_item,
            quantity=request.eaches_per_unit,
            uom=f"{request.purchase_unit}/{request.eaches_per_unit}",
            version=code.item_version,
            facts={"charge_code": code.charge_code, "active": code.active},
        )
    )
    return _wire(code)


def _code_of(tables: Tables, supply_item: str) -> ChargeCode | None:
    found = (one for one in tables.charge_master.values() if one.supply_item == supply_item)
    return next(found, None)


def _added(tables: Tables, request: SupplyCodeRequest) -> ChargeCode:
    """The price of one each, rounded up, so that nothing is billed at nothing."""
    price_cents = -(-request.cost_cents * MARK_UP // request.eaches_per_unit)
    code = ChargeCode(
        charge_code=tables.number("SUP"),
        description=request.description,
        supply_item=request.supply_item,
        price_cents=price_cents,
        revenue_code=REVENUE_CODE,
        implant=False,
        active=request.active,
        item_version=request.item_version,
    )
    tables.charge_master[code.charge_code] = code
    return code


def _wire(code: ChargeCode) -> dict[str, Any]:
    return {
        "chargeCode": code.charge_code,
        "supplyItem": code.supply_item,
        "description": code.description,
        "priceCents": code.price_cents,
        "active": code.active,
        "itemVersion": code.item_version,
    }


DECLARED = (
    Operation(
        name="put_supply_code",
        method="PUT",
        path="/supplyCodes/{supplyItem}",
        scope="billing.chargeMaster.write",
        request=SupplyCodeRequest,
        response=SupplyCodeAnswer,
        handler=put_supply_code,
        key=("supplyItem", "itemVersion"),
        summary="Gives a billable item of the ERP its charge code, or changes it",
    ),
)
