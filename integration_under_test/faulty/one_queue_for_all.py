"""Mutant M08: the order key is the kind of message, not the document.

The real mistake: a partition key that is the same for a whole topic, chosen because "then the order
is right". It is, until one message is held, since nobody knows how much its pack holds (F35): what
waits behind it has nothing to do with it, and waits as well. The checker of losses must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.parts import Parts


class ByKind(Workers):
    """One lane for each kind of command."""

    def lane_of(self, command: Command) -> str:
        return command.kind


class OneQueueForAll(Reference):
    """The reference, with a key of order that is too coarse."""

    mutant = Mutant("M08", killed_by="loss", faults="F35@harsh")
    parts = Parts(workers=ByKind)
