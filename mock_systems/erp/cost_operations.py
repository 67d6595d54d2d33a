"""Supply costs (S01): what a department used, charged at standard cost (P09)."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.accounts import INVENTORY, SUPPLY_EXPENSE
from mock_systems.erp.costs import Cost
from mock_systems.erp.ledger import Journal, journal_number
from mock_systems.erp.lookups import cost_center_of, item_of, location_of, posting_period
from mock_systems.erp.money import amount_text
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import (
    BusinessDate,
    Code,
    Page,
    PagedRequest,
    Quantity,
    WireModel,
    page,
)
from mock_systems.service import Effect, Operation, Work


class PostCost(WireModel):
    reference: Code
    business_unit: Code
    cost_center: Code
    item_number: Code
    quantity: Quantity
    accounting_date: BusinessDate


class CostResult(WireModel):
    journal_number: str
    amount: str


class FindCosts(PagedRequest):
    reference: Code


class CostView(WireModel):
    journal_number: str
    reference: str
    business_unit: str
    cost_center: str
    item_number: str
    quantity: str
    accounting_date: str
    amount: str


def post_cost(erp: HasTables, request: PostCost, work: Work) -> dict[str, Any]:
    """Takes the same Reference twice: that charges the department twice."""
    tables = erp.tables
    item = item_of(tables, request.item_number)
    location_of(tables, request.business_unit)
    cost_center_of(tables, request.cost_center)
    period = posting_period(tables, request.accounting_date, work.caller)
    minor = request.quantity * item.standard_cost_minor
    lines = ((SUPPLY_EXPENSE, request.cost_center, minor), (INVENTORY, "", -minor))
    journal = tables.ledger.post(
        Journal(request.business_unit, request.accounting_date, "COST", request.reference, lines)
    )
    same_reference = tables.costs_by_reference.get(request.reference, ())
    cost = Cost(journal, item.number, request.quantity)
    tables.costs_by_reference[request.reference] = (*same_reference, cost)
    work.effect(
        Effect(
            "erp.cost",
            request.reference,
            amount_minor=minor,
            quantity=request.quantity,
            uom="EA",
            facility=request.business_unit,
            period=period,
        )
    )
    return {"JournalNumber": journal_number(journal), "Amount": amount_text(minor)}


def find_costs(erp: HasTables, request: FindCosts, _work: Work) -> dict[str, Any]:
    journals = erp.tables.ledger.journals
    found = erp.tables.costs_by_reference.get(request.reference, ())
    return page(found, request, lambda cost: _view(cost, journals[cost.journal - 1]))


def _view(cost: Cost, journal: Journal) -> dict[str, Any]:
    _, cost_center, minor = journal.lines[0]
    return {
        "JournalNumber": journal_number(cost.journal),
        "Reference": journal.reference,
        "BusinessUnit": journal.business_unit,
        "CostCenter": cost_center,
        "ItemNumber": cost.item,
        "Quantity": str(cost.quantity),
        "AccountingDate": journal.accounting_date,
        "Amount": amount_text(minor),
    }


OPERATIONS = (
    Operation(
        name="post_cost",
        method="POST",
        path="/costs",
        scope="erp.costs.write",
        request=PostCost,
        response=CostResult,
        handler=post_cost,
        key=("Reference",),
        summary="Charges used supplies to a department at standard cost.",
        status=201,
    ),
    Operation(
        name="find_costs",
        method="GET",
        path="/costs",
        scope="erp.costs.read",
        request=FindCosts,
        response=Page[CostView],
        handler=find_costs,
        key=("Reference",),
        summary="Costs of a reference; more than one is possible.",
    ),
)
