"""How many eaches a purchase unit of an item holds, by each system's own master.

A system that is sent boxes counts eaches by its own factor. So where two factors differ no quantity
in boxes means the same on both sides, and eaches at a price per box do not either: what has to be
converted waits until the master that is wrong was mended. Who keeps the stock owns the factor
(`golden.BELIEVED`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from integration_under_test.reference.mediation.master_data.golden import BELIEVED
from integration_under_test.reference.mediation.master_data.record import ITEM, LocalRecord

OWNER = BELIEVED[ITEM]["factor"][0]


class PackDoubt(NamedTuple):
    """An item by its identity, and how its packs differ; short, for a document may have many."""

    item: str
    sentence: str


def pack_of(unit: str) -> str:
    """The attribute that says how many eaches a unit holds, in masters that keep several units."""
    return f"eaches_per_{unit}"


def packs_in_doubt(records: Iterable[LocalRecord]) -> Iterator[PackDoubt]:
    """Items whose purchase unit holds another number elsewhere than its owner says. A unit that a
    master does not have at all is no doubt: that system refuses it."""
    by_item: dict[str, list[LocalRecord]] = defaultdict(list)
    for record in records:
        if record.domain == ITEM and record.identity:
            by_item[record.identity].append(record)
    for item, same in by_item.items():
        yield from _doubts(item, same)


def _doubts(item: str, same: Sequence[LocalRecord]) -> Iterator[PackDoubt]:
    owned = next((record for record in same if record.place.system == OWNER), None)
    if owned is None:
        return
    unit, factor = owned.values.get("purchase_unit", ""), owned.values.get("factor", "")
    for record in same:
        told = record.values.get(pack_of(unit), factor)
        if told != factor:
            sentence = f"{item}: {unit}/{told} in {record.place.system}, /{factor} in {OWNER}"
            yield PackDoubt(item, sentence)
            return
