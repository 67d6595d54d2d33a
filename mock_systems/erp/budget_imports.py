"""Budgets from planning (S21): imported in versions, moved between departments (S01)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.budget_operations import left_minor
from mock_systems.erp.budgets import BudgetTransfer, LoadedBudget
from mock_systems.erp.lookups import cost_center_of
from mock_systems.erp.money import Amount, amount_text
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Code, Page, PagedRequest, PeriodName, WireModel, page
from mock_systems.service import Effect, Operation, Refusal, Work


class BudgetLine(WireModel):
    cost_center: Code
    period_name: PeriodName
    amount: Amount


class ImportBudget(WireModel):
    """ControlTotal as in the trailer of the file."""

    budget_name: Code
    version: Annotated[int, Field(ge=1)]
    control_total: Amount
    lines: Annotated[list[BudgetLine], Field(min_length=1, max_length=100_000)]


class ImportBudgetResult(WireModel):
    budget_name: str
    version: int
    lines_loaded: int


class GetBudget(WireModel):
    cost_center: Code
    period_name: PeriodName


class BudgetView(WireModel):
    cost_center: str
    period_name: str
    granted_amount: str
    available_amount: str


class TransferBudget(WireModel):
    reference: Code
    period_name: PeriodName
    from_cost_center: Code
    to_cost_center: Code
    amount: Amount


class FindBudgetTransfers(PagedRequest):
    reference: Code


class BudgetTransferView(WireModel):
    transfer_number: str
    reference: str
    period_name: str
    from_cost_center: str
    to_cost_center: str
    amount: str


def import_budget(erp: HasTables, request: ImportBudget, work: Work) -> dict[str, Any]:
    """All lines or none. The version that is loaded already is answered with LinesLoaded 0."""
    tables, budgets = erp.tables, erp.tables.budgets
    loaded = budgets.versions.get(request.budget_name, 0)
    if request.version < loaded:
        raise Refusal(409, "STALE_VERSION", f"version {loaded} is loaded, got {request.version}")
    if request.version == loaded:
        return _result(request, 0)
    _check_lines(tables, request)
    budgets.versions[request.budget_name] = request.version
    amounts = {(line.cost_center, line.period_name): line.amount for line in request.lines}
    loaded_now = LoadedBudget(request.version, request.control_total, amounts)
    budgets.loaded[request.budget_name] = loaded_now
    for line in request.lines:
        budgets.imported[line.cost_center, line.period_name] = line.amount
        key = f"{request.budget_name}/{request.version}/{line.cost_center}/{line.period_name}"
        work.effect(
            Effect(
                "erp.budget",
                key,
                amount_minor=line.amount,
                facility=tables.cost_centers[line.cost_center].business_unit,
                period=line.period_name,
                version=request.version,
            )
        )
    return _result(request, len(request.lines))


def get_budget(erp: HasTables, request: GetBudget, _work: Work) -> dict[str, Any]:
    tables = erp.tables
    center = cost_center_of(tables, request.cost_center)
    return {
        "CostCenter": center.code,
        "PeriodName": request.period_name,
        "GrantedAmount": amount_text(tables.budgets.granted_minor(center, request.period_name)),
        "AvailableAmount": amount_text(left_minor(tables, center, request.period_name)),
    }


def transfer_budget(erp: HasTables, request: TransferBudget, work: Work) -> dict[str, Any]:
    """Takes the same Reference twice, as long as the giving department has it."""
    tables = erp.tables
    source = cost_center_of(tables, request.from_cost_center)
    target = cost_center_of(tables, request.to_cost_center)
    if source == target:
        raise Refusal(422, "SAME_COST_CENTER", f"{source.code} cannot give to itself")
    left = left_minor(tables, source, request.period_name)
    if not 0 < request.amount <= left:
        raise Refusal(409, "INSUFFICIENT_BUDGET", f"{source.code} has {amount_text(left)} to give")
    transfer = BudgetTransfer(
        f"BT-{tables.budgets.transfers + 1:06d}",
        request.reference,
        request.period_name,
        source.code,
        target.code,
        request.amount,
    )
    tables.budgets.move(transfer)
    work.effect(
        Effect(
            "erp.budget_transfer",
            transfer.reference,
            amount_minor=transfer.amount_minor,
            facility=target.business_unit,
            period=transfer.period,
            facts={"from": source.code, "to": target.code},
        )
    )
    return _transfer_view(transfer)


def find_budget_transfers(
    erp: HasTables, request: FindBudgetTransfers, _work: Work
) -> dict[str, Any]:
    found = erp.tables.budgets.by_reference.get(request.reference, ())
    return page(found, request, _transfer_view)


def _check_lines(tables: Tables, request: ImportBudget) -> None:
    keys = {(line.cost_center, line.period_name) for line in request.lines}
    if len(keys) < len(request.lines):
        raise Refusal(422, "DUPLICATE_LINE", "a CostCenter has two amounts for one period")
    for code in sorted({key[0] for key in keys}):
        cost_center_of(tables, code)
    total_minor = sum(line.amount for line in request.lines)
    if total_minor != request.control_total:
        raise Refusal(
            422,
            "CONTROL_TOTAL_MISMATCH",
            f"the lines add up to {amount_text(total_minor)}, "
            f"got ControlTotal {amount_text(request.control_total)}",
        )


def _result(request: ImportBudget, lines_loaded: int) -> dict[str, Any]:
    return {
        "BudgetName": request.budget_name,
        "Version": request.version,
        "LinesLoaded": lines_loaded,
    }


def _transfer_view(transfer: BudgetTransfer) -> dict[str, Any]:
    return {
        "TransferNumber": transfer.number,
        "Reference": transfer.reference,
        "PeriodName": transfer.period,
        "FromCostCenter": transfer.source,
        "ToCostCenter": transfer.target,
        "Amount": amount_text(transfer.amount_minor),
    }


OPERATIONS = (
    Operation(
        name="import_budget",
        method="POST",
        path="/budgetImports",
        scope="erp.budget_imports.write",
        request=ImportBudget,
        response=ImportBudgetResult,
        handler=import_budget,
        key=("BudgetName", "Version"),
        summary="Loads all lines of one version of a budget, or none.",
    ),
    Operation(
        name="get_budget",
        method="GET",
        path="/budgets",
        scope="erp.budgets.read",
        request=GetBudget,
        response=BudgetView,
        handler=get_budget,
        key=("CostCenter", "PeriodName"),
        summary="What a cost center was granted in a period, with what is left.",
    ),
    Operation(
        name="transfer_budget",
        method="POST",
        path="/budgetTransfers",
        scope="erp.budget_transfers.write",
        request=TransferBudget,
        response=BudgetTransferView,
        handler=transfer_budget,
        key=("Reference",),
        summary="Moves budget of a period from one cost center to another.",
        status=201,
    ),
    Operation(
        name="find_budget_transfers",
        method="GET",
        path="/budgetTransfers",
        scope="erp.budget_transfers.read",
        request=FindBudgetTransfers,
        response=Page[BudgetTransferView],
        handler=find_budget_transfers,
        key=("Reference",),
        summary="Budget transfers of a reference; more than one is possible.",
    ),
)
