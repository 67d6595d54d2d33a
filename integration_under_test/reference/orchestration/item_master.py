"""P02 item master: an item of the ERP is in the catalogue, on the shelf, and on the bill."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.erp import items


def on_item_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Billing comes before the shelf: what can be used must have its charge code, or its usages
    look as if nobody charged for them."""
    item = items.read(event.data)
    shelf = f"item/{item.number}"
    catalogued = Step("put_catalogue_item", item.number, item)
    kept = Step("put_stock_item", item.number, item, sequence=shelf)
    if not item.billable:
        return (catalogued, kept)
    return (catalogued, Step("put_supply_code", item.number, item, sequence=shelf), kept)
