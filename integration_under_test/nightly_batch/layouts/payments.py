"""Payments (P08): shown on the invoice in procurement, counted as spend of the contract."""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.layouts.invoices import with_invoice_id
from integration_under_test.nightly_batch.notation import us_day

PROCUREMENT = (
    Column("erp-number", "SupplierNumber"),
    Column("invoice-number", "InvoiceNumber"),
    Column("payment-number", "PaymentNumber"),
    Column("amount", "Amount"),
    Column("paid-on", "PaymentDate", us_day),
)
CONTRACTS = (
    Column("contractNumber", "ContractNumber"),
    Column("paymentReference", "PaymentNumber"),
    Column("paidOn", "PaymentDate"),
)


def issued(payment: Record) -> Iterable[tuple[str, str, Record]]:
    yield payment["PaymentNumber"], payment["PaymentNumber"], payment


def under_contract(payment: Record) -> Iterable[tuple[str, str, Record]]:
    return issued(payment) if payment["ContractNumber"] else ()


def _to_procurement(data: Data, codes: Crosswalk) -> Record:
    return mapped(PROCUREMENT, data)


def _to_contracts(data: Data, codes: Crosswalk) -> Record:
    return mapped(CONTRACTS, data) | {"amount": {"value": data["Amount"], "currency": "USD"}}


def _is_shown(answer: Record, record: Record) -> bool:
    payments = [payment for invoice in answer["invoices"] for payment in invoice["payments"]]
    return any(payment["payment-number"] == record["payment-number"] for payment in payments)


TO_PROCUREMENT = Load(
    "procurement",
    "record_payment",
    _to_procurement,
    Look("find_invoices", ("erp-number", "invoice-number"), _is_shown),
    complete=with_invoice_id,
)
TO_CONTRACTS = Load(
    "contracts",
    "record_spend",
    _to_contracts,
    Look("find_spend", ("contractNumber", "paymentReference"), lambda a, _: bool(a["entries"])),
)
