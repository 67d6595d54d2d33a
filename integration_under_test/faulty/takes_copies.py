"""Mutant M01: nothing is remembered of what was taken in.

The real mistake: "the broker delivers exactly once", so a consumer has no inbox. A sender that did
not hear the acknowledgement delivers again (F01), and everything that follows from the event
follows twice. The checker of duplicates must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.ablations import TakesCopies as NoInbox
from integration_under_test.reference.parts import Parts


class TakesCopies(Reference):
    """The reference, to which every delivery is a new one."""

    mutant = Mutant("M01", killed_by="duplicates", faults="F01@rough", scale=0.003)
    parts = Parts(inbox=NoInbox)
