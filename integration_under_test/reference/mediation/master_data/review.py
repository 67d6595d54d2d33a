"""A review of the master data: everything that a steward should look at, with the reason for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from integration_under_test.reference.mediation.master_data.cross_reference import CrossReference
from integration_under_test.reference.mediation.master_data.golden import OWNERS, golden_records
from integration_under_test.reference.mediation.master_data.hierarchy import Hierarchy
from integration_under_test.reference.mediation.master_data.matching import plain, suspects
from integration_under_test.reference.mediation.master_data.packs import packs_in_doubt
from integration_under_test.reference.mediation.master_data.record import (
    ITEM,
    GoldenRecord,
    LocalRecord,
)

SUSPECT = "suspected_duplicate"
DRIFT = "drift"
ORPHAN = "orphan"
PACK = "pack"


class Doubt(NamedTuple):
    """One thing to look at: its domain and kind (one of the above, or of a cross-reference's
    faults), the key, what a person reads, and the attribute that drifted."""

    domain: str
    kind: str
    key: str
    sentence: str
    attribute: str = ""


def review(records: Sequence[LocalRecord]) -> Iterator[Doubt]:
    """All doubts, in the order of the records."""
    golden = golden_records(records)
    for fault in CrossReference(golden.values()).faults():
        yield Doubt(fault.domain, fault.kind, fault.code_or_key, fault.sentence)
    for orphan in Hierarchy(golden.values()).orphans:
        sentence = f"{orphan.domain} {orphan.key} belongs to nothing that is known"
        yield Doubt(orphan.domain, ORPHAN, orphan.key, sentence)
    owned = (r for r in records if r.active and r.place.system == OWNERS[r.domain])
    for match in suspects(owned):
        yield Doubt(match.left.domain, SUSPECT, match.right.identity, match.sentence)
    for item, sentence in packs_in_doubt(records):
        yield Doubt(ITEM, PACK, item, sentence, "factor")
    for record in records:
        one = golden.get(f"{record.domain}/{record.identity}")
        if one is not None:
            yield from _drifts(record, one)


def _drifts(record: LocalRecord, golden: GoldenRecord) -> Iterator[Doubt]:
    """Where a record says something else than what is believed; how it is typed is no matter."""
    for attribute, told in record.values.items():
        believed = golden.values.get(attribute)
        if told and believed and plain(told) != plain(believed.value):
            sentence = (
                f"{attribute} of {golden.domain} {golden.key} is {told!r} in "
                f"{record.place.system}, {believed.value!r} in {believed.system}"
            )
            yield Doubt(golden.domain, DRIFT, golden.key, sentence, attribute)
