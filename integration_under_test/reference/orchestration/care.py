"""P10, its clinical half: what the EHR tells of a patient stands in billing.

Each message is answered at once, since its sender keeps the next one back until then. What it asks
for waits for nothing but its own encounter, whatever the order in which messages arrive.
"""

from __future__ import annotations

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.canonical.services import RenderedService
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.ehr import encounters, services
from integration_under_test.reference.mediation.protocols import hl7_answer
from integration_under_test.reference.mediation.received import Received


def on_admission(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    admission = encounters.read_admission(received.content)
    return (accepted(received), Step("register_encounter", admission.encounter, admission))


def on_discharge(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    discharge = encounters.read_discharge(received.content)
    return (accepted(received), Step("discharge_encounter", discharge.encounter, discharge))


def on_update(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Only the coding of an update is billing's business; a later one revises it."""
    coding = encounters.read_coding(received.content)
    if coding is None:
        return (accepted(received),)
    return (accepted(received), Step("code_encounter", coding.encounter, coding))


def on_charges(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    steps = [accepted(received)]
    for one in services.read(received.content):
        kind = "charge_service" if isinstance(one, RenderedService) else "credit_service"
        steps.append(Step(kind, one.reference, one))
    return tuple(steps)


def on_unknown(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    raise LookupError(f"no flow takes {received.kind} from {received.sender}")


def accepted(received: Received) -> Step:
    """The message is safe here: its sender may forget it."""
    return _answer(received, hl7_answer.ACCEPTED)


def refuse(received: Received, reason: str) -> tuple[Step, ...]:
    """A message of a known kind that nobody can use."""
    return (_answer(received, hl7_answer.ERROR, reason),)


def reject(received: Received, reason: str) -> tuple[Step, ...]:
    """A message of a kind that nobody takes here."""
    return (_answer(received, hl7_answer.REJECTED, reason),)


def _answer(received: Received, code: str, reason: str = "") -> Step:
    answer = hl7_answer.answer_to(received, code, reason)
    return Step("acknowledge_message", f"{received.sender}/{answer.control_id}", answer)
