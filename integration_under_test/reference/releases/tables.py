"""The tables that releases consist of, by set. Whatever is not listed here is code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from integration_under_test.reference import policies
from integration_under_test.reference.mediation import crosswalk, notation
from integration_under_test.reference.mediation.bank import statements
from integration_under_test.reference.mediation.billing import periods as billing_periods
from integration_under_test.reference.mediation.erp import receivables
from integration_under_test.reference.mediation.inventory import periods as inventory_periods
from integration_under_test.reference.mediation.procurement import (
    invoice_holds,
    invoices,
    lookup_values,
    price_corrections,
    supplier_requests,
)
from integration_under_test.reference.mediation.procurement import periods as procurement_periods
from integration_under_test.reference.mediation.supplier_risk import screenings
from integration_under_test.reference.mediation.suppliers import notation as supplier_notation
from integration_under_test.reference.observability import slas
from integration_under_test.reference.orchestration import documents, flows, reference_data
from integration_under_test.reference.releases.table import Table

MAPPINGS, ROUTES, POLICIES = SETS = ("mappings", "routes", "policies")
"""Which code means which; what comes starts which flow; who is asked, and how long we wait."""

_TABLES: tuple[Table[Any], ...] = (
    notation.PROCUREMENT_UNITS,
    supplier_notation.UNITS_OUT,
    billing_periods.STATUSES,
    inventory_periods.STATUSES,
    procurement_periods.STATUSES,
    invoices.STATUSES,
    invoice_holds.REASONS,
    lookup_values.LOOKUPS,
    price_corrections.SIGNS,
    supplier_requests.CLEAR,
    receivables.ENTRY_TYPES,
    receivables.REVERSALS,
    statements.BUSINESS_UNITS,
    screenings.CLEAR,
    crosswalk.COST_CENTERS,
    crosswalk.CHARGE_CODES,
    flows.FLOWS,
    documents.ROUTES,
    reference_data.USED_BY,
    policies.FLOW_OWNERS,
    policies.TYPE_OWNERS,
    policies.HOLD_OWNERS,
    policies.HEALS,
    policies.WAITS,
    slas.DEADLINES_S,
)

TABLES: Mapping[str, Table[Any]] = {table.name: table for table in _TABLES}
"""By name, which begins with that of its set."""
