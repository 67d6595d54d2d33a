"""Commands to the analytics warehouse (S17)."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway import day_cuts
from integration_under_test.reference.gateway.command_kind import CommandKind, Look
from integration_under_test.reference.mediation.analytics import batches, dimensions

COMMANDS: Mapping[str, CommandKind] = {
    "merge_members": CommandKind(
        "P19",
        "analytics",
        "merge_dimension",
        dimensions.write,
        consult=day_cuts.new_members,
        upsert=True,
        by_night=True,
    ),
    "load_day": CommandKind(
        "P19",
        "analytics",
        "load_batch",
        batches.write,
        Look("find_batches", batches.find, batches.is_loaded),
        consult=day_cuts.facts_of_facility,
        by_night=True,
    ),
}
