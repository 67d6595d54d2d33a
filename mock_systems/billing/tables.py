"""The tables of the billing platform, with the look-ups that refuse what is unknown.

Every look-up is by key: a simulated month holds hundreds of thousands of charges.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from mock_systems.billing.documents import (
    Charge,
    ChargeCode,
    Encounter,
    Facility,
    Period,
    SupplyCosts,
)
from mock_systems.service import Refusal


class Tables:
    """The state of one billing platform."""

    def __init__(self) -> None:
        self.facilities: dict[int, Facility] = {}
        self.charge_master: dict[str, ChargeCode] = {}
        self.encounters: dict[str, Encounter] = {}
        self.charges: list[Charge] = []
        """By number, which starts at 1."""
        self.last_charge: dict[str, Charge] = {}
        """By source reference; earlier ones hang on it."""
        self.lot_of_receipt: dict[str, tuple[str, str]] = {}
        self.supply_costs: dict[str, SupplyCosts] = {}
        self.periods: dict[str, Period] = {}

    def facility(self, facility_id: int) -> Facility:
        facility = self.facilities.get(facility_id)
        if facility is None:
            raise _unknown("UNKNOWN_FACILITY", "facility", facility_id, "facilityId")
        return facility

    def code(self, charge_code: str) -> ChargeCode:
        code = self.charge_master.get(charge_code)
        if code is None:
            raise _unknown("UNKNOWN_CHARGE_CODE", "charge code", charge_code, "chargeCode")
        return code

    def encounter(self, encounter_id: str) -> Encounter:
        encounter = self.encounters.get(encounter_id)
        if encounter is None:
            raise _unknown("UNKNOWN_ENCOUNTER", "encounter", encounter_id, "encounterId")
        return encounter

    def charge(self, charge_id: str) -> Charge:
        digits = charge_id.removeprefix("CH-")
        number = int(digits) if digits.isascii() and digits.isdigit() else 0
        if 0 < number <= len(self.charges) and self.charges[number - 1].charge_id == charge_id:
            return self.charges[number - 1]
        raise Refusal(404, "UNKNOWN_CHARGE", f"no charge {charge_id!r}", field="chargeId")

    def charges_of(self, source_reference: str) -> Iterator[Charge]:
        """All charges of a reference, the latest first."""
        charge = self.last_charge.get(source_reference)
        while charge is not None:
            yield charge
            charge = charge.earlier


def _unknown(code: str, noun: str, got: object, field: str) -> Refusal:
    return Refusal(422, code, f"no {noun} {got!r}; load or register it first", field=field)


class HasTables(Protocol):
    """What the operations need of the system that runs them."""

    tables: Tables
