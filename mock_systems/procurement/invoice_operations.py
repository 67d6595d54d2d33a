"""The operations on invoices of the suite (S02), from the supplier portal to payment.

Suppliers submit here and P07 carries the invoice to the ERP, then the ERP's status back; P08
brings payments. A status is last-write-wins, a payment reference may repeat: both are traps.
"""

from __future__ import annotations

from typing import Any

from mock_systems.procurement.documents import Documents, Invoice, Order, Payment, Suite
from mock_systems.procurement.invoice_messages import (
    FindInvoices,
    InvoiceAnswer,
    InvoicedLine,
    InvoicesFound,
    RecordPayment,
    SubmitInvoice,
    UpdateInvoiceStatus,
)
from mock_systems.procurement.lookup import (
    require_invoice,
    require_order,
    require_order_line,
    require_supplier,
)
from mock_systems.procurement.rules import invoice_after_payment, require_distinct, total_of
from mock_systems.procurement.wire import (
    date_text,
    price_text,
    total_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def submit_invoice(suite: Suite, request: SubmitInvoice, work: Work) -> dict[str, Any]:
    documents = suite.documents
    supplier = require_supplier(documents, request.supplier_id)
    order = require_order(documents, request.po_number, status=422)
    _require_consistent(documents, request, order, supplier.erp_number)
    invoice = Invoice(
        id=len(documents.invoices) + 1,
        invoice_number=request.invoice_number,
        supplier_id=supplier.id,
        erp_number=supplier.erp_number,
        po_number=order.po_number,
        contract=order.contract,
        ship_to=order.ship_to,
        total_minor=request.total,
    )
    documents.add_invoice(invoice)
    documents.exports.changed("invoice", str(invoice.id))
    work.effect(_submitted(invoice))
    work.emit("procurement.invoice.submitted", invoice.key, _submitted_event(invoice, request))
    return invoice_on_wire(invoice)


def find_invoices(suite: Suite, request: FindInvoices, work: Work) -> dict[str, Any]:
    number = (request.erp_number, request.invoice_number)
    invoice = suite.documents.invoices_by_number.get(number)
    return {"invoices": [] if invoice is None else [invoice_on_wire(invoice)]}


def update_invoice_status(suite: Suite, request: UpdateInvoiceStatus, work: Work) -> dict[str, Any]:
    invoice = require_invoice(suite.documents, request.id)
    invoice.status = request.status
    invoice.status_version = request.status_version
    invoice.reasons = request.reasons
    suite.documents.exports.changed("invoice", str(invoice.id))
    work.effect(
        Effect(
            "procurement.invoice_status",
            invoice.key,
            facility=invoice.ship_to,
            version=request.status_version,
            facts={"status": request.status},
        )
    )
    return invoice_on_wire(invoice)


def record_payment(suite: Suite, request: RecordPayment, work: Work) -> dict[str, Any]:
    invoice = require_invoice(suite.documents, request.id)
    owed_minor = invoice.total_minor - invoice.credited_minor
    paid_minor = request.amount + invoice.paid_minor
    invoice.status = invoice_after_payment(invoice.status, owed_minor, paid_minor)
    invoice.payments.append(Payment(request.payment_number, request.amount, request.paid_on))
    suite.documents.exports.changed("invoice", str(invoice.id))
    work.effect(
        Effect(
            "procurement.payment",
            request.payment_number,
            amount_minor=request.amount,
            facility=invoice.ship_to,
        )
    )
    return invoice_on_wire(invoice)


def _require_consistent(
    documents: Documents, request: SubmitInvoice, order: Order, erp_number: str
) -> None:
    number = request.invoice_number
    if (erp_number, number) in documents.invoices_by_number:
        raise Refusal(
            409, "DUPLICATE_INVOICE", f"supplier {erp_number} already submitted {number!r}"
        )
    if order.erp_supplier_number != erp_number:
        raise Refusal(
            422,
            "WRONG_SUPPLIER",
            f"{order.po_number} was issued to {order.erp_supplier_number}, not {erp_number}",
        )
    require_distinct([line.line_num for line in request.lines], "line-num")
    for line in request.lines:
        require_order_line(order, line.po_line)
    total_minor = total_of((line.quantity, line.unit_price) for line in request.lines)
    if total_minor != request.total:
        raise Refusal(
            422,
            "TOTAL_MISMATCH",
            f"the lines sum to {total_text(total_minor)}, total is {total_text(request.total)}",
        )


def _submitted(invoice: Invoice) -> Effect:
    facts = {
        "po": invoice.po_number,
        "contract": invoice.contract,
        "erp_supplier": invoice.erp_number,
    }
    return Effect(
        "procurement.invoice",
        invoice.key,
        amount_minor=invoice.total_minor,
        facility=invoice.ship_to,
        facts=facts,
    )


def _submitted_event(invoice: Invoice, request: SubmitInvoice) -> dict[str, Any]:
    return {
        "id": invoice.id,
        "invoice-number": invoice.invoice_number,
        "supplier-id": invoice.supplier_id,
        "erp-supplier-number": invoice.erp_number,
        "po-number": invoice.po_number,
        "contract-number": invoice.contract,
        "ship-to": invoice.ship_to,
        "invoice-date": date_text(request.invoice_date),
        "total": total_text(invoice.total_minor),
        "lines": [_line_on_wire(line) for line in request.lines],
    }


def _line_on_wire(line: InvoicedLine) -> dict[str, Any]:
    return {
        "line-num": line.line_num,
        "po-line": line.po_line,
        "quantity": line.quantity,
        "uom": line.uom,
        "unit-price": price_text(line.unit_price),
    }


def invoice_on_wire(invoice: Invoice) -> dict[str, Any]:
    """An invoice with its payments as JSON."""
    return {
        "id": invoice.id,
        "invoice-number": invoice.invoice_number,
        "supplier-id": invoice.supplier_id,
        "erp-supplier-number": invoice.erp_number,
        "po-number": invoice.po_number,
        "contract-number": invoice.contract,
        "total": total_text(invoice.total_minor),
        "status": invoice.status,
        "status-version": invoice.status_version,
        "reasons": list(invoice.reasons),
        "payments": [_payment_on_wire(payment) for payment in invoice.payments],
    }


def _payment_on_wire(payment: Payment) -> dict[str, Any]:
    return {
        "payment-number": payment.payment_number,
        "amount": total_text(payment.amount_minor),
        "paid-on": date_text(payment.paid_on),
        "returned": payment.returned,
    }


OPERATIONS = (
    Operation(
        name="submit_invoice",
        method="POST",
        path="/portal/invoices",
        scope="procurement.invoices.submit",
        request=SubmitInvoice,
        response=InvoiceAnswer,
        handler=submit_invoice,
        key=("supplier-id", "invoice-number"),
        summary="Takes an invoice from a supplier; its number is unique to that supplier.",
        status=201,
    ),
    Operation(
        name="find_invoices",
        method="GET",
        path="/invoices",
        scope="procurement.invoices.read",
        request=FindInvoices,
        response=InvoicesFound,
        handler=find_invoices,
        key=("erp-number", "invoice-number"),
        summary="Finds an invoice by its supplier's ERP number with its status, its payments.",
    ),
    Operation(
        name="update_invoice_status",
        method="PUT",
        path="/invoices/{id}/status",
        scope="procurement.invoices.write",
        request=UpdateInvoiceStatus,
        response=InvoiceAnswer,
        handler=update_invoice_status,
        key=("id", "status-version"),
        summary="Sets the status that the ERP reports; the last write wins whatever its version.",
    ),
    Operation(
        name="record_payment",
        method="POST",
        path="/invoices/{id}/payments",
        scope="procurement.payments.write",
        request=RecordPayment,
        response=InvoiceAnswer,
        handler=record_payment,
        key=("payment-number",),
        summary="Records a payment of an approved invoice; the payment number may repeat.",
        status=201,
    ),
)
