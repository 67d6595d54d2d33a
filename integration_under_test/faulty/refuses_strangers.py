"""Mutant M26: an event of a kind that nobody knows is refused, again and again.

The real mistake: a subscription to everything a system tells, and a `raise` where the kind of event
has no handler, "so that we notice". The sender comes again on its schedule until it gives the
event up, some vendors then switch the whole subscription off, and nobody in the house has heard of
it. The checker of liveness must kill it.
"""

from __future__ import annotations

from collections.abc import Sequence

from integration_under_test.boundary import Event, Subscription
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.orchestration.flows import FLOWS


class RefusesStrangers(Reference):
    """The reference, with ears for everything and answers for a part of it."""

    mutant = Mutant("M26", killed_by="liveness", scale=0.003)
    subscriptions: Sequence[Subscription] = tuple(
        Subscription(one.system, ("*",)) for one in Reference.subscriptions
    )

    async def on_event(self, event: Event) -> None:
        if event.type not in FLOWS:
            raise LookupError(f"nobody handles {event.type}")
        await super().on_event(event)
