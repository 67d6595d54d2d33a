"""Conditions of budgets (S01, S02): what was decided agrees with what was available."""

from __future__ import annotations

from sim.conditions.books import Books
from sim.conditions.comparison import compare, tally
from sim.conditions.condition import Unequal, Unequals, condition

_BY_BUDGET = {"ordered": True, "budget-rejected": False}
"""Requisition status -> whether its budget check passed."""


@condition("K17", "What a cost centre has bound is the sum of its open orders", "RP4")
def bound_by_center(books: Books) -> Unequals:
    bound = tally(
        (order.cost_center, line.encumbered_minor) for order, line in books.erp.order_lines()
    )
    return compare(bound, tally(books.erp.encumbered().items()), "cents")


@condition("K18", "A requisition was ordered exactly when the budget covered it", "RP3", "P04")
def orders_are_within_budget(books: Books) -> Unequals:
    """So no order overdraws an available budget; one that would is flagged as rejected."""
    for requisition in books.procurement.requisitions():
        passed = _BY_BUDGET.get(requisition.status)
        available_minor = requisition.available_minor
        if passed is None:
            if available_minor is not None:
                yield Unequal(requisition.number, "none", available_minor, "budget decision")
        elif available_minor is None:
            yield Unequal(requisition.number, "of the ERP", "none", "budget decision")
        elif (requisition.total_minor <= available_minor) != passed:
            expected = "budget-rejected" if passed else "ordered"
            yield Unequal(requisition.number, expected, requisition.status, "status")
