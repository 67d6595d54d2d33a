"""Mutant M25: each hop begins a trace of its own.

The real mistake: a client library that makes a correlation id for each request, and a team that
believes tracing is done because every line of the log has one. What came in and what was made of it
have nothing in common any more: an order stands in procurement, and nobody can tell which
requisition asked for it. The checker of lineage must kill it.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Applied


class OwnTrace(EffectOnce):
    """Makes an id of its own for each command."""

    async def deliver(self, command: Command, kind: CommandKind, attempt: int) -> Applied:
        trace = blake2b(command.row.encode(), digest_size=8).hexdigest()
        return await super().deliver(replace(command, correlation_id=trace), kind, attempt)


class StartsTracesAnew(Reference):
    """The reference, with a trace that ends at its door."""

    mutant = Mutant("M25", killed_by="lineage", scale=0.003)
    parts = Parts(gateway=OwnTrace)
