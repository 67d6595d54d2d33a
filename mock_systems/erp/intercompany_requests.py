"""The bodies of the intercompany operations."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mock_systems.erp.money import Amount
from mock_systems.erp.wire import BusinessDate, Code, PagedRequest, WireModel


class PostIntercompanyJournal(WireModel):
    """The provider's account is credited, the receiver's debited."""

    reference: Code
    accounting_date: BusinessDate
    provider_business_unit: Code
    provider_account: Code
    provider_cost_center: str = ""
    receiver_business_unit: Code
    receiver_account: Code
    receiver_cost_center: str = ""
    amount: Amount


class Allocation(WireModel):
    business_unit: Code
    cost_center: str = ""
    weight: Annotated[int, Field(ge=1, le=1_000_000)]


class ChargeSharedServices(WireModel):
    reference: Code
    accounting_date: BusinessDate
    provider_business_unit: Code
    amount: Amount
    allocations: Annotated[list[Allocation], Field(min_length=1, max_length=200)]


class SettleIntercompany(WireModel):
    intercompany_number: Code
    accounting_date: BusinessDate


class FindIntercompany(PagedRequest):
    reference: Code


class IntercompanyView(WireModel):
    intercompany_number: str
    reference: str
    provider_business_unit: str
    receiver_business_unit: str
    amount: str
    status: str
    provider_journal_number: str
    receiver_journal_number: str


class SharedServicesResult(WireModel):
    reference: str
    amount: str
    charges: list[IntercompanyView]


class LegalEntityView(WireModel):
    legal_entity: str
    name: str
    business_units: list[str]


class LegalEntityRow(WireModel):
    """A row of the opening load; load it before its locations."""

    legal_entity: Code
    name: Code
