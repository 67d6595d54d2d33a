"""Suppliers' invoices: how they stand, and whether one could be taken (P07)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Answer, Enquiry
from integration_under_test.reference.gateway.services.marks import AmountMinor, Code
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
from integration_under_test.reference.mediation.canonical.invoices import InvoiceStatus
from integration_under_test.reference.mediation.canonical.statuses import Validation, validation
from integration_under_test.reference.mediation.erp import invoices, statuses
from integration_under_test.reference.mediation.procurement import order_statuses
from integration_under_test.reference.policies import AP_DESK


class FindInvoice(Message):
    supplier: Code
    number: Code


class ValidateInvoice(Message):
    supplier: Code
    number: Code
    order: Code
    amount_minor: AmountMinor


async def find_invoice(asked: FindInvoice, _: Asking, enquiry: Enquiry) -> Found:
    rows = await _rows(asked.supplier, asked.number, enquiry)
    if not rows:
        raise NotThere
    owner = owners(enquiry, statuses.facility_code(rows[0]))
    return Found(invoices.read_status(rows[0]), owner)


async def validate_invoice(asked: ValidateInvoice, _: Asking, enquiry: Enquiry) -> Found:
    """Against its order, and against what the supplier billed before."""
    answer = await enquiry.call("procurement", "get_order", order_statuses.ask(asked.order))
    owner = owners(enquiry, order_statuses.facility_code(answer))
    order = order_statuses.read(answer, owner[0])
    rows = await _rows(asked.supplier, asked.number, enquiry)
    result = validation(
        ("another_supplier", order.supplier != asked.supplier),
        ("more_than_ordered", asked.amount_minor > order.amount_minor),
        ("number_used", bool(rows)),
    )
    return Found(result, owner)


async def _rows(supplier: str, number: str, enquiry: Enquiry) -> list[Answer]:
    ask = {"SupplierNumber": supplier, "InvoiceNumber": number}
    rows: list[Answer] = (await enquiry.call("erp", "find_invoices", ask))["items"]
    return rows


SERVICES = (
    Service(
        name="find_invoice",
        summary="An invoice's status, with what holds it.",
        flow="P07",
        owner=AP_DESK,
        system="erp",
        operation="find_invoices",
        scope="invoices.read",
        criticality="medium",
        compliance="financial control (three-way match)",
        request=FindInvoice,
        result=InvoiceStatus,
        handler=find_invoice,
        rate=Rate(120, 20),
        fallback=Fallback.LAST_KNOWN,
    ),
    Service(
        name="validate_invoice",
        summary="Whether an invoice fits its order and has a number of its own.",
        flow="P07",
        owner=AP_DESK,
        system="erp",
        operation="find_invoices",
        scope="invoices.read",
        criticality="medium",
        compliance="financial control (three-way match)",
        request=ValidateInvoice,
        result=Validation,
        handler=validate_invoice,
        rate=Rate(60, 10),
        fallback=Fallback.RETRY,
    ),
)
