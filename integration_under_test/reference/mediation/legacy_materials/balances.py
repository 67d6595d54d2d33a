"""Balances of legacy materials management (S07), asked over SOAP in the sites' own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference.mediation.canonical.stock_levels import StoreBalance
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.protocols import soap

NAMESPACE = "urn:mmis:materials:2009"
UNKNOWN = frozenset({"MM-101", "MM-102"})
"""Faults that say that there is no such store or item."""


def ask(store: str, item: str) -> Body:
    fields = {"StoreNo": store, "ItemNo": item}
    return {"xml": soap.write(NAMESPACE, "GetBalance", fields)}


def read(answer: Mapping[str, Any]) -> StoreBalance | None:
    """None for a store or an item that is not there. Raises ValueError for another fault."""
    try:
        fields = soap.read(answer["xml"])
    except soap.SoapFault as fault:
        if fault.code in UNKNOWN:
            return None
        raise ValueError(str(fault)) from fault
    return StoreBalance(
        store=fields["StoreNo"],
        item=fields["ItemNo"],
        description=fields["Description"],
        unit=fields["Unit"],
        on_hand=int(fields["OnHand"]),
    )
