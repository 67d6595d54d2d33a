"""Mutant M33: what was cancelled stays committed.

The real mistake: an interface for new orders, and none for what becomes of them. A line that the
buyer cancelled (F39) is gone in procurement; in the ERP its encumbrance stands until year end, and
the department has no budget for what it needs. The checker of consistency must kill it.
"""

from __future__ import annotations

from integration_under_test.boundary import Event
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Step


class KeepsTheCommitment(Reference):
    """The reference, to which a cancellation asks for nothing."""

    mutant = Mutant(
        "M33",
        killed_by="consistency",
        faults="F39@harsh",
        parties=("edi_suppliers",),
        scale=0.003,
        days=4,
    )

    def steps_of(self, event: Event) -> tuple[Step, ...]:
        if event.type == "procurement.order.cancelled":
            return ()
        return super().steps_of(event)
