"""The nightly comparison of figures: item and receipt balances, and periods whose totals were
submitted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from integration_under_test.boundary import Storage, WorkItems
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.observability.alerts import Subject
from integration_under_test.reference.observability.reconciliation import (
    item_balances,
    period_completeness,
    receipt_balances,
)
from integration_under_test.reference.observability.reconciliation.balances import (
    RECEIPTS,
    Night,
)
from integration_under_test.reference.observability.reconciliation.charge_completeness import (
    ChargeCompleteness,
)
from integration_under_test.reference.observability.reconciliation.differences import (
    Compared,
    Differences,
)
from integration_under_test.reference.store.notes import Notes

ITEM_BALANCES = "item_balances"
RECEIPT_BALANCES = "receipt_balances"
POSTED = "posted_by_period"
CLOSINGS = "period_closings"
NIGHTS = "nights_compared"
DIFFERENCES = "book_differences"

CompareAgain = Callable[[str], Awaitable[None]]


class Figures:
    """What the books add up to. Asks nobody to post anything."""

    def __init__(self, masters: MastersCache, storage: Storage, work_items: WorkItems) -> None:
        self._masters = masters
        self._item_notes = Notes(storage, ITEM_BALANCES)
        self._receipt_notes = Notes(storage, RECEIPT_BALANCES)
        self._posted_notes = Notes(storage, POSTED)
        self._closing_notes = Notes(storage, CLOSINGS)
        self._night_notes = Notes(storage, NIGHTS)
        self._differences = Differences(Notes(storage, DIFFERENCES), work_items)
        self._charges = ChargeCompleteness(masters, storage, self._differences)

    async def note(self, rows: period_completeness.Rows) -> None:
        """Remembers what became of a day's documents, by their periods."""
        await self._posted_notes.put(rows)

    async def compare(self, night: Night, compare_again: CompareAgain) -> None:
        """Raises CallError, NotYet or UnknownCode."""
        await self._compare_items(night)
        await self._compare_receipts(night)
        await self._night_notes.put({night.day: 1})
        nights = [day for day, _ in await self._night_notes.all()]
        if period_completeness.left_out(nights, night.day):
            return
        rows = dict(await self._posted_notes.all())
        closings = dict(await self._closing_notes.all())
        for period in period_completeness.ended(rows, night.day, closings):
            await self._close(period, night, closings.get(period, {}), compare_again)
        await self._charges.compare(night, nights)

    async def standing(self) -> Mapping[Subject, str]:
        """The differences that are open."""
        return await self._differences.standing()

    async def _compare_items(self, night: Night) -> None:
        name = item_balances.COMPARISON
        again = await self._differences.open_of(name)
        compared = await item_balances.compare(night, self._masters.crosswalk, again)
        await self._tell(name, self._item_notes, compared)

    async def _compare_receipts(self, night: Night) -> None:
        name = receipt_balances.COMPARISON
        again = await self._differences.open_of(name)
        crosswalk = self._masters.crosswalk
        compared = await receipt_balances.compare(night, crosswalk, again, RECEIPTS)
        await self._tell(name, self._receipt_notes, compared)

    async def _tell(self, comparison: str, notes: Notes, compared: Compared) -> None:
        await notes.put(compared.rows)
        await self._differences.tell(compared.differences)
        await self._differences.settle(comparison, compared.agreed)

    async def _close(
        self,
        period: str,
        night: Night,
        closing: period_completeness.Closing,
        compare_again: CompareAgain,
    ) -> None:
        told = await period_completeness.submitted(night.lists, period)
        if not told:
            return
        if "seen_on" not in closing:
            await self._closing_notes.put({period: {"seen_on": night.day}})
            return
        if closing["seen_on"] == night.day:
            return
        rows = dict(await self._posted_notes.all())
        for day in period_completeness.incomplete(rows, period):
            await compare_again(day)
        rows = dict(await self._posted_notes.all())
        crosswalk = self._masters.crosswalk
        found = period_completeness.judged(rows, period, told, crosswalk)
        await self._differences.tell(found.differences)
        await self._differences.settle(period_completeness.COMPARISON, found.agreed)
        if not period_completeness.incomplete(rows, period):
            settled = {**closing, "settled_on": night.day}
            await self._closing_notes.put({period: settled})
