"""Payments to suppliers (P08)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import Code
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
from integration_under_test.reference.mediation.canonical.statuses import PaymentStatus
from integration_under_test.reference.mediation.erp import statuses
from integration_under_test.reference.policies import AP_DESK


class FindPayment(Message):
    payment: Code


async def find_payment(asked: FindPayment, _: Asking, enquiry: Enquiry) -> Found:
    """Bank details stay in the ERP."""
    ask = {"PaymentNumber": asked.payment}
    rows = (await enquiry.call("erp", "find_payments", ask))["items"]
    if not rows:
        raise NotThere
    owner = owners(enquiry, statuses.facility_code(rows[0]))
    return Found(statuses.read_payment(rows[0]), owner)


SERVICES = (
    Service(
        name="find_payment",
        summary="A payment's status on its way to the supplier.",
        flow="P08",
        owner=AP_DESK,
        system="erp",
        operation="find_payments",
        scope="payments.read",
        criticality="medium",
        compliance="financial control (disbursements)",
        request=FindPayment,
        result=PaymentStatus,
        handler=find_payment,
        rate=Rate(60, 10),
        fallback=Fallback.LAST_KNOWN,
    ),
)
