"""Bank account changes of suppliers (S01): proposed by one person, approved by another (SM5)."""

from __future__ import annotations

from typing import Any

from mock_systems.erp.bank_accounts import (
    APPROVED,
    PROPOSED,
    REJECTED,
    BankAccount,
    BankChange,
    routing_number_is_valid,
)
from mock_systems.erp.bank_requests import (
    ApproveBankChange,
    BankAccountView,
    BankChangeView,
    GetBankAccount,
    ListBankChanges,
    ProposeBankChange,
    RejectBankChange,
)
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import Page, page
from mock_systems.service import Effect, Operation, Refusal, Work


def propose_bank_change(erp: HasTables, request: ProposeBankChange, work: Work) -> dict[str, Any]:
    """Changes nothing yet; one proposal of a supplier waits at a time."""
    tables, bank = erp.tables, erp.tables.bank
    _check_supplier(tables, request.supplier_number)
    if not routing_number_is_valid(request.routing_number):
        raise Refusal(
            422, "INVALID_ROUTING_NUMBER", "the routing number's check digit is wrong (ABA)"
        )
    pending = bank.pending(request.supplier_number)
    if pending is not None:
        raise Refusal(409, "CHANGE_PENDING", f"change {pending.id} waits for its approval")
    change = BankChange(
        id=len(bank.changes) + 1,
        supplier=request.supplier_number,
        routing_number=request.routing_number,
        account_number=request.account_number,
        effective_date=request.effective_date,
        proposed_by=request.proposed_by,
        evidence=request.evidence,
    )
    bank.changes.append(change)
    bank.changes_by_supplier.setdefault(change.supplier, []).append(change)
    _note(change, 1, work)
    return _change_view(change)


def approve_bank_change(erp: HasTables, request: ApproveBankChange, work: Work) -> dict[str, Any]:
    """The account is effective from its date, but never before the day of its approval."""
    bank = erp.tables.bank
    change = _pending(erp.tables, request.supplier_number, request.change_id)
    if request.approved_by == change.proposed_by:
        raise Refusal(409, "SAME_USER", f"{change.proposed_by} proposed it; another must approve")
    change.status, change.decided_by = APPROVED, request.approved_by
    account = BankAccount(
        change.supplier,
        bank.next_version(change.supplier),
        change.routing_number,
        change.account_number,
        max(change.effective_date, work.now.date().isoformat()),
        change.proposed_by,
        request.approved_by,
    )
    bank.add(account)
    _note(change, 2, work)
    _announce(account, work)
    return _change_view(change)


def reject_bank_change(erp: HasTables, request: RejectBankChange, work: Work) -> dict[str, Any]:
    """Anybody may reject, the proposer too."""
    change = _pending(erp.tables, request.supplier_number, request.change_id)
    change.status, change.decided_by = REJECTED, request.rejected_by
    _note(change, 2, work)
    return _change_view(change)


def list_bank_changes(erp: HasTables, request: ListBankChanges, _work: Work) -> dict[str, Any]:
    changes = erp.tables.bank.changes_by_supplier.get(request.supplier_number, ())
    return page(changes, request, _change_view)


def get_bank_account(erp: HasTables, request: GetBankAccount, _work: Work) -> dict[str, Any]:
    account = erp.tables.bank.effective(request.supplier_number, request.on_date)
    if account is None:
        raise Refusal(
            404, "NO_BANK_ACCOUNT", f"supplier {request.supplier_number!r} has none that day"
        )
    return {
        "SupplierNumber": account.supplier,
        "Version": account.version,
        "RoutingNumber": account.routing_number,
        "AccountLastFour": account.last_four,
        "EffectiveFrom": account.effective_from,
        "ProposedBy": account.proposed_by,
        "ApprovedBy": account.approved_by,
    }


def _check_supplier(tables: Tables, number: str) -> None:
    if number not in tables.suppliers:
        raise Refusal(404, "SUPPLIER_NOT_FOUND", f"no supplier {number!r}")


