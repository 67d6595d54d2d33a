"""Cross-references from a charge code to that of a substitute supply (P12).

Each rests on one decision, an approved substitution of an order. A later decision on the same pair
renews it; the same decision again changes nothing.
"""

from __future__ import annotations

from typing import Any

from mock_systems.billing.cross_references import CrossReference
from mock_systems.billing.tables import HasTables, Tables
from mock_systems.billing.wire import Code, Date, Message, Reference
from mock_systems.service import Effect, Operation, Refusal, Work


class CrossReferenceRequest(Message):
    """`sourceReference` names the decision: order/line/substitution, as procurement has them."""

    charge_code: Code
    substitute_charge_code: Code
    effective_on: Date
    source_reference: Reference


class FindCrossReferencesRequest(Message):
    """The code of what is to be replaced."""

    charge_code: Code


class CrossReferenceAnswer(Message):
    """A cross-reference as it stands."""

    charge_code: str
    substitute_charge_code: str
    effective_on: str
    source_reference: str


class CrossReferencesAnswer(Message):
    """All substitutes of a code, in the order in which they were agreed."""

    cross_references: list[CrossReferenceAnswer]


def put_charge_cross_reference(
    system: HasTables, request: CrossReferenceRequest, work: Work
) -> dict[str, Any]:
    """Says under which code the substitute is charged, or renews that."""
    tables = system.tables
    for code in (request.charge_code, request.substitute_charge_code):
        tables.code(code)
    if request.charge_code == request.substitute_charge_code:
        raise Refusal(
            422,
            "SAME_CODE",
            f"{request.charge_code} cannot stand in for itself",
            field="substituteChargeCode",
        )
    asked = CrossReference(**request.model_dump())
    if _is_new(tables, asked):
        tables.cross_references[asked.charge_code, asked.substitute_charge_code] = asked
        tables.cross_reference_of[asked.source_reference] = asked
        key = f"{asked.source_reference}/{asked.substitute_charge_code}"
        facts = {"charge_code": asked.charge_code, "substitute": asked.substitute_charge_code}
        work.effect(Effect("billing.cross_reference", key, facts=facts))
    return request.model_dump(by_alias=True)


def find_charge_cross_references(
    system: HasTables, request: FindCrossReferencesRequest, work: Work
) -> dict[str, Any]:
    """Reads the substitutes of a charge code."""
    del work
    code = system.tables.code(request.charge_code)
    found = system.tables.cross_references.values()
    return {"crossReferences": [_wire(one) for one in found if one.charge_code == code.charge_code]}


def _is_new(tables: Tables, asked: CrossReference) -> bool:
    """Raises Refusal 409 when the decision has brought something else already."""
    known = tables.cross_reference_of.get(asked.source_reference)
    if known is None:
        return True
    if known != asked:
        raise Refusal(
            409,
            "SOURCE_REFERENCE_REUSED",
            f"{asked.source_reference} brought {known.charge_code} > "
            f"{known.substitute_charge_code}; check the decision",
            field="sourceReference",
        )
    return False


def _wire(found: CrossReference) -> dict[str, Any]:
    return CrossReferenceAnswer(**found._asdict()).model_dump(by_alias=True)


DECLARED = (
    Operation(
        name="put_charge_cross_reference",
        method="PUT",
        path="/chargeMaster/{chargeCode}/substitutes/{substituteChargeCode}",
        scope="billing.chargeMaster.write",
        request=CrossReferenceRequest,
        response=CrossReferenceAnswer,
        handler=put_charge_cross_reference,
        key=("sourceReference",),
        summary="Says under which code a substitute is charged; the same again does nothing",
    ),
    Operation(
        name="find_charge_cross_references",
        method="GET",
        path="/chargeMaster/{chargeCode}/substitutes",
        scope="billing.chargeMaster.read",
        request=FindCrossReferencesRequest,
        response=CrossReferencesAnswer,
        handler=find_charge_cross_references,
        key=("chargeCode",),
        summary="Lists under which codes substitutes of a supply are charged",
    ),
)
