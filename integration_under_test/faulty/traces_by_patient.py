"""Mutant M24: the patient's encounter goes to the ERP, as the trace id of a posting.

The real mistake: support wants to find everything about a patient in one search, so the encounter
becomes the correlation id of all that follows from a usage, in every system's log. The ERP has no
business with patients, and its log is read by people who have none either. The checker of privacy
must kill it.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class PatientsTrace(EffectOnce):
    """Calls of a usage bear its encounter."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        if isinstance(command.document, Usage):
            trace = f"{command.correlation_id}|{command.document.encounter}"
            command = replace(command, correlation_id=trace)
        return await super().deliver(command, kind, attempt)


class TracesByPatient(Reference):
    """The reference, with the patient in the trace."""

    mutant = Mutant("M24", killed_by="privacy", scale=0.003)
    parts = Parts(gateway=PatientsTrace)
