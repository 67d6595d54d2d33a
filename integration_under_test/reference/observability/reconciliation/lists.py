"""Reads whole lists of the systems, page by page, on the lane of the reconciliation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from integration_under_test.boundary import Rejected, SystemClient
from integration_under_test.reference.exceptions import NotYet
from integration_under_test.reference.gateway.breaker import Tell
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.mediation.context import Body
from integration_under_test.reference.mediation.master_data.lists import PAGE_ROWS
from integration_under_test.reference.mediation.masters import PAGING
from integration_under_test.reference.mediation.pages import all_rows
from integration_under_test.reference.safeguards import Relief
from integration_under_test.reference.settings import Settings

Row = Mapping[str, Any]


def nightly_lanes(
    lanes: Lanes, systems: Mapping[str, SystemClient], settings: Settings, tell: Tell
) -> Lanes:
    """Narrow lanes of its own, so that no real-time call waits behind a list; `tell` hears of
    their circuit breakers."""
    if not settings.keeps(Relief.RECONCILIATION_LANE):
        return lanes
    nightly = Lanes(systems, replace(settings, max_concurrency=settings.reconciliation_width))
    nightly.watch(tell)
    return nightly


class Lists:
    """`await lists.once("billing", "list_cut_charges", {...})`. There is one of these for each
    night."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._known: dict[tuple[Any, ...], Sequence[Row]] = {}

    async def once(self, system: str, operation: str, ask: Body) -> Sequence[Row]:
        """As `read`, or what it read before."""
        name = (system, operation, *ask.items())
        if name not in self._known:
            self._known[name] = await self.read(system, operation, ask)
        return self._known[name]

    async def read(self, system: str, operation: str, ask: Body) -> Sequence[Row]:
        """All rows. Raises CallError, or NotYet for a list that is not made yet (404)."""
        paging = PAGING[system]

        async def page(place: int) -> tuple[Sequence[Row], bool]:
            asked = {**ask, paging.limit: PAGE_ROWS, paging.offset: place}
            answer = await self._lanes.call(system, operation, asked)
            return answer["items"], bool(answer[paging.more])

        try:
            return await all_rows(page)
        except Rejected as refusal:
            if refusal.status == 404:
                raise NotYet(f"{system} has no such list yet: {refusal}") from refusal
            raise

    async def get(self, system: str, operation: str, ask: Body) -> Row | None:
        """One document, None if there is none."""
        try:
            return await self._lanes.call(system, operation, ask)
        except Rejected as refusal:
            if refusal.status == 404:
                return None
            raise
