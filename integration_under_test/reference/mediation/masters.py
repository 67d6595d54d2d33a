"""Which master lists are read for what, and the crosswalk that is made of them.

The group has no master data hub, so each code comes from the system that owns it: facilities
are joined on their GLN, items on the ERP number that inventory and billing carry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from integration_under_test.reference.mediation.billing import masters as billing
from integration_under_test.reference.mediation.crosswalk import Crosswalk, Item
from integration_under_test.reference.mediation.erp import masters as erp
from integration_under_test.reference.mediation.inventory import masters as inventory
from integration_under_test.reference.mediation.master_data.lists import Lists, records_of
from integration_under_test.reference.mediation.master_data.packs import packs_in_doubt
from integration_under_test.reference.mediation.master_data.record import (
    CHARGE,
    DEPARTMENT,
    FACILITY,
    ITEM,
    PAYER,
    LocalRecord,
)
from integration_under_test.reference.mediation.procurement import masters as procurement
from integration_under_test.reference.mediation.warehouse import masters as warehouse

MAPPED = (
    erp.FACILITIES,
    procurement.FACILITIES,
    inventory.LOCATIONS,
    billing.FACILITIES,
    inventory.ITEMS,
    erp.ITEMS,
    warehouse.ITEMS,
    billing.CHARGES,
    billing.PAYERS,
)
"""What every mapping needs: read at the start, and when a code is met that none of them knows."""

REVIEWED = (
    *MAPPED,
    erp.DEPARTMENTS,
    erp.SUPPLIERS,
    procurement.SUPPLIERS,
)
"""What a review of the master data reads beside it."""

PAGING = {
    module.SYSTEM: module.PAGING for module in (erp, procurement, inventory, billing, warehouse)
}


def crosswalk_of(lists: Lists) -> Crosswalk:
    """A crosswalk built from scratch."""
    records = list(records_of(lists, MAPPED))
    crosswalk = Crosswalk(
        is_whole=all(master in lists for master in MAPPED),
        packs_known=erp.ITEMS in lists,
        packs_in_doubt={doubt.item: doubt.sentence for doubt in packs_in_doubt(records)},
        charges_known=billing.CHARGES in lists,
    )
    for record in records:
        _TAKE[record.domain](crosswalk, record)
    return crosswalk


def _take_facility(crosswalk: Crosswalk, record: LocalRecord) -> None:
    facility = crosswalk.join_facility(str(record.place), record.identity)
    if record.place.system == erp.SYSTEM:
        facility.business_unit = record.place.code
        facility.time_zone = record.values["time_zone"]


def _take_shelf(crosswalk: Crosswalk, record: LocalRecord) -> None:
    crosswalk.cost_centers[record.place.code] = record.identity
    crosswalk.departments[record.identity] = f"gln:{record.parent}"


def _take_item(crosswalk: Crosswalk, record: LocalRecord) -> None:
    number, code = record.identity, record.place.code
    if record.place.system == warehouse.SYSTEM:
        crosswalk.skus[number] = code
        crosswalk.stocked_items[code] = number
        return
    if record.place.system == erp.SYSTEM:
        return
    values = record.values
    unit, factor = values["purchase_unit"], int(values["factor"])
    crosswalk.items[number] = Item(number, unit, factor, code, values["implant"] == "yes")


def _take_charge(crosswalk: Crosswalk, record: LocalRecord) -> None:
    crosswalk.charge_codes[record.identity] = record.place.code


def _take_payer(crosswalk: Crosswalk, record: LocalRecord) -> None:
    crosswalk.payers[record.identity] = record.place.code


_TAKE: Mapping[str, Callable[[Crosswalk, LocalRecord], None]] = {
    FACILITY: _take_facility,
    DEPARTMENT: _take_shelf,
    ITEM: _take_item,
    CHARGE: _take_charge,
    PAYER: _take_payer,
}
