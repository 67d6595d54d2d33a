"""P01 supplier risk: who is asked for gets screened, who is held is neither approved nor ordered
from.

A release that overtakes its hold is refused until the hold is there.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.procurement import supplier_requests
from integration_under_test.reference.mediation.supplier_risk import holds, screenings


def on_supplier_requested(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    request = supplier_requests.read(event.data)
    return (Step("request_screening", request.reference, request),)


def on_screening_completed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    screening = screenings.read(event.data)
    return (Step("record_screening", screening.reference, screening),)


def on_hold_placed(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    hold = holds.read(event.data)
    return (Step("set_risk_hold", hold.reference, hold),)


def on_hold_released(event: Event, crosswalk: Crosswalk) -> tuple[Step, ...]:
    release = holds.read_release(event.data)
    return (Step("release_risk_hold", release.reference, release),)
