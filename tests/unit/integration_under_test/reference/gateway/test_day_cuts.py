"""A day's cut is read to its end, and no hospital of it is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from integration_under_test.reference.exceptions import UnknownCode, Unsendable
from integration_under_test.reference.gateway import day_cuts
from integration_under_test.reference.gateway.command_kind import Enquiry
from integration_under_test.reference.mediation.analytics.dimensions import NewMembers
from integration_under_test.reference.mediation.canonical.facts import DayCut
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from sim.clock import VirtualClock
from tests.unit.integration_under_test.reference.fakes import ITEM, UNBILLED, crosswalk

GLN, OTHER = "1234567890128", "2345678901230"
MOST = 2
"""Rows of a page at a vendor that returns fewer than it was asked for."""


def usage(number: int, facility: str = "H01", item: str = ITEM) -> dict[str, Any]:
    return {
        "usage_id": f"US-{number}",
        "facility": facility,
        "erp_item_number": item,
        "qty": 1,
        "performed_at": "20260414120000",
    }


@dataclass
class Books:
    usages: list[dict[str, Any]]
    members: list[str] = field(default_factory=list)
    days: set[str] = field(default_factory=set)

    async def call(self, system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        start = int(body["offset"])
        end = start + MOST
        if operation == "list_dimension":
            rows = [{"key": key} for key in self.members[start:end]]
            return {"rows": rows, "next_offset": end if end < len(self.members) else None}
        assert (system, operation) == ("inventory", "list_cut_usages")
        self.days.add(body["day"])
        return {"items": self.usages[start:end], "has_more": end < len(self.usages)}

    def enquiry(self, known: Crosswalk) -> Enquiry:
        async def recall(key: str) -> Any:
            return None

        return Enquiry(self.call, known, recall)


def cut(gln: str, *glns: str) -> DayCut:
    return DayCut("usage", "2026-04-14", gln, glns)


def two_hospitals() -> Crosswalk:
    known = crosswalk()
    known.join_facility("inventory:H02", OTHER)
    return known


def test_every_page_is_read_and_each_hospital_gets_its_own() -> None:
    rows = [usage(n, "H02" if n % 3 == 0 else "H01") for n in range(7)]
    books, found = Books(rows), {}
    with VirtualClock() as clock:
        for gln in (GLN, OTHER):
            reading = day_cuts.facts_of_facility(
                cut(gln, GLN, OTHER), books.enquiry(two_hospitals())
            )
            found[gln] = [fact.transaction for fact in clock.run(reading)]
    assert found == {GLN: ["US-1", "US-2", "US-4", "US-5"], OTHER: ["US-0", "US-3", "US-6"]}
    assert books.days == {"20260414"}


def test_a_hospital_that_nobody_loads_is_not_passed_over() -> None:
    books = Books([usage(1), usage(2, "H02")])
    with VirtualClock() as clock:
        with pytest.raises(Unsendable, match="H02"):
            clock.run(day_cuts.facts_of_facility(cut(GLN, GLN), books.enquiry(two_hospitals())))
        with pytest.raises(UnknownCode, match="H02"):
            clock.run(day_cuts.facts_of_facility(cut(GLN, GLN), books.enquiry(crosswalk())))


def test_only_keys_that_no_page_of_members_has_are_new() -> None:
    books = Books([usage(1), usage(2, item=UNBILLED)], members=["a", "b", "c", ITEM])
    with VirtualClock() as clock:
        found = clock.run(day_cuts.new_members(cut("", GLN), books.enquiry(crosswalk())))
        assert found == NewMembers("item", (UNBILLED,))
        books.members.append(UNBILLED)
        assert clock.run(day_cuts.new_members(cut("", GLN), books.enquiry(crosswalk()))) is None
