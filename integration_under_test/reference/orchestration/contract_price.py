"""P03 contract price: the prices of an activated contract version reach all who price by them."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation import contracts
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def on_contract_activated(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Each target loads a version as a whole, so a list is there completely or not at all."""
    prices = contracts.read_price_list(event.data)
    return (
        Step("load_prices", prices.contract, prices),
        Step("load_catalogue", prices.contract, prices),
        Step("load_supply_costs", prices.contract, prices),
    )
