"""Stores of acquired sites, behind legacy materials management and its SOAP (S07, P14)."""

from __future__ import annotations

from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.gateway.services.marks import SiteCode
from integration_under_test.reference.gateway.services.ownership import NOBODY, owners
from integration_under_test.reference.gateway.services.service import (
    Asking,
    Fallback,
    Found,
    Message,
    NotThere,
    Rate,
    Service,
)
from integration_under_test.reference.mediation.acquisition import kept_sites
from integration_under_test.reference.mediation.canonical.stock_levels import StoreBalance
from integration_under_test.reference.mediation.legacy_materials import balances
from integration_under_test.reference.policies import SUPPLY_CHAIN_DESK


class FindStoreBalance(Message):
    """In the site's own numbers."""

    store: SiteCode
    item: SiteCode


async def find_store_balance(asked: FindStoreBalance, _: Asking, enquiry: Enquiry) -> Found:
    answer = await enquiry.call("legacy_materials", "soap", balances.ask(asked.store, asked.item))
    balance = balances.read(answer)
    if balance is None:
        raise NotThere
    return Found(balance, await _owner(asked.store, enquiry))


async def _owner(store: str, enquiry: Enquiry) -> tuple[str, ...]:
    """Known since the site's master file came."""
    facts = await enquiry.recall(kept_sites.store_key(store))
    return owners(enquiry, f"erp:{facts['unit']}") if facts else (NOBODY,)


SERVICES = (
    Service(
        name="find_store_balance",
        summary="How much of an item a store of an acquired site has.",
        flow="P14",
        owner=SUPPLY_CHAIN_DESK,
        system="legacy_materials",
        operation="soap GetBalance",
        scope="stock.read",
        criticality="low",
        compliance="device traceability",
        request=FindStoreBalance,
        result=StoreBalance,
        handler=find_store_balance,
        rate=Rate(30, 5),
        fallback=Fallback.LAST_KNOWN,
        timeout_s=20.0,
    ),
)
