"""Usages (P09): a charge for the patient if the supply is billable, a cost for the department."""

from __future__ import annotations

from collections.abc import Iterable

from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.notation import dashed

CHARGE = (
    Column("sourceReference", "usage_id"),
    Column("encounterId", "encounter_id"),
    Column("quantity", "qty"),
    Column("serviceDate", "performed_at", lambda stamp: stamp[:8]),
)
COST = (
    Column("Reference", "usage_id"),
    Column("ItemNumber", "erp_item_number"),
    Column("Quantity", "qty", str),
    Column("AccountingDate", "performed_at", dashed),
)


def recorded(usage: Record) -> Iterable[tuple[str, str, Record]]:
    yield usage["usage_id"], usage["usage_id"], usage


def _charge(data: Data, codes: Crosswalk) -> Record | None:
    code = codes.charge_codes.get(data["erp_item_number"])
    if not code:
        return None
    lot = {"lot": data["lot"]} if data["lot"] else {}
    department = codes.cost_centers[data["location"]]
    return mapped(CHARGE, data) | lot | {"chargeCode": code, "departmentCode": department}


def _cost(data: Data, codes: Crosswalk) -> Record:
    return mapped(COST, data) | {
        "BusinessUnit": codes.units_of_stores[data["facility"]],
        "CostCenter": codes.cost_centers[data["location"]],
    }


TO_CHARGES = Load(
    "billing",
    "create_charge",
    _charge,
    Look("find_charges", ("sourceReference",), lambda answer, _: bool(answer["charges"])),
)
TO_COSTS = Load(
    "erp",
    "post_cost",
    _cost,
    Look("find_costs", ("Reference",), lambda answer, _: bool(answer["items"])),
    dated=True,
)
