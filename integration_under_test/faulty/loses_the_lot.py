"""Mutant M34: of two lots of an item only one is known to billing.

The real mistake: the lot is looked up by item in a cache, filled with the first one that came. The
charge goes through, with the lot of another implant: after a recall the wrong patients are called.
The checker of consistency must kill it (K76, K77).
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.parts import Parts


class FirstLot(Rewriting):
    """Names the lot of an item that it saw first."""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation != "create_charge" or "lot" not in body:
            return body
        lots = self.__dict__.setdefault("lots", {})
        return {**body, "lot": lots.setdefault(body["chargeCode"], body["lot"])}


class LosesTheLot(Reference):
    """The reference, with one lot for each item."""

    mutant = Mutant("M34", killed_by="consistency", scale=0.003, days=6)
    parts = Parts(gateway=FirstLot)