def _pending(tables: Tables, supplier: str, number: int) -> BankChange:
    changes = tables.bank.changes
    change = changes[number - 1] if 0 < number <= len(changes) else None
    if change is None or change.supplier != supplier:
        raise Refusal(404, "CHANGE_NOT_FOUND", f"supplier {supplier!r} has no change {number}")
    if change.status != PROPOSED:
        raise Refusal(409, "ALREADY_DECIDED", f"change {number} is {change.status}")
    return change


def _note(change: BankChange, version: int, work: Work) -> None:
    facts = {"status": change.status, "last_four": change.account_number[-4:]}
    work.effect(Effect("erp.bank_change", change.key, version=version, facts=facts))


def _announce(account: BankAccount, work: Work) -> None:
    data = {
        "SupplierNumber": account.supplier,
        "Version": account.version,
        "AccountLastFour": account.last_four,
        "EffectiveFrom": account.effective_from,
        "ProposedBy": account.proposed_by,
        "ApprovedBy": account.approved_by,
    }
    facts = {
        "last_four": account.last_four,
        "effective_from": account.effective_from,
        "proposed_by": account.proposed_by,
        "approved_by": account.approved_by,
    }
    work.effect(Effect("erp.bank_account", account.supplier, version=account.version, facts=facts))
    work.emit("erp.supplier.bank_changed", account.supplier, data)


def _change_view(change: BankChange) -> dict[str, Any]:
    return {
        "ChangeId": change.id,
        "SupplierNumber": change.supplier,
        "RoutingNumber": change.routing_number,
        "AccountLastFour": change.account_number[-4:],
        "EffectiveDate": change.effective_date,
        "ProposedBy": change.proposed_by,
        "DecidedBy": change.decided_by,
        "Evidence": change.evidence,
        "Status": change.status,
    }


OPERATIONS = (
    Operation(
        name="propose_bank_change",
        method="POST",
        path="/suppliers/{SupplierNumber}/bankChanges",
        scope="erp.bank_accounts.write",
        request=ProposeBankChange,
        response=BankChangeView,
        handler=propose_bank_change,
        key=("SupplierNumber",),
        summary="Proposes another bank account of a supplier, which changes nothing yet.",
        status=201,
    ),
    Operation(
        name="approve_bank_change",
        method="POST",
        path="/suppliers/{SupplierNumber}/bankChanges/{ChangeId}/approvals",
        scope="erp.bank_approvals.write",
        request=ApproveBankChange,
        response=BankChangeView,
        handler=approve_bank_change,
        key=("SupplierNumber", "ChangeId"),
        summary="Approves a proposed bank account as a second person.",
        status=201,
    ),
    Operation(
        name="reject_bank_change",
        method="POST",
        path="/suppliers/{SupplierNumber}/bankChanges/{ChangeId}/rejections",
        scope="erp.bank_approvals.write",
        request=RejectBankChange,
        response=BankChangeView,
        handler=reject_bank_change,
        key=("SupplierNumber", "ChangeId"),
        summary="Rejects a proposed bank account for good.",
        status=201,
    ),
    Operation(
        name="list_bank_changes",
        method="GET",
        path="/suppliers/{SupplierNumber}/bankChanges",
        scope="erp.bank_accounts.read",
        request=ListBankChanges,
        response=Page[BankChangeView],
        handler=list_bank_changes,
        key=("SupplierNumber",),
        summary="Bank account changes of a supplier in the order of their proposal.",
    ),
    Operation(
        name="get_bank_account",
        method="GET",
        path="/suppliers/{SupplierNumber}/bankAccount",
        scope="erp.bank_accounts.read",
        request=GetBankAccount,
        response=BankAccountView,
        handler=get_bank_account,
        key=("SupplierNumber",),
        summary="The bank account that payments of a date use, its number cut to four digits.",
    ),
)
