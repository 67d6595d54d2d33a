"""P09 usage to charge: what was used on a patient is charged once, its cost posted once."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.inventory import usages


def on_usage_recorded(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Every usage costs; only items of the charge master are charged on their own."""
    usage = usages.read(event.data)
    cost = Step("post_cost", usage.number, usage)
    if not crosswalk.may_be_billed(usage.item):
        return (cost,)
    return (Step("create_charge", usage.number, usage), cost)
