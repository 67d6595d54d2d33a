"""Mutant M28: an old version of a supplier overwrites a newer one, and brings back who was blocked.

The real mistake: the supplier interface is older than the others and has no version check; "there
are only a few changes a day". A change that was held on its way (F02) comes after the block, and
the supplier gets orders again. The checker of staleness must kill it.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.faulty.last_arrival_wins import blind
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class AnySupplier(EffectOnce):
    """Takes any version of a supplier for the last one."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        if kind.flow == "P01" and kind.versioned and kind.look:
            kind = replace(kind, versioned=False, look=blind(kind.look))
        return await super().deliver(command, kind, attempt)


class RevivesSuppliers(Reference):
    """The reference, without versions of suppliers."""

    mutant = Mutant(
        "M28",
        killed_by="staleness",
        faults="F02@harsh@erp>integration",
        scale=0.003,
        parameters=(("supplier_changes_per_week", 30000.0), ("supplier_second_version_share", 0.9)),
    )
    parts = Parts(gateway=AnySupplier)
