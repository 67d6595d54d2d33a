"""Interfaces from the procurement suite (S02): budget check, orders, invoices, all to the ERP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from integration_under_test.boundary import Event
from integration_under_test.point_to_point.site import Site, iso_day, two_decimals

UNITS = {"each": "EA", "box": "BX", "case": "CS"}


async def requisition_to_budget(event: Event, site: Site) -> None:
    """P04."""
    data = event.data
    check = {
        "CostCenter": data["cost-center"],
        "Amount": data["total"],
        "ReferenceNumber": data["number"],
    }
    budget = await site.systems["erp"].call("check_budget", check)
    decision = {
        "id": data["id"],
        "decision": "passed" if budget["Result"] == "PASSED" else "failed",
        "available": budget["AvailableAmount"],
    }
    await site.systems["procurement"].post("record_budget_decision", decision)


async def order_to_erp(event: Event, site: Site) -> None:
    """P04."""
    data = event.data
    lines = [
        {
            "LineNumber": line["line-num"],
            "ItemNumber": line["item-number"],
            **_quantity_and_price(line),
        }
        for line in data["lines"]
    ]
    order = {
        "SourceOrderNumber": data["po-number"],
        "SupplierNumber": data["erp-supplier-number"],
        "BusinessUnit": site.tables.ship_tos[data["ship-to"]],
        "CostCenter": data["cost-center"],
        "OrderDate": iso_day(data["issued-on"]),
        **_contract(data),
        "Lines": lines,
    }
    await site.systems["erp"].post("create_purchase_order", order)


async def invoice_to_erp(event: Event, site: Site) -> None:
    """P07. The accounting date is the invoice's own, as on most such interfaces."""
    data = event.data
    lines = [
        {
            "LineNumber": line["line-num"],
            "OrderLineNumber": line["po-line"],
            **_quantity_and_price(line),
        }
        for line in data["lines"]
    ]
    invoice = {
        "InvoiceNumber": data["invoice-number"],
        "SupplierNumber": data["erp-supplier-number"],
        "InvoiceDate": iso_day(data["invoice-date"]),
        "InvoiceAmount": data["total"],
        "SourceOrderNumber": data["po-number"],
        "OrderNumber": await site.erp_order(data["po-number"]),
        "BusinessUnit": site.tables.ship_tos[data["ship-to"]],
        "AccountingDate": iso_day(data["invoice-date"]),
        **_contract(data),
        "Lines": lines,
    }
    await site.systems["erp"].post_dated("create_invoice", invoice)


def _quantity_and_price(line: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Quantity": str(line["quantity"]),
        "UOMCode": UNITS[line["uom"]],
        "UnitPrice": two_decimals(line["unit-price"]),
    }


def _contract(data: Mapping[str, Any]) -> dict[str, str]:
    return {"ContractNumber": data["contract-number"]} if data["contract-number"] else {}


HANDLERS: Mapping[str, Callable[[Event, Site], Awaitable[None]]] = {
    "procurement.requisition.approved": requisition_to_budget,
    "procurement.order.issued": order_to_erp,
    "procurement.invoice.submitted": invoice_to_erp,
}
