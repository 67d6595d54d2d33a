"""A gateway that changes what it sends: the mistakes of mappings, one function each."""

from __future__ import annotations

from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.command_kind import CommandKind
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.store.store import Applied

__all__ = ["Body", "Rewriting"]


class Rewriting(EffectOnce):
    """Sends every request as `rewritten` would have it."""

    def rewritten(self, command: Command, operation: str, body: Body) -> Body:
        """The body that is sent in place of the right one."""
        raise NotImplementedError

    async def _send(self, command: Command, kind: CommandKind, body: Body, attempt: int) -> Applied:
        wrong = self.rewritten(command, kind.operation, body)
        return await super()._send(command, kind, wrong, attempt)
