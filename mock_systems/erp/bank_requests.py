"""The bodies of the bank account operations; none answers with a whole account number."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.erp.wire import BusinessDate, Code, PagedRequest, Text, WireModel

RoutingNumber = Annotated[str, Field(pattern=r"^[0-9]{9}$")]
AccountNumber = Annotated[str, Field(pattern=r"^[0-9]{5,17}$")]


class ProposeBankChange(WireModel):
    supplier_number: Code
    routing_number: RoutingNumber
    account_number: AccountNumber
    effective_date: BusinessDate
    proposed_by: Code
    evidence: Text


class ApproveBankChange(WireModel):
    supplier_number: Code
    change_id: int
    approved_by: Code


class RejectBankChange(WireModel):
    supplier_number: Code
    change_id: int
    rejected_by: Code


class ListBankChanges(PagedRequest):
    supplier_number: Code


class BankChangeView(WireModel):
    change_id: int
    supplier_number: str
    routing_number: str
    account_last_four: str
    effective_date: str
    proposed_by: str
    decided_by: str
    evidence: str
    status: str


class GetBankAccount(WireModel):
    supplier_number: Code
    on_date: BusinessDate


class BankAccountView(WireModel):
    supplier_number: str
    version: int
    routing_number: str
    account_last_four: str
    effective_from: str
    proposed_by: str
    approved_by: str


class BankAccountRow(WireModel):
    """A row of the opening load; it was approved before the first day."""

    supplier_number: Code
    routing_number: RoutingNumber
    account_number: AccountNumber
    effective_from: BusinessDate = "2000-01-01"
