"""What is compared at night: the books (P13), the masters (P02)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CheckKind

COMMANDS: Mapping[str, CheckKind] = {
    "reconcile_books": CheckKind("P13"),
    "review_masters": CheckKind("P02"),
}
