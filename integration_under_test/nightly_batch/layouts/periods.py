"""Periods of the ERP (P13) for the subledgers, and the totals that they report for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from integration_under_test.nightly_batch.crosswalk import Crosswalk
from integration_under_test.nightly_batch.interface import Data, Load, Look, Record
from integration_under_test.nightly_batch.layout import Column, mapped
from integration_under_test.nightly_batch.notation import dollars

STATUSES = {"OPEN": "open", "SOFT_CLOSED": "closing", "CLOSED": "closed"}
PERIOD = (Column("period", "PeriodName"), Column("status", "Status", STATUSES))
INVENTORY_TOTALS = (
    Column("PeriodName", "period"),
    Column("LineCount", "usage_lines"),
    Column("TotalQuantity", "usage_qty", str),
)
BILLING_TOTALS = (
    Column("PeriodName", "period"),
    Column("LineCount", "chargeCount"),
    Column("TotalQuantity", "chargeCount", str),
    Column("TotalAmount", "chargeAmountCents", dollars),
)


def of_inventory(totals: Record) -> Iterable[tuple[str, str, Record]]:
    key = f"{totals['period']}/{totals['facility']}"
    yield key, key, totals


def of_billing(totals: Record) -> Iterable[tuple[str, str, Record]]:
    key = f"{totals['period']}/{totals['facilityId']}"
    yield key, key, totals


def _period(version_field: str) -> Callable[[Data, Crosswalk], Record]:
    layout = (*PERIOD, Column(version_field, "Version"))
    return lambda data, codes: mapped(layout, data)


def _inventory_totals(data: Data, codes: Crosswalk) -> Record:
    unit = codes.units_of_stores[data["facility"]]
    ledger = {"BusinessUnit": unit, "Subledger": "INVENTORY", "TotalAmount": "0.00"}
    return mapped(INVENTORY_TOTALS, data) | ledger


def _billing_totals(data: Data, codes: Crosswalk) -> Record:
    unit = codes.units_of_hospitals[data["facilityId"]]
    return mapped(BILLING_TOTALS, data) | {"BusinessUnit": unit, "Subledger": "BILLING"}


TO_PROCUREMENT = Load(
    "procurement",
    "set_period_status",
    _period("erp-version"),
    Look(
        "get_period",
        ("period",),
        lambda answer, record: answer["erp-version"] >= record["erp-version"],
    ),
)
TO_INVENTORY = Load("inventory", "set_period_status", _period("erp_version"))
"""Inventory and billing take the same status again as nothing."""
TO_BILLING = Load("billing", "set_period_status", _period("erpVersion"))

SUBMITTED = Look(
    "find_subledger_totals",
    ("PeriodName", "BusinessUnit", "Subledger"),
    lambda answer, _: bool(answer["items"]),
)
INVENTORY_TO_ERP = Load("erp", "submit_subledger_totals", _inventory_totals, SUBMITTED)
BILLING_TO_ERP = Load("erp", "submit_subledger_totals", _billing_totals, SUBMITTED)
