"""Commands to the supplier risk service (S20)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.mediation.supplier_risk import screenings

COMMANDS: Mapping[str, CommandKind] = {
    "request_screening": CommandKind(
        "P01",
        "supplier_risk",
        "request_screening",
        screenings.write,
        done=frozenset({"reference_taken"}),
    ),
}
