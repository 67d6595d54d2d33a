"""The daily extract of charges (S05): what was posted since the last cut, by facility (P19).

Charges are listed as they were posted; one that was credited since counts, as its credit comes to
the ledger of its own.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from mock_systems.billing.charge_operations import ChargeAnswer, wire_charge
from mock_systems.billing.documents import Facility
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Date, Message, Page
from mock_systems.service import Effect, Operation, Work


class CutChargesRequest(Message):
    """Which local day has ended."""

    day: Date


class CutChargesAnswer(Message):
    """How many charges the cut holds."""

    day: str
    charge_count: int


class ListCutChargesRequest(Page):
    """Which day's charges."""

    day: Date


class CutChargesPage(Message):
    """Charges in the order of their posting."""

    items: list[ChargeAnswer]
    has_more: bool


def cut_charges(system: HasTables, request: CutChargesRequest, work: Work) -> dict[str, Any]:
    """Tells for each facility how many charges were posted, with their sum."""
    tables = system.tables
    cut = tables.charge_cuts.make(request.day, len(tables.charges))
    count: Counter[Facility] = Counter()
    cents: Counter[Facility] = Counter()
    for charge in tables.charges.at(cut):
        count[charge.encounter.facility] += 1
        cents[charge.encounter.facility] += charge.amount_cents
    day = f"{request.day[:4]}-{request.day[4:6]}-{request.day[6:]}"
    for facility in sorted(count, key=lambda facility: facility.facility_id):
        work.effect(
            Effect(
                "billing.day_cut",
                f"billing/charge/{facility.gln}/{day}",
                amount_minor=cents[facility],
                quantity=count[facility],
                facility=facility.code,
            )
        )
    answer = {"day": request.day, "chargeCount": len(cut)}
    work.emit("billing.charges.cut", request.day, answer)
    return answer


def list_cut_charges(
    system: HasTables, request: ListCutChargesRequest, work: Work
) -> dict[str, Any]:
    """Reads the charges of a day's cut."""
    del work
    cut = system.tables.charge_cuts.of(request.day)
    wanted = cut[request.offset : request.offset + request.limit]
    return {
        "items": [wire_charge(charge) for charge in system.tables.charges.at(wanted)],
        "hasMore": request.offset + request.limit < len(cut),
    }


DECLARED = (
    Operation(
        name="cut_charges",
        method="POST",
        path="/chargeCuts/{day}",
        scope="billing.extracts.write",
        request=CutChargesRequest,
        response=CutChargesAnswer,
        handler=cut_charges,
        key=("day",),
        summary="Ends a day of charges for the daily extract",
        status=201,
    ),
    Operation(
        name="list_cut_charges",
        method="GET",
        path="/chargeCuts/{day}/charges",
        scope="billing.extracts.read",
        request=ListCutChargesRequest,
        response=CutChargesPage,
        handler=list_cut_charges,
        key=("day",),
        summary="Reads the charges of one day's cut",
    ),
)
