"""Mutant M12: what is compared at night are totals, and nothing below them.

The real mistake: a reconciliation report with one line for each interface, so many sent, so many
booked. Where the two differ it says by how much and not in what, and where an error on one side
meets one on the other it says nothing. Usages that their sender gave up during an outage (F46) stay
unbilled. The checker of losses must kill it: a number in a report is no item that somebody owns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from integration_under_test.boundary import Ports
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.attempts import Check
from integration_under_test.reference.gateway.effect_once import Road
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.observability.alerts import Subject
from integration_under_test.reference.observability.reconciliation.balances import Balance
from integration_under_test.reference.observability.reconciliation.reconciliation import (
    Books,
    Owed,
    Reconciliation,
)
from integration_under_test.reference.settings import Settings


class Totals(Reconciliation):
    """Knows how many are missing, and not which."""

    async def _repair(
        self, name: str, balance: Balance, gaps: Mapping[Owed, None]
    ) -> Mapping[Subject, str]:
        if not gaps:
            return {}
        return {Subject("", balance.flow, name): f"the totals differ by {len(gaps)}"}


class ComparesTotals(Reference):
    """The reference, with a report in the place of a comparison."""

    mutant = Mutant(
        "M12",
        killed_by="loss",
        faults="F46@8-16@inventory>integration",
        scale=0.003,
        parties=("analytics",),
    )

    def vendors_asked(self, ports: Ports) -> Sequence[str]:
        """Nobody: what a sender gave up is thought to be the sender's matter."""
        return ()

    def _open_checks(
        self, lanes: Lanes, by_night: Road, ports: Ports, settings: Settings
    ) -> Mapping[str, Check]:
        checks = super()._open_checks(lanes, by_night, ports, settings)
        books = Books(*by_night, self.masters)
        self.reconciliation = Totals(books, self.store, ports, settings)
        return {**checks, "reconcile_books": self.reconciliation.check}
