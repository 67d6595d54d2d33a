"""All services, and finding one by the name that a caller writes."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from integration_under_test.reference.gateway.services import (
    budgets,
    charges,
    contracts,
    invoices,
    items,
    journals,
    legacy_erp,
    legacy_materials,
    orders,
    payments,
    prices,
    releases,
    requisitions,
    stock,
    suppliers,
)
from integration_under_test.reference.gateway.services.refusals import Refused
from integration_under_test.reference.gateway.services.service import Lifecycle, Service

_MODULES = (
    suppliers,
    items,
    contracts,
    prices,
    budgets,
    requisitions,
    orders,
    invoices,
    payments,
    stock,
    charges,
    journals,
    legacy_materials,
    legacy_erp,
    releases,
)

SERVICES: Mapping[str, Service] = {
    service.id: service for module in _MODULES for service in module.SERVICES
}
"""By name and version: find_price@1."""

NEWEST: Mapping[str, Service] = {
    service.name: service for service in SERVICES.values() if service.lifecycle is Lifecycle.ACTIVE
}
"""By name alone: what a caller without a version means."""


def find_service(operation: str) -> Service:
    """Raises Refused with the nearest name for what does not exist."""
    found = NEWEST.get(operation) or SERVICES.get(operation)
    if found is None:
        known = [*NEWEST, *SERVICES]
        nearest = get_close_matches(operation, known, n=1, cutoff=0.0)[0]
        raise Refused(404, "UNKNOWN_SERVICE", f"no such service; the nearest one is {nearest}")
    return found
