"""P08: a payment of the ERP is shown on the invoice, and counted as spend of its contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import us_day


async def report_payment(data: Mapping[str, Any], systems: Landscape) -> None:
    """Procurement refuses it until it shows the invoice as approved; spend waits behind that."""
    invoice = {"erp-number": data["SupplierNumber"], "invoice-number": data["InvoiceNumber"]}
    payment = {
        "payment-number": data["PaymentNumber"],
        "amount": data["Amount"],
        "paid-on": us_day(data["PaymentDate"]),
    }
    await systems.procurement.record_payment(invoice, payment)
    if not data["ContractNumber"]:
        return
    spend = {
        "contractNumber": data["ContractNumber"],
        "paymentReference": data["PaymentNumber"],
        "amount": {"value": data["Amount"], "currency": "USD"},
        "paidOn": data["PaymentDate"],
    }
    await systems.contracts.record_spend(spend)
