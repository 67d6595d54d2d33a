"""Holds to procurement, credits of disputes to the ERP (P07): a stand-in of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from integration_under_test.boundary import Event, Rejected, Subscription
from tests.couriers.house import Courier


class PayablesCourier(Courier):
    """Returns each hold with its code, releases it, and enters what a dispute gave back."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("erp", ("erp.invoice.changed",)),
        Subscription("procurement", ("procurement.dispute.closed",)),
    )

    async def on_event(self, event: Event) -> None:
        if event.type == "procurement.dispute.closed":
            if event.data["outcome"] == "credited":
                await self.credit(event.data)
        elif event.data["InvoiceType"] == "STANDARD":
            await self._hold(event.data)

    async def credit(self, dispute: Any) -> None:
        """A price credit against the invoice, as one line of its order."""
        erp = self.ports.systems["erp"]
        supplier, number = dispute["erp-supplier-number"], dispute["invoice-number"]
        asked = {"SupplierNumber": supplier, "InvoiceNumber": number}
        (invoice,) = (await erp.call("find_invoices", asked))["items"]
        source = {"SourceOrderNumber": invoice["SourceOrderNumber"]}
        (order,) = (await erp.call("find_purchase_orders", source))["items"]
        line = order["Lines"][0]
        amount = dispute["credit-amount"]
        body = {
            "CreditNumber": f"CM-{dispute['dispute-reference']}",
            "SupplierNumber": supplier,
            "OrderNumber": order["OrderNumber"],
            "BusinessUnit": invoice["BusinessUnit"],
            "InvoiceNumber": number,
            "CreditType": "PRICE",
            "CreditAmount": amount,
            "AccountingDate": self.ports.clock.now().date().isoformat(),
            "Lines": [
                {
                    "LineNumber": 1,
                    "OrderLineNumber": line["LineNumber"],
                    "Quantity": "1",
                    "UOMCode": line["UOMCode"],
                    "UnitPrice": amount,
                }
            ],
        }
        await self._do("erp", "create_credit_memo", body)

    async def _hold(self, changed: Any) -> None:
        procurement = self.ports.systems["procurement"]
        asked = {"erp-number": changed["SupplierNumber"]}
        asked["invoice-number"] = changed["InvoiceNumber"]
        found = (await procurement.call("find_invoices", asked))["invoices"]
        if not found:
            return
        await self._tell_contract(changed, found[0])
        where = {"id": found[0]["id"]}
        if changed["Status"] == "HELD":
            for code in changed["Holds"]:
                why = {"hold-code": code, "reason": f"held for {code}", "owner": "AP desk"}
                await self._do("procurement", "return_invoice_hold", {**where, **why})
            return
        holds = (await procurement.call("find_invoice_holds", where))["holds"]
        for hold in holds:
            if hold["active"]:
                body = {**where, "hold-code": hold["hold-code"], "released-by": "AP desk"}
                await self._do("procurement", "release_invoice_hold", body)

    async def _tell_contract(self, changed: Any, invoice: Any) -> None:
        """The contract's owner hears of the same holds."""
        if not invoice["contract-number"]:
            return
        reference = f"{changed['SupplierNumber']}/{changed['InvoiceNumber']}"
        where = {"contractNumber": invoice["contract-number"], "invoiceReference": reference}
        if changed["Status"] == "HELD":
            amount = {"value": invoice["total"], "currency": "USD"}
            for code in changed["Holds"]:
                body = {**where, "holdCode": code, "amount": amount}
                await self._do("contracts", "record_invoice_hold", body)
            return
        contracts = self.ports.systems["contracts"]
        for hold in (await contracts.call("find_invoice_holds", where))["holds"]:
            if hold["active"]:
                body = {**where, "holdCode": hold["holdCode"]}
                await self._do("contracts", "lift_invoice_hold", body)

    async def _do(self, system: str, operation: str, body: dict[str, Any]) -> None:
        try:
            await self.ports.systems[system].call(operation, body)
        except Rejected as rejected:
            if rejected.status != 409:
                raise


class CreditsTwice(PayablesCourier):
    """Enters a credit again, under another number."""

    async def credit(self, dispute: Any) -> None:
        await super().credit(dispute)
        again = f"{dispute['dispute-reference']}-2"
        await super().credit({**dispute, "dispute-reference": again})
