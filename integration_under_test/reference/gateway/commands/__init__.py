"""Every command that leaves this integration, as data: where it goes and what proves its effect.

    "post_cost": CommandKind("P09", "erp", "post_cost", costs.write, Look("find_costs", ...))

reads: flow P09 posts a cost in the ERP; if the outcome is unknown, `find_costs` tells.
"""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CommandKind, KeepKind, Kind
from integration_under_test.reference.gateway.commands import (
    acquired_sites,
    analytics,
    audit,
    bank,
    billing,
    contracts,
    erp,
    inventory,
    invoice_capture,
    ledger,
    partners,
    patient_accounts,
    procurement,
    reconciliation,
    supplier_risk,
    warehouse,
)

COMMANDS: Mapping[str, Kind] = {
    **erp.COMMANDS,
    **ledger.COMMANDS,
    **procurement.COMMANDS,
    **contracts.COMMANDS,
    **inventory.COMMANDS,
    **billing.COMMANDS,
    **patient_accounts.COMMANDS,
    **bank.COMMANDS,
    **invoice_capture.COMMANDS,
    **supplier_risk.COMMANDS,
    **warehouse.COMMANDS,
    **analytics.COMMANDS,
    **audit.COMMANDS,
    **partners.COMMANDS,
    **acquired_sites.COMMANDS,
    **reconciliation.COMMANDS,
}

VERSIONED = frozenset(
    name
    for name, kind in COMMANDS.items()
    if isinstance(kind, CommandKind | KeepKind) and kind.versioned
)
"""Kinds whose document is there in one version at a time."""
