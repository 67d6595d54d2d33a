"""Interfaces from the ERP (S01): suppliers, invoice status, payments, periods."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from integration_under_test.boundary import Event
from integration_under_test.point_to_point.site import Site, us_day

INVOICE_STATUSES = {
    "HELD": "on-hold",
    "APPROVED": "approved",
    "PAID": "paid",
    "CANCELLED": "cancelled",
}
PERIOD_STATUSES = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}


async def supplier_to_procurement_and_contracts(event: Event, site: Site) -> None:
    """P01."""
    data = event.data
    active = data["Status"] == "ACTIVE"
    procurement = site.systems["procurement"]
    record = {
        "name": data["SupplierName"],
        "tax-id": data["TaxIdentifier"],
        "erp-number": data["SupplierNumber"],
        "erp-version": data["ObjectVersionNumber"],
        "payment-term": data["PaymentTerms"],
        "status": "active" if active else "inactive",
    }
    found = await procurement.call("find_suppliers", {"erp-number": data["SupplierNumber"]})
    if found["suppliers"]:
        await procurement.post("update_supplier", {"id": found["suppliers"][0]["id"], **record})
    else:
        await procurement.post("create_supplier", record)
    party = {
        "erpSupplierNumber": data["SupplierNumber"],
        "name": data["SupplierName"],
        "taxId": data["TaxIdentifier"],
        "status": "ACTIVE" if active else "INACTIVE",
        "sourceVersion": data["ObjectVersionNumber"],
    }
    await site.systems["contracts"].post("put_party", party)


async def invoice_status_to_procurement(event: Event, site: Site) -> None:
    """P07."""
    data = event.data
    invoice = await site.procurement_invoice(data["SupplierNumber"], data["InvoiceNumber"])
    body = {
        "id": invoice["id"],
        "status": INVOICE_STATUSES[data["Status"]],
        "reasons": data["Holds"],
        "status-version": data["StatusVersion"],
    }
    await site.systems["procurement"].post("update_invoice_status", body)


async def payment_to_procurement_and_contracts(event: Event, site: Site) -> None:
    """P08."""
    data = event.data
    invoice = await site.procurement_invoice(data["SupplierNumber"], data["InvoiceNumber"])
    payment = {
        "id": invoice["id"],
        "payment-number": data["PaymentNumber"],
        "amount": data["Amount"],
        "paid-on": us_day(data["PaymentDate"]),
    }
    await site.systems["procurement"].post("record_payment", payment)
    if data["ContractNumber"]:
        spend = {
            "contractNumber": data["ContractNumber"],
            "paymentReference": data["PaymentNumber"],
            "amount": {"value": data["Amount"], "currency": "USD"},
            "paidOn": data["PaymentDate"],
        }
        await site.systems["contracts"].post("record_spend", spend)


async def period_to_all(event: Event, site: Site) -> None:
    """P13."""
    data = event.data
    status = {"period": data["PeriodName"], "status": PERIOD_STATUSES[data["Status"]]}
    for system, version_field in (
        ("procurement", "erp-version"),
        ("inventory", "erp_version"),
        ("billing", "erpVersion"),
    ):
        body = status | {version_field: data["Version"]}
        await site.systems[system].post("set_period_status", body)


HANDLERS: Mapping[str, Callable[[Event, Site], Awaitable[None]]] = {
    "erp.supplier.changed": supplier_to_procurement_and_contracts,
    "erp.invoice.changed": invoice_status_to_procurement,
    "erp.payment.issued": payment_to_procurement_and_contracts,
    "erp.period.changed": period_to_all,
}
