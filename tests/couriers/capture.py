"""Captured invoices on their way to procurement or the ERP (P07): a stand-in of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from integration_under_test.boundary import Event, Rejected, Subscription
from tests.couriers.house import Courier

WORDS = {"EA": "each", "BX": "box", "CS": "case"}


class CaptureCourier(Courier):
    """Carries what was verified, then acknowledges it."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("invoice_capture", ("invoice_capture.invoice.verified",)),
    )

    async def on_event(self, event: Event) -> None:
        invoice = event.data["invoice"]
        if invoice["purchase_order"]:
            await self.carry("procurement", "submit_invoice", await self._submission(invoice))
        else:
            await self.carry("erp", "create_expense_invoice", expense(invoice))
        body = {"document": event.subject, "external_reference": invoice["invoice_number"]}
        await self.carry("invoice_capture", "acknowledge_export", body)

    async def carry(self, system: str, operation: str, body: dict[str, Any]) -> None:
        """What was done already is refused with 409, which is as good."""
        try:
            await self.ports.systems[system].call(operation, body)
        except Rejected as rejected:
            if rejected.status != 409:
                raise

    async def _submission(self, invoice: Any) -> dict[str, Any]:
        asked = {"erp-number": invoice["vendor_code"]}
        found = await self.ports.systems["procurement"].call("find_suppliers", asked)
        day = invoice["invoice_date"]
        return {
            "invoice-number": invoice["invoice_number"],
            "supplier-id": found["suppliers"][0]["id"],
            "po-number": invoice["purchase_order"],
            "invoice-date": f"{day['month']:02d}/{day['day']:02d}/{day['year']}",
            "total": decimal(invoice["total_amount"]),
            "lines": [
                {
                    "line-num": line["line_number"],
                    "po-line": line["order_line"],
                    "quantity": line["quantity"],
                    "uom": WORDS[line["unit"]],
                    "unit-price": decimal(line["unit_price"]) + "00",
                }
                for line in invoice["line_items"]
            ],
        }


class SkipsExpenses(CaptureCourier):
    """Knows only invoices with an order."""

    async def carry(self, system: str, operation: str, body: dict[str, Any]) -> None:
        if operation != "create_expense_invoice":
            await super().carry(system, operation, body)


def expense(invoice: Any) -> dict[str, Any]:
    """The ERP's body of an invoice without order."""
    day = invoice["invoice_date"]
    iso = f"{day['year']}-{day['month']:02d}-{day['day']:02d}"
    lines = invoice["line_items"]
    return {
        "InvoiceNumber": invoice["invoice_number"],
        "SupplierNumber": invoice["vendor_code"],
        "InvoiceDate": iso,
        "InvoiceAmount": decimal(invoice["total_amount"]),
        "BusinessUnit": invoice["business_unit"],
        "CostCenter": lines[0]["cost_center"],
        "Requester": invoice["requester"],
        "AccountingDate": iso,
        "Lines": [
            {
                "LineNumber": line["line_number"],
                "Account": line["account"],
                "CostCenter": line["cost_center"],
                "Amount": decimal(line["unit_price"]),
            }
            for line in lines
        ],
    }


def decimal(money: Any) -> str:
    """`{"units": "12", "nanos": 500000000}` as `12.50`."""
    return f"{money['units']}.{money['nanos'] // 10_000_000:02d}"
