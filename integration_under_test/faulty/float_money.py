"""Mutant M11: amounts are floats, and cents are what is left after cutting.

The real mistake: `int(price * 100)`. Of 19.99 a binary fraction keeps 1998.9999 cents, so a line
in some is a cent short: less than anybody looks at, and an invoice that never matches its order.
The checker of variance must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.parts import Parts


class Floats(Rewriting):
    """Writes the prices of an order as cents that were cut off a float."""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation != "create_purchase_order":
            return body
        lines = [{**line, "UnitPrice": cut(line["UnitPrice"])} for line in body["Lines"]]
        return {**body, "Lines": lines}


def cut(price: str) -> str:
    """A decimal by way of a float."""
    cents = int(float(price) * 100)
    return f"{cents / 100:.2f}"


class FloatMoney(Reference):
    """The reference, with binary fractions in an order's prices."""

    mutant = Mutant("M11", killed_by="variance", scale=0.003)
    parts = Parts(gateway=Floats)
