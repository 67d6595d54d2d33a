"""Mutant M16: a worker that was paused goes on where it was.

The real mistake: a lease that is taken at the start and never looked at again. The process stands
still for half an hour (F24), another one takes over its work, and on waking the first one sends
what the second has sent. The checker of duplicates must kill it.
"""

from __future__ import annotations

from integration_under_test.boundary import Ports
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.lease import Lease


class Unfenced(Lease):
    """Guards nothing."""

    def guarding(self, ports: Ports) -> Ports:
        return ports


class ComesBackUnfenced(Reference):
    """The reference, without a look at its term before it acts."""

    mutant = Mutant("M16", killed_by="duplicates", faults="F24@harsh", seed=4)
    parts = Parts(lease=Unfenced)
