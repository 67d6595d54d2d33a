"""Commands to invoice capture (S13)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.mediation.invoice_capture import invoices

COMMANDS: Mapping[str, CommandKind] = {
    "acknowledge_export": CommandKind(
        "P07",
        "invoice_capture",
        "acknowledge_export",
        invoices.write_export,
        done=frozenset({"ALREADY_EXPORTED"}),
    ),
}
