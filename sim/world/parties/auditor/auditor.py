"""S17: the outside auditor's archive, out of reach of whoever runs the integration (P13).

    the integration seals its audit in blocks -> a checkpoint a day, by document -> kept here

No row of the enterprise is an auditor. The archive stands beside the analytics warehouse, whose
owner keeps for others what the books said, and writes to none of them; the warehouse itself would
not do, since the integration loads it.

The auditor answers at once or not at all: what contradicts an earlier checkpoint is refused with
the reason. It brings about no effect in any book, and owes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.parties.auditor.book import CheckpointBook
from sim.world.parties.auditor.checkpoint_file import Unreadable, read
from sim.world.parties.party import Place

MAILBOX = "AUDITOR"


class Auditor:
    """One mailbox, one book."""

    id = "S17"
    flows = ("P13",)
    sends: tuple[str, ...] = ()
    takes = ("audit checkpoint",)

    def __init__(self, place: Place) -> None:
        self._place = place
        self.book = CheckpointBook()

    def mailboxes(self) -> Iterable[str]:
        """The archive's own."""
        return (MAILBOX,)

    def accept(self, mailbox: str, document: Document) -> str:
        """Keeps a checkpoint; a contradiction is noted for the run's report as well."""
        try:
            told = read(document.content)
        except Unreadable as unreadable:
            return str(unreadable)
        reason = self.book.take(told)
        if reason:
            self._place.site.note("refused", MAILBOX, document.id, reason)
        return reason

    def start(self) -> None:
        """Nothing to register: it only takes."""

    def on_effect(self, system: str, effect: Effect) -> None:
        """An auditor hears of no single document."""
