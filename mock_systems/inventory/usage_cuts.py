"""The daily extract of usages (S04): what was recorded since the last cut, by facility (P19)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from pydantic import StringConstraints

from mock_systems.inventory.documents import Facility
from mock_systems.inventory.tables import HasTables
from mock_systems.inventory.usage_lookup import UsagesAnswer, wire_usage
from mock_systems.inventory.wire import LocalDate, Message, Page
from mock_systems.service import Effect, Operation, Work

Day = Annotated[LocalDate, StringConstraints(min_length=8)]


class CutUsagesRequest(Message):
    """Which day has ended."""

    day: Day


class CutUsagesAnswer(Message):
    """How many usages the cut holds."""

    day: str
    usages: int


class ListCutUsagesRequest(Page):
    """Which day's usages."""

    day: Day


def cut_usages(system: HasTables, request: CutUsagesRequest, work: Work) -> dict[str, Any]:
    """Tells for each facility how many usages were recorded."""
    tables = system.tables
    cut = tables.usage_cuts.make(request.day, len(tables.usages))
    count: Counter[str] = Counter()
    facilities: dict[str, Facility] = {}
    for usage in tables.usages.at(cut):
        facility = usage.shelf.location.facility
        facilities[facility.code] = facility
        count[facility.code] += 1
    day = f"{request.day[:4]}-{request.day[4:6]}-{request.day[6:]}"
    for code in sorted(count):
        work.effect(
            Effect(
                "inventory.day_cut",
                f"inventory/usage/{facilities[code].gln}/{day}",
                quantity=count[code],
                facility=code,
            )
        )
    answer = {"day": request.day, "usages": len(cut)}
    work.emit("inventory.usages.cut", request.day, answer)
    return answer


def list_cut_usages(system: HasTables, request: ListCutUsagesRequest, work: Work) -> dict[str, Any]:
    """Reads the usages of a day's cut in the order of their recording."""
    del work
    cut = system.tables.usage_cuts.of(request.day)
    wanted = cut[request.offset : request.offset + request.limit]
    return {
        "items": [wire_usage(usage) for usage in system.tables.usages.at(wanted)],
        "has_more": request.offset + request.limit < len(cut),
    }


DECLARED = (
    Operation(
        name="cut_usages",
        method="POST",
        path="/usage-cuts/{day}",
        scope="inventory.extracts.write",
        request=CutUsagesRequest,
        response=CutUsagesAnswer,
        handler=cut_usages,
        key=("day",),
        summary="Ends a day of usages for the daily extract",
        status=201,
    ),
    Operation(
        name="list_cut_usages",
        method="GET",
        path="/usage-cuts/{day}/usages",
        scope="inventory.extracts.read",
        request=ListCutUsagesRequest,
        response=UsagesAnswer,
        handler=list_cut_usages,
        key=("day",),
        summary="Reads the usages of one day's cut",
    ),
)
