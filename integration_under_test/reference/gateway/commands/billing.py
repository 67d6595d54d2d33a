"""Commands to the billing platform (S05)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.gateway.proofs import NEWER_IS_THERE, any_row, version
from integration_under_test.reference.mediation.billing import (
    charges,
    cross_references,
    departments,
    lots,
    periods,
    supply_codes,
    supply_costs,
)

COMMANDS: Mapping[str, CommandKind] = {
    "put_supply_code": CommandKind(
        "P02",
        "billing",
        "put_supply_code",
        supply_codes.write,
        upsert=True,
        versioned=True,
        done=NEWER_IS_THERE,
    ),
    "load_supply_costs": CommandKind(
        "P03",
        "billing",
        "import_supply_costs",
        supply_costs.write,
        Look("find_supply_costs", supply_costs.find, version("version")),
        upsert=True,
        versioned=True,
    ),
    "register_lot": CommandKind(
        "P06", "billing", "register_supply_lot", lots.write, takes_key=True, upsert=True
    ),
    "register_dock_lot": CommandKind(
        "P06", "billing", "register_supply_lot", lots.write_docked, takes_key=True, upsert=True
    ),
    "create_charge": CommandKind(
        "P09",
        "billing",
        "create_charge",
        charges.write,
        Look("find_charges", charges.find, any_row("charges")),
        takes_key=True,
        posts_on=charges.posting_day,
    ),
    "close_billing": CommandKind(
        "P13",
        "billing",
        "set_period_status",
        periods.write,
        upsert=True,
        versioned=True,
    ),
    "put_department": CommandKind(
        "P17",
        "billing",
        "put_department",
        departments.write,
        upsert=True,
        versioned=True,
        done=NEWER_IS_THERE,
    ),
    "relate_charges": CommandKind(
        "P12", "billing", "put_charge_cross_reference", cross_references.write, upsert=True
    ),
}
