"""Exports the file of a payment run for the bank (S01), the only way out of account numbers."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.payment_files import file_text, transfers
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Code, WireModel
from mock_systems.service import Operation, Refusal, Work


class ExportPaymentFile(WireModel):
    payment_file: Code


class PaymentFileDocument(WireModel):
    """`Content` is the whole file, its lines ended by a line feed."""

    payment_file: str
    format_name: str
    transfers: int
    content: str


def export_payment_file(erp: HasTables, request: ExportPaymentFile, _work: Work) -> dict[str, Any]:
    """The same text each time."""
    tables = erp.tables
    payments = tables.payment_files.get(request.payment_file)
    if payments is None:
        raise Refusal(404, "FILE_NOT_FOUND", f"no payment file {request.payment_file!r}")
    sent = transfers(payments)
    if not sent:
        raise Refusal(
            409, "NO_TRANSFERS", f"{request.payment_file} has cheques only; nothing to send"
        )
    return {
        "PaymentFile": request.payment_file,
        "FormatName": "NACHA-CCD",
        "Transfers": len(sent),
        "Content": file_text(tables, request.payment_file),
    }


OPERATIONS = (
    Operation(
        name="export_payment_file",
        method="GET",
        path="/paymentFiles/{PaymentFile}/document",
        scope="erp.payment_files.read",
        request=ExportPaymentFile,
        response=PaymentFileDocument,
        handler=export_payment_file,
        key=("PaymentFile",),
        summary="The text of a payment run's file for the bank (NACHA), once the run is done.",
    ),
)
