"""Contracts, validated before somebody buys under them (P03)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code, Day
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.canonical.statuses import Validation, validation
from integration_under_test.reference.mediation.contracts import terms
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class ValidateContract(Message):
    contract: Code
    supplier: Code
    day: Day
    item: Code | None = None


async def validate_contract(asked: ValidateContract, _: Asking, enquiry: Enquiry) -> Found:
    answer = await enquiry.call("contracts", "get_contract", terms.ask(asked.contract))
    item = asked.item
    return Found(
        validation(
            ("another_supplier", terms.supplier_of(answer) != asked.supplier),
            ("not_in_force", not terms.is_in_force(answer, asked.day)),
            ("item_not_covered", item is not None and not terms.covers(answer, item)),
        )
    )


SERVICES = (
    Service(
        name="validate_contract",
        summary="Whether a contract is a supplier's, in force on a day, and covers an item.",
        flow="P03",
        owner=SUPPLY_CHAIN_DESK,
        system="contracts",
        operation="get_contract",
        scope="contracts.read",
        criticality="medium",
        compliance="contract terms",
        request=ValidateContract,
        result=Validation,
        handler=validate_contract,
        rate=Rate(60, 10),
        fallback=Fallback.RETRY,
    ),
)
