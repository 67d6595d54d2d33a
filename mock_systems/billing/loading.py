"""Loading of masters plus open encounters, before the simulation starts.

Rows are checked as strictly as requests, but there is nobody to refuse: a bad row raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import Field

from mock_systems.billing.claims import Payer
from mock_systems.billing.departments import Department
from mock_systems.billing.documents import OPEN, ChargeCode, Facility, Period
from mock_systems.billing.encounter_operations import EncounterRequest, open_encounter
from mock_systems.billing.local_day import LocalDay
from mock_systems.billing.tables import Tables
from mock_systems.billing.wire import (
    Cents,
    Code,
    DateOrNone,
    Lot,
    Message,
    PeriodName,
    SignedCents,
)
from mock_systems.service import Refusal


class FacilityRow(Message):
    """A hospital; this vendor numbers them."""

    facility_id: int
    name: str
    gln: str = Field(pattern=r"^[0-9]{13}$")
    time_zone: str


class DepartmentRow(Message):
    """A department of a hospital that is loaded already."""

    department_code: Code
    name: str
    facility_id: int


class ChargeCodeRow(Message):
    """A row of the charge master; `supply_item` is the ERP's item number."""

    charge_code: Code
    description: str
    supply_item: str
    price_cents: Cents
    revenue_code: str
    implant: bool


class SupplyLotRow(Message):
    """A lot that was in stock at the start."""

    charge_code: Code
    lot: Lot
    expiry: DateOrNone = ""


class PeriodRow(Message):
    """A period that the calendar knows at the start."""

    period: PeriodName
    status: Literal["open", "closing", "closed"] = "open"
    erp_version: int = Field(default=0, ge=0)


class PayerRow(Message):
    """A payer with its plan."""

    payer_id: Code
    name: str
    npi: str = Field(default="", pattern=r"^([12][0-9]{9})?$")
    tax_id: str = Field(default="", pattern=r"^([0-9]{9})?$")
    filing_code: str = Field(default="CI", pattern=r"^(BL|CI|HM|MA|MB|MC)$")


class ReceivableRow(Message):
    """What a facility was owed before the first period, on accounts that are not loaded."""

    facility_id: int
    opening_cents: SignedCents


class SettingsRow(Message):
    """How this customer runs the platform."""

    bill_hold_days: int = Field(ge=0, le=60)


def load_row(tables: Tables, kind: str, row: Mapping[str, Any]) -> None:
    """Takes one row. Raises ValueError for an unknown kind or a bad row."""
    if kind not in LOADERS:
        raise ValueError(f"billing loads {', '.join(LOADERS)}; got {kind!r}")
    model, loader = LOADERS[kind]
    try:
        loader(tables, model.model_validate(row))
    except Refusal as refusal:
        raise ValueError(f"{kind} {dict(row)}: {refusal}") from refusal


def _load_facility(tables: Tables, row: FacilityRow) -> None:
    _require_new(tables.facilities, row.facility_id)
    code = str(row.facility_id)
    tables.facilities[row.facility_id] = Facility(
        row.facility_id, code, row.name, row.gln, row.time_zone, LocalDay(row.time_zone)
    )


def _load_department(tables: Tables, row: DepartmentRow) -> None:
    facility = tables.facility(row.facility_id)
    tables.departments[row.department_code] = Department(row.department_code, row.name, facility)


def _load_charge_code(tables: Tables, row: ChargeCodeRow) -> None:
    _require_new(tables.charge_master, row.charge_code)
    tables.charge_master[row.charge_code] = ChargeCode(**row.model_dump())


def _load_encounter(tables: Tables, row: EncounterRequest) -> None:
    _require_new(tables.encounters, row.encounter_id)
    open_encounter(tables, row)


def _load_supply_lot(tables: Tables, row: SupplyLotRow) -> None:
    tables.code(row.charge_code).lots[row.lot] = row.expiry


def _load_period(tables: Tables, row: PeriodRow) -> None:
    # A period that starts beyond open was totalled before this run.
    sent = row.status != OPEN
    tables.periods[row.period] = Period(row.period, row.status, row.erp_version, sent)


def _load_payer(tables: Tables, row: PayerRow) -> None:
    _require_new(tables.payers, row.payer_id)
    tables.payers[row.payer_id] = Payer(**row.model_dump())


def _load_receivable(tables: Tables, row: ReceivableRow) -> None:
    tables.facility(row.facility_id).opening_cents += row.opening_cents


def _load_settings(tables: Tables, row: SettingsRow) -> None:
    tables.settings.bill_hold_days = row.bill_hold_days


def _require_new(table: Mapping[Any, Any], key: object) -> None:
    if key in table:
        raise ValueError(f"{key!r} is loaded already")


LOADERS: Mapping[str, tuple[type[Message], Callable[[Tables, Any], None]]] = {
    "facilities": (FacilityRow, _load_facility),
    "departments": (DepartmentRow, _load_department),
    "chargeMaster": (ChargeCodeRow, _load_charge_code),
    "encounters": (EncounterRequest, _load_encounter),
    "supplyLots": (SupplyLotRow, _load_supply_lot),
    "periods": (PeriodRow, _load_period),
    "payers": (PayerRow, _load_payer),
    "receivables": (ReceivableRow, _load_receivable),
    "settings": (SettingsRow, _load_settings),
}
