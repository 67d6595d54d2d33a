"""P17 reference data: the budgets that planning approves are what the ERP grants."""

from __future__ import annotations

from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.planning import budgets
from integration_under_test.reference.mediation.received import Received


def on_budget_file(received: Received, crosswalk: Crosswalk) -> tuple[Step, ...]:
    """Versions of a year follow each other; an older one that comes late is skipped."""
    budget = budgets.read(received)
    return (Step("load_budget", budget.name, budget),)
