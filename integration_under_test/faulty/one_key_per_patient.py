"""Mutant M07: two requests bear one idempotency key.

The real mistake: a key that is made of too little, such as the encounter, "since a patient is
charged once". Within the time for which a system remembers keys (a day) every further charge is
refused as another content under a known key. The next day it is taken, and the one key stands for
two charges. The checker of divergence must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.mediation.canonical.usages import Usage
from integration_under_test.reference.parts import Parts


class ByPatient(EffectOnce):
    """Takes the encounter for the request."""

    def idempotency_key(self, command: Command, attempt: int) -> str:
        document = command.document
        return document.encounter if isinstance(document, Usage) else command.identity


class OneKeyPerPatient(Reference):
    """The reference, with a key that says too little."""

    mutant = Mutant("M07", killed_by="divergence", scale=0.003)
    parts = Parts(gateway=ByPatient)
