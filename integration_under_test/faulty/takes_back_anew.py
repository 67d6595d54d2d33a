"""Mutant M15: each attempt to take something back is a document of its own.

The real mistake: the way forwards is idempotent, since it was tested; the way back was written for
a rare case, and numbers its credit when it sends it. An answer is lost (F26), the next attempt has
the next number, and the supplier is asked for the same correction of a price twice. The checker of
phantoms must kill it: nobody owes the second document.
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class NextNumber(EffectOnce):
    """Numbers a correction of a price by its attempt."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        if kind.operation == "create_price_correction":
            kind = replace(kind, look=None)
        return await super().deliver(command, kind, attempt)

    async def _send(self, command: Command, kind: CommandKind, body: Body, attempt: int) -> Applied:
        if kind.operation == "create_price_correction" and attempt:
            body = {**body, "CorrectionNumber": f"{body['CorrectionNumber']}-{attempt}"}
        return await super()._send(command, kind, body, attempt)


class TakesBackAnew(Reference):
    """The reference, with compensations that do not know of each other."""

    mutant = Mutant(
        "M15",
        killed_by="phantoms",
        faults="F26@rough",
        scale=0.003,
        days=4,
        parties=("contract_audit",),
        parameters=(
            ("contract_amendments_per_week_min", 60.0),
            ("contract_changes_late_share", 1.0),
            ("contract_amendment_lines_share", 0.8),
        ),
    )
    parts = Parts(gateway=NextNumber)
