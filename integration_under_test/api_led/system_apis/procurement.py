"""The system API of the procurement suite (S02)."""

from __future__ import annotations

from typing import Any

from integration_under_test.api_led.line import Body, Line, Look

UNDECIDED = "pending-budget"


class ProcurementApi:
    """The suite takes whatever comes last, so the version that it has is looked at first."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def put_supplier(self, supplier: Body) -> None:
        """Creates or replaces a supplier, unless a version as late is there."""
        number, version = supplier["erp-number"], supplier["erp-version"]
        found = await self._line.call("find_suppliers", {"erp-number": number})
        body = {"erp-number": number}
        if found["suppliers"]:
            record = {"id": found["suppliers"][0]["id"], **supplier}
            look = Look("find_suppliers", body, lambda has: _version_of(has) >= version)
            await self._line.post("update_supplier", record, look)
        else:
            look = Look("find_suppliers", body, lambda has: bool(has["suppliers"]))
            await self._line.post("create_supplier", supplier, look)

    async def import_prices(self, prices: Body) -> None:
        version = prices["contract-version"]
        body = {"contract-number": prices["contract-number"]}
        look = Look("find_catalogue_prices", body, lambda has: has["contract-version"] >= version)
        await self._line.post("import_catalogue_prices", prices, look)

    async def is_undecided(self, requisition: int) -> bool:
        """Whether a requisition still waits for its budget."""
        found = await self._line.call("get_requisition", {"id": requisition})
        return bool(found["status"] == UNDECIDED)

    async def record_budget(self, decision: Body) -> None:
        body = {"id": decision["id"]}
        look = Look("get_requisition", body, lambda has: has["status"] != UNDECIDED)
        await self._line.post("record_budget_decision", decision, look)

    async def record_receipt(self, receipt: Body) -> None:
        body = {name: receipt[name] for name in ("receipt-number", "receipt-line")}
        look = Look("find_receipts", body, lambda has: bool(has["receipts"]))
        await self._line.post("record_receipt", receipt, look)

    async def put_invoice_status(self, invoice: Body, status: Body) -> None:
        """`invoice` is its natural key. Raises LookupError when the suite has no such invoice."""
        version = status["status-version"]
        look = _of_invoice(invoice, lambda has: has["status-version"] >= version)
        record = {"id": await self._invoice_id(invoice), **status}
        await self._line.post("update_invoice_status", record, look)

    async def record_payment(self, invoice: Body, payment: Body) -> None:
        """`invoice` is its natural key. Raises LookupError when the suite has no such invoice."""
        number = payment["payment-number"]
        look = _of_invoice(invoice, lambda has: number in _payments(has))
        record = {"id": await self._invoice_id(invoice), **payment}
        await self._line.post("record_payment", record, look)

    async def put_period(self, period: Body) -> None:
        version = period["erp-version"]
        body = {"period": period["period"]}
        look = Look("get_period", body, lambda has: has["erp-version"] >= version)
        await self._line.post("set_period_status", period, look)

    async def _invoice_id(self, invoice: Body) -> int:
        answer = await self._line.call("find_invoices", invoice)
        if not answer["invoices"]:
            raise LookupError(f"procurement has no invoice {invoice} yet")
        return int(answer["invoices"][0]["id"])


def _version_of(answer: dict[str, Any]) -> int:
    return max((int(row["erp-version"]) for row in answer["suppliers"]), default=0)


def _of_invoice(invoice: Body, proves: Any) -> Look:
    def shown(answer: dict[str, Any]) -> bool:
        return any(proves(found) for found in answer["invoices"])

    return Look("find_invoices", invoice, shown)


def _payments(invoice: dict[str, Any]) -> list[str]:
    return [payment["payment-number"] for payment in invoice["payments"]]
