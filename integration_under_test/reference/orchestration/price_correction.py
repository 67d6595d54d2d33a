"""P03 late prices: what procurement corrects of its orders is booked in the ERP, line by line."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.procurement import price_corrections


def on_price_correction_issued(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Under its own number, which the ERP takes once; the order has long been there."""
    correction = price_corrections.read(event.data)
    return (Step("enter_price_correction", correction.number, correction),)
