"""Commands to the central warehouse (S19)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.gateway.proofs import any_row
from integration_under_test.reference.mediation.warehouse import pick_orders

COMMANDS: Mapping[str, CommandKind] = {
    "order_picks": CommandKind(
        "P11",
        "warehouse",
        "create_pick_order",
        pick_orders.write,
        Look("find_pick_orders", pick_orders.find, any_row("PICK_ORDERS")),
    ),
}
