"""Trial balance (S01): every account of an entity or a business unit at a period's end (AX3)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mock_systems.erp.money import amount_text
from mock_systems.erp.tables import HasTables
from mock_systems.erp.wire import Code, Page, PagedRequest, PeriodName, WireModel, page
from mock_systems.service import Operation, Refusal, Work


class ListTrialBalance(PagedRequest):
    """Limit to a BusinessUnit, or leave it out for the whole LegalEntity."""

    legal_entity: Code
    period_name: PeriodName
    business_unit: str = ""


class TrialBalanceLine(WireModel):
    account: str
    balance: str


def list_trial_balance(erp: HasTables, request: ListTrialBalance, _work: Work) -> dict[str, Any]:
    """Debits minus credits of all periods up to the named one; they add up to zero."""
    tables = erp.tables
    if request.legal_entity not in tables.entities:
        raise Refusal(404, "ENTITY_NOT_FOUND", f"no legal entity {request.legal_entity!r}")
    units = {
        location.business_unit
        for location in tables.locations.values()
        if location.legal_entity == request.legal_entity
        and request.business_unit in {"", location.business_unit}
    }
    totals: Counter[str] = Counter()
    for (unit, period), accounts in tables.ledger.balances.items():
        if unit in units and period <= request.period_name:
            totals.update(accounts)
    return page(sorted(totals.items()), request, _view)


def _view(line: tuple[str, int]) -> dict[str, Any]:
    return {"Account": line[0], "Balance": amount_text(line[1])}


OPERATIONS = (
    Operation(
        name="list_trial_balance",
        method="GET",
        path="/trialBalances",
        scope="erp.trial_balances.read",
        request=ListTrialBalance,
        response=Page[TrialBalanceLine],
        handler=list_trial_balance,
        key=("LegalEntity", "PeriodName"),
        summary="Balances of every account at the end of a period.",
    ),
)
