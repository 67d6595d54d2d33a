"""Charges, confirmed under the reference of what they were made of (P09)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Reference
from integration_under_test.reference.gateway.services.ownership import owners
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    NotThere,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.billing import confirmations
from integration_under_test.reference.mediation.canonical.statuses import ChargeConfirmation
from integration_under_test.reference.policies import REVENUE_INTEGRITY_DESK


class ConfirmCharge(Message):
    reference: Reference


async def confirm_charge(asked: ConfirmCharge, _: Asking, enquiry: Enquiry) -> Found:
    ask = confirmations.ask(asked.reference)
    answer = await enquiry.call("billing", "find_charges", ask)
    found = confirmations.read(asked.reference, answer)
    if not found.charges:
        raise NotThere
    return Found(found, owners(enquiry, *confirmations.facility_codes(answer)))


SERVICES = (
    Service(
        name="confirm_charge",
        summary="Whether exactly one charge stands for a usage or another origin.",
        flow="P09",
        owner=REVENUE_INTEGRITY_DESK,
        system="billing",
        operation="find_charges",
        scope="charges.read",
        criticality="medium",
        compliance="charge accuracy; no encounter leaves billing",
        request=ConfirmCharge,
        result=ChargeConfirmation,
        handler=confirm_charge,
        rate=Rate(60, 10),
        fallback=Fallback.RETRY,
    ),
)
