"""P02 master data review: what stewards should look at, told once, when a day's books are cut.

Packs that two masters count differently are told at the start already: what is converted by them
is wrong from the first document on.

The golden records are derived anew each time from the systems' own masters (S15). Nothing is
merged or published by the review itself: a person decides, and the owner of the record mends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from integration_under_test.boundary import Ports, WorkItem
from integration_under_test.reference import policies
from integration_under_test.reference.events.command import Command
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.mediation.erp.credit_memos import SEAT
from integration_under_test.reference.mediation.master_data.lists import (
    Lists,
    read_lists,
    records_of,
)
from integration_under_test.reference.mediation.master_data.publication import opens_at
from integration_under_test.reference.mediation.master_data.record import (
    DEPARTMENT,
    FACILITY,
    ITEM,
    PAYER,
    SUPPLIER,
)
from integration_under_test.reference.mediation.master_data.review import PACK, Doubt, review
from integration_under_test.reference.mediation.masters import REVIEWED, crosswalk_of
from integration_under_test.reference.store.notes import Notes
from integration_under_test.reference.store.store import NOTHING_APPLIED, Applied

DOUBTS = "master_doubts"
"""Domain, kind and key -> what was told of it."""
SHOWN = 20
"""Keys of an item, but for packs: documents are held until each of them is mended."""
UTC = "UTC"
FLOWS: Mapping[str, str] = {
    SUPPLIER: "P01",
    ITEM: "P02",
    FACILITY: "P17",
    DEPARTMENT: "P17",
    PAYER: "P17",
}
"""Domain -> the flow whose desk its stewards sit at."""


class MasterReview:
    """Works on the command `review_masters`."""

    def __init__(self, lanes: Lanes, ports: Ports) -> None:
        self._lanes = lanes
        self._work_items = ports.work_items
        self._clock = ports.clock
        self._told = Notes(ports.storage, DOUBTS)

    async def check(self, command: Command) -> Applied:
        """One review. A list that cannot be read is left for the next night. Raises UnknownCode
        when the ERP does not know the seat, whose hours the windows are in."""
        lists = await read_lists(self._lanes.call, REVIEWED, {}, self._lanes.misread)
        if len(lists) == len(REVIEWED):
            await self._tell(command, lists)
        return NOTHING_APPLIED

    async def tell_packs(self, packs_in_doubt: Mapping[str, str]) -> None:
        """Asks stewards to mend packs, by ERP item number, that were not told of before."""
        doubts = [Doubt(ITEM, PACK, *one, "factor") for one in packs_in_doubt.items()]
        if doubts:
            now = self._clock.now()
            await self._tell_news(now.isoformat(), doubts, UTC)

    async def _tell(self, command: Command, lists: Lists) -> None:
        zone = crosswalk_of(lists).facility(SEAT).time_zone
        await self._tell_news(command.key, review(list(records_of(lists, REVIEWED))), zone)

    async def _tell_news(self, batch: str, doubts: Iterable[Doubt], zone: str) -> None:
        told = dict(await self._told.all())
        found = {_name(doubt): doubt for doubt in doubts}
        news = {name: one for name, one in found.items() if told.get(name) != one.sentence}
        groups: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
        for doubt in news.values():
            groups[doubt.domain, doubt.kind].append(doubt)
        for group in groups.values():
            await self._work_items.open(_item(batch, group, self._clock.now(), zone))
        await self._told.put({name: one.sentence for name, one in news.items()})


def _name(doubt: Doubt) -> str:
    return f"{doubt.domain}/{doubt.kind}/{doubt.key}"


def _item(batch: str, doubts: Sequence[Doubt], now: datetime, zone: str) -> WorkItem:
    domain, kind = doubts[0].domain, doubts[0].kind
    flow = FLOWS.get(domain, "P02")
    keys = tuple(dict.fromkeys(doubt.key for doubt in doubts))
    return WorkItem(
        id=f"master-data/{domain}/{kind}/{batch}",
        type=policies.MASTER_DATA_DOUBT,
        owner=policies.owner_of(policies.MASTER_DATA_DOUBT, flow),
        flow=flow,
        keys=keys if kind == PACK else keys[:SHOWN],
        reason=_reason(doubts, now, zone),
        actions=("acknowledge",),
    )


def _reason(doubts: Sequence[Doubt], now: datetime, zone: str) -> str:
    first = doubts[0]
    opens = opens_at(first.domain, [one.attribute for one in doubts], now, zone)
    more = f" and {len(doubts) - 1} more" if len(doubts) > 1 else ""
    return f"{first.sentence}{more}; a correction may go out from {opens:%Y-%m-%d %H:%M} UTC"
