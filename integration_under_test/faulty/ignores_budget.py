"""Mutant M36: whatever the budget says, procurement hears a yes.

The real mistake: the budget service answers 200 with a decision in its body, and the interface
reads the 200. Every requisition becomes an order, also that of a department whose money is spent.
The checker of consistency must kill it: orders go beyond what was budgeted (K18).
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.parts import Parts


class AlwaysYes(Rewriting):
    """Passes on a decision that nobody read."""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation != "record_budget_decision":
            return body
        return {**body, "decision": "passed"}


class IgnoresBudget(Reference):
    """The reference, to which an answer is a consent."""

    mutant = Mutant(
        "M36",
        killed_by="consistency",
        scale=0.003,
        parameters=(("budget_headroom", 0.01), ("tight_budget_headroom", 0.01)),
    )
    parts = Parts(gateway=AlwaysYes)
