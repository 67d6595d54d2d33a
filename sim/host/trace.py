"""Whose work each crash point of a run is, for those who want to crash at one document's points.

The host names what it hands over, in a context variable: tasks that the integration starts at it
inherit the name, and a call or document carries it into the far side, so that the effects there
are known to be its work too. Start-up, and what it set going, has the name "".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import Context, ContextVar
from typing import NamedTuple

from integration_under_test.boundary import Document, Partner
from mock_systems.service import Effect

CAUSE: ContextVar[str] = ContextVar("cause", default="")
"""`source|id|type` of an event, `sender|id` of a document, `clerk|id` of a decision."""


class Passed(NamedTuple):
    """One point: which delivery had the integration pass it, and when."""

    cause: str
    t_us: int


Parting = Callable[[int], bool]
"""Told the number of each point; True has the integration crash there."""


class Trace:
    """What a run with counted points did in whose name. Empty until a run is given it."""

    def __init__(self, parting: Parting | None = None) -> None:
        self.parting = parting
        self.left: Hashable = None
        """What tells a crash at the last point from others: at points of one run where this is the
        same, it would be the same crash."""
        self.points: list[Passed] = []
        """Point n of the run is at place n - 1."""
        self.causes: dict[tuple[str, str], str] = {}
        """Kind and key of an effect -> the delivery that had it made first."""
        self.letters: list[tuple[bytes, str]] = []
        """What was sent to partners, and in whose name: they act on it later, and in nobody's."""

    def on_effect(self, system: str, effect: Effect) -> None:
        """Notes in whose name an effect was made; what nobody asked for has no cause."""
        if cause := CAUSE.get():
            self.causes.setdefault((effect.kind, effect.key), cause)


class TracedPartner:
    """A partner's mailbox, with note taken of what is sent there."""

    def __init__(self, partner: Partner, trace: Trace) -> None:
        self._partner = partner
        self._trace = trace

    async def send(self, document: Document) -> None:
        """As `Partner.send`."""
        self._trace.letters.append((document.content, CAUSE.get()))
        await self._partner.send(document)


def outside() -> Context:
    """A context in which nothing is known but the cause."""
    context = Context()
    context.run(CAUSE.set, CAUSE.get())
    return context
