"""P12 substitution: what procurement changed about an order is known wherever it matters.

The ERP commits the group to each new version of an order; inventory knows what stands in for an
ordered item, billing under which code it is charged, whether its supplier offered it or a buyer
found it elsewhere.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.procurement import substitutions


def on_order_changed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Also for a cancellation: the lines of that version are read when the ERP is told."""
    revision = substitutions.read_revision(event.data, changed_at=event.time)
    return (Step("change_order", revision.order, revision),)


def on_substitution_approved(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Items that are not charged on their own need no reference between charge codes."""
    substitution = substitutions.read(event.data, approved_at=event.time)
    items = (substitution.ordered, substitution.substitute)
    step = Step("relate_items", substitution.reference, substitution)
    if not all(map(crosswalk.may_be_billed, items)):
        return (step,)
    return (step, Step("relate_charges", substitution.reference, substitution))
