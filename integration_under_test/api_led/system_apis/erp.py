"""The system API of the ERP (S01)."""

from __future__ import annotations

from typing import Any

from integration_under_test.api_led.line import Body, Line, Look


class ErpApi:
    """Postings are looked for under their reference before they are made."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def order_number(self, po_number: str) -> str:
        """The ERP's number of an order. Raises LookupError when it does not have it yet."""
        body = {"SourceOrderNumber": po_number}
        answer = await self._line.call("find_purchase_orders", body)
        if not answer["items"]:
            raise LookupError(f"the ERP has no order {po_number} yet")
        return str(answer["items"][0]["OrderNumber"])

    async def check_budget(self, check: Body) -> dict[str, Any]:
        return await self._line.call("check_budget", check)

    async def period(self, name: str) -> dict[str, Any]:
        """The status that the period has now."""
        return await self._line.call("get_period", {"PeriodName": name})

    async def import_prices(self, agreement: Body) -> None:
        """The ERP itself refuses a version older than the one it has."""
        number, version = agreement["AgreementNumber"], agreement["Version"]
        body = {"AgreementNumber": number}
        look = Look("get_price_agreement", body, lambda found: found["Version"] >= version)
        await self._line.post("import_price_agreement", agreement, look)

    async def create_order(self, order: Body) -> None:
        look = _listed("find_purchase_orders", order, "SourceOrderNumber")
        await self._line.post("create_purchase_order", order, look)

    async def create_receipt(self, receipt: Body) -> None:
        look = _listed("find_receipts", receipt, "ReceiptNumber", "ReceiptLine")
        await self._line.post_dated("create_receipt", receipt, look)

    async def create_invoice(self, invoice: Body) -> None:
        look = _listed("find_invoices", invoice, "SupplierNumber", "InvoiceNumber")
        await self._line.post_dated("create_invoice", invoice, look)

    async def post_cost(self, cost: Body) -> None:
        await self._line.post_dated("post_cost", cost, _listed("find_costs", cost, "Reference"))

    async def submit_totals(self, totals: Body) -> None:
        key = ("PeriodName", "BusinessUnit", "Subledger")
        look = _listed("find_subledger_totals", totals, *key)
        await self._line.post("submit_subledger_totals", totals, look)


def _listed(operation: str, body: Body, *key: str) -> Look:
    return Look(operation, {name: body[name] for name in key}, lambda found: bool(found["items"]))
