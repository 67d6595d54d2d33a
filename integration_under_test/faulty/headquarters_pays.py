"""Mutant M29: every cost is posted at the first facility of the list.

The real mistake: the business unit is read from the user's profile, and the interface's user
belongs to headquarters. All sums of the group are right, those of its hospitals are not. The
checker of consistency must kill it, which asks where a usage was and where it costs (K68).
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.parts import Parts


class OneUnit(Rewriting):
    """Posts costs under the unit that it met first."""

    unit = ""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation != "post_cost":
            return body
        self.unit = self.unit or body["BusinessUnit"]
        return {**body, "BusinessUnit": self.unit}


class HeadquartersPays(Reference):
    """The reference, with costs under another facility."""

    mutant = Mutant("M29", killed_by="consistency", scale=0.003)
    parts = Parts(gateway=OneUnit)
