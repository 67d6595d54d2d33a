"""S02's contract auditors, who have late prices made good with the suppliers (P03, CP7).

    orders are made at the last price known -> a contract's price for those days is loaded
    -> in the night after, S02 reprices what was received in full -> a credit or debit per line

Without them what was ordered at another price than agreed is paid so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from sim.world.calendar import HOME_ZONE
from sim.world.parties.party import Place

AUDITORS = "contracts/audit"
NIGHT_H = 23.0
WAKES = frozenset({"procurement.catalogue_price", "procurement.order_receipt"})
"""After which lines may need a correction."""


class ContractAudit:
    """One office; it starts the run at a screen, in nights before which something happened."""

    id = "S02"
    flows = ("P03",)
    sends: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def __init__(self, place: Place) -> None:
        self._place = place
        self._planned_s = -1.0

    def mailboxes(self) -> Iterable[str]:
        """None."""
        return ()

    def accept(self, mailbox: str, document: Document) -> str:
        """Nobody sends documents to people at a screen."""
        return f"{mailbox} takes no documents, got {document.id}"

    def start(self) -> None:
        """Nothing to register: the office acts on what it hears."""

    def on_effect(self, system: str, effect: Effect) -> None:
        """Plans the coming night's run; however late, so that nothing stays due."""
        if effect.kind not in WAKES or self._planned_s > self._place.agenda.now_s:
            return
        self._planned_s = self._next_night_s()
        self._place.agenda.always_at(self._planned_s, self._run)

    def _run(self) -> None:
        self._place.site.try_do("procurement", "issue_price_corrections", {}, AUDITORS)

    def _next_night_s(self) -> float:
        calendar, now_s = self._place.site.calendar, self._place.agenda.now_s
        today = calendar.day(now_s, HOME_ZONE)
        tonight_s = calendar.at(today, NIGHT_H, HOME_ZONE)
        if tonight_s > now_s:
            return tonight_s
        return calendar.at(today + timedelta(days=1), NIGHT_H, HOME_ZONE)
