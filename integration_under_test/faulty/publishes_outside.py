"""Mutant M03, defect F23: what an event asks for is published outside the transaction of its note.

The real mistake: commit, then publish - two systems, no outbox. The event is noted and
acknowledged, the message goes to a queue in memory, and the process dies in between (F22): the
sender will not come again, and who comes again finds the event noted. The checker of losses must
kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.ablations import AcknowledgesFirst
from integration_under_test.reference.parts import Parts


class PublishesOutside(Reference):
    """The reference, with an inbox in the database and an outbox in memory."""

    mutant = Mutant("M03", killed_by="loss", faults="F22@harsh", scale=0.003)
    parts = Parts(inbox=AcknowledgesFirst)
