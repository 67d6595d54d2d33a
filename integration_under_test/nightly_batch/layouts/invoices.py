"""Supplier invoices (P07) for the ERP, and the statuses that come back from it."""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.nightly_batch.connection import Connection
from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, NotYet, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.layouts.orders import LINE as ORDER_LINE
from integration_under_test.nightly_batch.layouts.orders import erp_order_number
from integration_under_test.nightly_batch.notation import iso_day

INVOICE = (
    Column("InvoiceNumber", "invoice-number"),
    Column("SupplierNumber", "erp-supplier-number"),
    Column("InvoiceDate", "invoice-date", iso_day),
    Column("AccountingDate", "invoice-date", iso_day),
    Column("InvoiceAmount", "total"),
    Column("SourceOrderNumber", "po-number"),
)
LINE = (
    *(column for column in ORDER_LINE if column.target != "ItemNumber"),
    Column("OrderLineNumber", "po-line"),
)
STATUS = (
    Column("erp-number", "SupplierNumber"),
    Column("invoice-number", "InvoiceNumber"),
    Column(
        "status",
        "Status",
        {"HELD": "on-hold", "APPROVED": "approved", "PAID": "paid", "CANCELLED": "cancelled"},
    ),
    Column("reasons", "Holds"),
    Column("status-version", "StatusVersion"),
)


def submitted(invoice: Record) -> Iterable[tuple[str, str, Record]]:
    key = f"{invoice['erp-supplier-number']}/{invoice['invoice-number']}"
    yield key, key, invoice


def statuses(status: Record) -> Iterable[tuple[str, str, Record]]:
    """Each version is a row of its own."""
    document = f"{status['SupplierNumber']}/{status['InvoiceNumber']}"
    yield f"{document}/{status['StatusVersion']:06d}", document, status


def _invoice(data: Data, codes: Crosswalk) -> Record:
    unit = codes.units_of_ship_tos[data["ship-to"]]
    lines = [mapped(LINE, line) for line in data["lines"]]
    contract = {"ContractNumber": data["contract-number"]} if data["contract-number"] else {}
    return mapped(INVOICE, data) | contract | {"BusinessUnit": unit, "Lines": lines}


async def _with_order(record: Record, connection: Connection) -> Record:
    return await erp_order_number(record["SourceOrderNumber"], connection)


def _status(data: Data, codes: Crosswalk) -> Record:
    return mapped(STATUS, data)


async def with_invoice_id(record: Record, connection: Connection) -> Record:
    """Procurement's id takes the place of the natural key. Raises NotYet when it has none."""
    names = ("erp-number", "invoice-number")
    found = await connection.send("procurement", "find_invoices", {n: record[n] for n in names})
    if not found["invoices"]:
        raise NotYet(f"procurement has no invoice {record['invoice-number']} yet")
    for name in names:
        del record[name]
    return {"id": found["invoices"][0]["id"]}


def _is_shown(answer: Record, record: Record) -> bool:
    version = record["status-version"]
    return any(invoice["status-version"] >= version for invoice in answer["invoices"])


TO_ERP = Load(
    "erp",
    "create_invoice",
    _invoice,
    Look("find_invoices", ("SupplierNumber", "InvoiceNumber"), lambda a, _: bool(a["items"])),
    complete=_with_order,
    dated=True,
)
TO_PROCUREMENT = Load(
    "procurement",
    "update_invoice_status",
    _status,
    Look("find_invoices", ("erp-number", "invoice-number"), _is_shown, always=True),
    complete=with_invoice_id,
)
