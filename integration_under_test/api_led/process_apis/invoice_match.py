"""P07: a supplier's invoice is entered in the ERP, and its status is shown where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.api_led.landscape import Landscape
from integration_under_test.api_led.notation import ERP_UNITS, iso_day, two_decimals

STATUSES = {"HELD": "on-hold", "APPROVED": "approved", "PAID": "paid", "CANCELLED": "cancelled"}


async def enter_invoice(data: Mapping[str, Any], systems: Landscape) -> None:
    lines = [
        {
            "LineNumber": line["line-num"],
            "OrderLineNumber": line["po-line"],
            "Quantity": str(line["quantity"]),
            "UOMCode": ERP_UNITS[line["uom"]],
            "UnitPrice": two_decimals(line["unit-price"]),
        }
        for line in data["lines"]
    ]
    day = iso_day(data["invoice-date"])
    invoice = {
        "InvoiceNumber": data["invoice-number"],
        "SupplierNumber": data["erp-supplier-number"],
        "InvoiceDate": day,
        "InvoiceAmount": data["total"],
        "SourceOrderNumber": data["po-number"],
        "OrderNumber": await systems.erp.order_number(data["po-number"]),
        "BusinessUnit": systems.codes.units_of_ship_tos[data["ship-to"]],
        "AccountingDate": day,
        "Lines": lines,
    }
    contract = {"ContractNumber": data["contract-number"]} if data["contract-number"] else {}
    await systems.erp.create_invoice(invoice | contract)


async def report_status(data: Mapping[str, Any], systems: Landscape) -> None:
    invoice = {"erp-number": data["SupplierNumber"], "invoice-number": data["InvoiceNumber"]}
    status = {
        "status": STATUSES[data["Status"]],
        "reasons": data["Holds"],
        "status-version": data["StatusVersion"],
    }
    await systems.procurement.put_invoice_status(invoice, status)
