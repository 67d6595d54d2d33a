"""Dispensing of drugs: asked for by NDC in dispensing units, taken from stock in whole eaches.

What is left in an opened each is discarded, and said so, since payers ask for it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.usage_operations import UsageRequest, record_usage
from mock_systems.inventory.wire import Code, LocalInstant, Lot, Message, Reference
from mock_systems.service import Effect, Operation, Refusal, Work

FullNdc = Annotated[str, StringConstraints(pattern=r"^[0-9]{11}$")]


class DispenseRequest(Message):
    """What to dispense, in the item's dispensing unit."""

    facility: Code
    location: Code
    ndc: FullNdc
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]
    uom: Annotated[str, StringConstraints(min_length=1, max_length=10)]
    encounter_id: Reference = ""
    lot: Lot = ""
    performed_at: LocalInstant = ""
    reference: Reference = ""


class DispenseAnswer(Message):
    """The usage that it became; `qty` is in eaches."""

    usage_id: str
    ndc: str
    item_id: str
    quantity: int
    discarded_quantity: int
    uom: str
    qty: int
    lot: str
    encounter_id: str
    performed_at: str


def dispense_item(system: HasTables, request: DispenseRequest, work: Work) -> dict[str, Any]:
    """Records the usage of as many eaches as the quantity opens."""
    item = system.tables.item_by_ndc(request.ndc)
    if request.uom != item.dispensing_uom:
        raise Refusal(
            422,
            "UOM_MISMATCH",
            f"{request.ndc} is dispensed in {item.dispensing_uom or 'no unit'}, got {request.uom}",
        )
    eaches = -(-request.quantity // item.dispensing_factor)
    usage = record_usage(
        system,
        UsageRequest(
            facility=request.facility,
            location=request.location,
            item_id=item.item_id,
            qty=eaches,
            lot=request.lot,
            encounter_id=request.encounter_id,
            performed_at=request.performed_at,
            reference=request.reference,
        ),
        work,
    )
    answer = {
        "usage_id": usage["usage_id"],
        "ndc": item.ndc,
        "item_id": item.item_id,
        "quantity": request.quantity,
        "discarded_quantity": eaches * item.dispensing_factor - request.quantity,
        "uom": request.uom,
        "qty": eaches,
        "lot": usage["lot"],
        "encounter_id": request.encounter_id,
        "performed_at": usage["performed_at"],
    }
    facts = {"ndc": item.ndc, "discarded": answer["discarded_quantity"]}
    work.effect(
        Effect(
            kind="inventory.dispense",
            key=usage["usage_id"],
            quantity=request.quantity,
            uom=request.uom,
            facility=request.facility,
            facts=facts,
        )
    )
    work.emit("inventory.medication.dispensed", usage["usage_id"], answer)
    return answer


DECLARED = (
    Operation(
        name="dispense_item",
        method="POST",
        path="/dispenses",
        scope="inventory.usages.write",
        request=DispenseRequest,
        response=DispenseAnswer,
        handler=dispense_item,
        key=("facility", "location", "ndc"),
        summary="Dispenses a drug by NDC in its dispensing unit",
        status=201,
    ),
)
