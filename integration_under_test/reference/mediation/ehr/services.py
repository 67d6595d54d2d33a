"""Ancillary services as the EHR charges them (P10): the FT1 segments of a DFT^P03."""

from __future__ import annotations

from collections.abc import Iterator

from integration_under_test.reference.mediation.canonical.services import (
    RenderedService,
    ServiceCredit,
)
from integration_under_test.reference.mediation.notation import from_compact_day, positive
from integration_under_test.reference.mediation.protocols.hl7 import Message, Segment

CHARGE, CREDIT = "CG", "CD"


def read(message: Message) -> Iterator[RenderedService | ServiceCredit]:
    """Every transaction in turn. Raises ValueError for one of an unknown type (FT1-6)."""
    encounter = message.first("PV1").required(19)
    message.first("FT1")
    for transaction in message.named("FT1"):
        kind = transaction.required(6)
        if kind == CHARGE:
            yield _service(transaction, encounter)
        elif kind == CREDIT:
            yield _credit(transaction)
        else:
            raise ValueError(f"expected a transaction CG or CD in FT1-6, got {kind!r}")


def _service(transaction: Segment, encounter: str) -> RenderedService:
    return RenderedService(
        reference=_reference(transaction),
        encounter=encounter,
        code=transaction.required(7, 1),
        quantity=positive(transaction.required(10)),
        rendered_on=from_compact_day(transaction.required(4)),
        department=transaction.at(13, 1),
        order=transaction.at(23, 1),
    )


def _credit(transaction: Segment) -> ServiceCredit:
    return ServiceCredit(
        reference=_reference(transaction),
        order=transaction.required(23, 1),
        code=transaction.required(7, 1),
        rendered_on=from_compact_day(transaction.required(4)),
    )


def _reference(transaction: Segment) -> str:
    return f"EHR/{transaction.required(2)}"
