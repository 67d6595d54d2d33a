"""P14, its running half: charges of acquired clinics, in each clinic's own codes, are billed.

What a clinic's codes mean it says itself, in a file that is kept; charges wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.canonical.services import ClinicService
from integration_under_test.reference.mediation.clinics import codes, services
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration import care


def on_message(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Line by line, so that one code that nobody can map does not hold the others."""
    charged = _charged(services.read_message(received.sender, received.content))
    return (care.accepted(received), *charged)


def on_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """All of a file or, if it is damaged, nothing."""
    return _charged(services.read_file(received.sender, received.content))


def on_codes(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    mapping = codes.read(received.sender, received.content)
    return (Step("keep_clinic_codes", mapping.clinic, mapping),)


def _charged(found: Iterable[ClinicService]) -> tuple[Step, ...]:
    return tuple(Step("charge_clinic_service", one.reference, one) for one in found)
