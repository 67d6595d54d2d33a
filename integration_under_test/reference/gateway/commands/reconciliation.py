"""The nightly comparison of books (P13)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import CheckKind

COMMANDS: Mapping[str, CheckKind] = {
    "reconcile_books": CheckKind("P13"),
}
