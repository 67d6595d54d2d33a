"""Mutant M37, defect F20: what cannot be sent is dropped, for nobody set up where to leave it.

The real mistake: a queue without a dead letter exchange, or one whose messages expire; the handler
rejects the message after the last attempt, and the broker throws it away. The checker of losses
must kill it: nothing arrived, and no queue with an owner names it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.ablations import Swallows
from integration_under_test.reference.parts import Parts


class KeepsNoDead(Reference):
    """The reference, without dead letters."""

    mutant = Mutant("M37", killed_by="loss", faults="F35@rough", scale=0.003)
    parts = Parts(dead_letters=Swallows)
