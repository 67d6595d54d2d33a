"""P03 contract price: the prices of an activated contract version reach all who price by them.

A purchasing organisation's file drafts versions, which are activated by the contracts desk. No flow
asks the contract platform for a price. While it is away procurement's catalogue goes on at the last
approved price, and the price service says how old its answer is.

Activations wait with the platform, but it gives up a delivery that is refused for too long. What it
gave up is found by comparing its list of contracts with what was loaded (`price_review.py`): once a
day, as soon as the platform answers again, and when one of its events comes late.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.contracts import price_lists
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.gpo import price_files
from integration_under_test.reference.mediation.received import Received


def on_contract_activated(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Each target loads a version as a whole, so a list is there completely or not at all."""
    prices = price_lists.read(event.data)
    return (
        Step("load_prices", prices.contract, prices),
        Step("load_catalogue", prices.contract, prices),
        Step("load_supply_costs", prices.contract, prices),
    )


def on_price_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Files of one organisation follow each other, as a later one corrects an earlier."""
    file = price_files.read(received)
    return (Step("import_price_file", file.number, file, f"price-files/{file.organisation}"),)
