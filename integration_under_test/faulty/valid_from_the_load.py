"""Mutant M21: a price is valid from the day on which it was loaded.

The real mistake: the target wants a start date, the mapping's author finds `now()` at hand, and
nobody tests with a contract that begins next month or began last week. The amounts are right, so
every comparison of sums is content. The checker of consistency must kill it: it compares the days
of a price with those of its contract (K59, K60).
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.faulty.rewriting import Body, Rewriting
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.parts import Parts


class DatesByTheLoad(Rewriting):
    """Prices of the ERP begin when they come."""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        if operation != "import_price_agreement":
            return body
        today = command.accepted_at[:10]
        lines = [{**line, "StartDate": min(today, line["EndDate"])} for line in body["Lines"]]
        return {**body, "Lines": lines}


class ValidFromTheLoad(Reference):
    """The reference, with a mapping that knows no effective date."""

    mutant = Mutant("M21", killed_by="consistency", scale=0.003)
    parts = Parts(gateway=DatesByTheLoad)
