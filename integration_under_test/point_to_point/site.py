"""What every handler works with: the connections and the translation tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from integration_under_test.point_to_point.connection import Connection
from integration_under_test.point_to_point.tables import Tables


class Site(NamedTuple):
    """Given to each handler beside the event."""

    systems: Mapping[str, Connection]
    tables: Tables

    async def erp_order(self, po_number: str) -> str:
        """The ERP's number of an order. Raises LookupError when the ERP does not have it yet."""
        body = {"SourceOrderNumber": po_number}
        answer = await self.systems["erp"].call("find_purchase_orders", body)
        if not answer["items"]:
            raise LookupError(f"the ERP has no order {po_number} yet")
        return str(answer["items"][0]["OrderNumber"])

    async def procurement_invoice(self, supplier: str, number: str) -> dict[str, Any]:
        """Procurement's record of an invoice. Raises LookupError when there is none."""
        body = {"erp-number": supplier, "invoice-number": number}
        answer = await self.systems["procurement"].call("find_invoices", body)
        if not answer["invoices"]:
            raise LookupError(f"procurement has no invoice {number} of {supplier} yet")
        return dict(answer["invoices"][0])


def two_decimals(price: str) -> str:
    """12.5000 as 12.50, as the ERP takes prices."""
    return str(Decimal(price).quantize(Decimal("0.01"), ROUND_HALF_UP))


def us_day(day: str) -> str:
    """2026-04-30 as 04/30/2026."""
    return f"{day[5:7]}/{day[8:10]}/{day[:4]}"


def iso_day(text: str) -> str:
    """04/30/2026 as 2026-04-30."""
    return f"{text[6:]}-{text[:2]}-{text[3:5]}"


def dashed(text: str) -> str:
    """20260430 or 20260430121500 as 2026-04-30."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"
