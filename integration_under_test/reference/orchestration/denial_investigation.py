"""P15 denial investigation: behind each denied supply stands where it came from."""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.billing import denials
from integration_under_test.reference.mediation.crosswalk import Crosswalk


def on_claim_denied(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Line by line: a supply whose origin nobody finds does not hold the others."""
    return tuple(
        Step("attach_evidence", supply.reference, supply) for supply in denials.read(event.data)
    )
