"""The interface from the billing platform (S05): monthly totals to the ERP (P13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from integration_under_test.boundary import Event
from integration_under_test.point_to_point.site import Site


async def totals_to_erp(event: Event, site: Site) -> None:
    """P13."""
    data = event.data
    cents = data["chargeAmountCents"]
    totals = {
        "PeriodName": data["period"],
        "BusinessUnit": site.tables.billing_facilities[data["facilityId"]],
        "Subledger": "BILLING",
        "LineCount": data["chargeCount"],
        "TotalQuantity": str(data["chargeCount"]),
        "TotalAmount": f"{cents // 100}.{cents % 100:02d}",
    }
    await site.systems["erp"].post("submit_subledger_totals", totals)


HANDLERS: Mapping[str, Callable[[Event, Site], Awaitable[None]]] = {
    "billing.period.totals": totals_to_erp,
}
