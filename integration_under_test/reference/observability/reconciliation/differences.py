"""Differences between books that a person must settle: open from the night that finds them on.

Each has one work item. It is looked at again every night, and withdrawn when the books agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from integration_under_test.boundary import WorkItem, WorkItems
from integration_under_test.reference import policies
from integration_under_test.reference.observability.alerts import Subject
from integration_under_test.reference.store.notes import Notes

FLOW = "P13"
"""Whose desk settles them: they are about the books, not about a document that waits."""
SYSTEM = "erp"


class Difference(NamedTuple):
    """`key` is `comparison/what differs`; `keys` are the business keys, `reason` has the amounts
    and the cause."""

    key: str
    keys: tuple[str, ...]
    reason: str


class Compared(NamedTuple):
    """One night's comparison: `day/unit` -> its balance, and what is wrong; `agreed` are those
    that were looked at and are not, or not any more."""

    rows: Mapping[str, Mapping[str, object]]
    differences: Sequence[Difference]
    agreed: Sequence[str]


class Differences:
    """Those that are open, in the store: an answered item is not opened once more."""

    def __init__(self, notes: Notes, work_items: WorkItems) -> None:
        self._notes = notes
        self._work_items = work_items

    async def open_of(self, comparison: str) -> Mapping[str, str]:
        """What differs by a comparison -> the reason."""
        rows: Sequence[tuple[str, Any]] = await self._notes.all()
        found = ((*key.partition("/")[::2], reason) for key, reason in rows)
        return {what: reason for of, what, reason in found if of == comparison}

    async def tell(self, found: Iterable[Difference]) -> None:
        """Opens an item for each that is new, and then notes it: a crash in between repeats it
        harmlessly."""
        known = dict(await self._notes.all())
        for one in found:
            if one.key not in known:
                await self._work_items.open(_item(one))
                await self._notes.put({one.key: one.reason})

    async def settle(self, comparison: str, agreed: Iterable[str]) -> None:
        """Withdraws what differed and does not any more."""
        known = dict(await self._notes.all())
        for key in (f"{comparison}/{what}" for what in agreed):
            if key in known:
                await self._work_items.close(_id(key), "the books agree")
                await self._notes.delete(key)

    async def standing(self) -> Mapping[Subject, str]:
        """All that are open, as the alert book wants to have them."""
        return {Subject(SYSTEM, FLOW, key): reason for key, reason in await self._notes.all()}


def _id(key: str) -> str:
    return f"reconciliation/{key}"


def _item(one: Difference) -> WorkItem:
    return WorkItem(
        id=_id(one.key),
        type=policies.RECONCILIATION_GAP,
        owner=policies.owner_of(policies.RECONCILIATION_GAP, FLOW),
        flow=FLOW,
        keys=one.keys,
        reason=one.reason,
        actions=("acknowledge",),
    )
