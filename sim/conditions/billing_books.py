"""The books of the billing platform (S05): encounters, charges, supply lots, in cents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mock_systems.billing.documents import (
    POSTED,
    Charge,
    ChargeCode,
    ChargeTotals,
    Encounter,
    Facility,
    Period,
    SupplyCosts,
)
from mock_systems.billing.tables import Tables


@dataclass(frozen=True)
class BillingBooks:
    """Reads; nothing here changes a table."""

    tables: Tables

    def facilities(self) -> Collection[Facility]:
        return self.tables.facilities.values()

    def charge_master(self) -> Mapping[str, ChargeCode]:
        return self.tables.charge_master

    def code_of_item(self) -> dict[str, ChargeCode]:
        """ERP item number -> charge code, for supplies that are billed on their own."""
        codes = self.charge_master().values()
        return {code.supply_item: code for code in codes if code.supply_item}

    def encounters(self) -> Mapping[str, Encounter]:
        return self.tables.encounters

    def charges(self) -> Iterable[Charge]:
        return self.tables.charges

    def active_charges(self) -> Iterator[Charge]:
        """Posted and not credited."""
        return (charge for charge in self.charges() if charge.status == POSTED)

    def lots(self) -> Iterator[tuple[ChargeCode, str, str]]:
        """(charge code, lot that may be billed, its expiry)."""
        for code in self.charge_master().values():
            for lot, expiry in code.lots.items():
                yield code, lot, expiry

    def lots_of_receipts(self) -> Mapping[str, tuple[str, str]]:
        """Receipt line -> (charge code, lot) that it made billable."""
        return self.tables.lot_of_receipt

    def supply_costs(self) -> Mapping[str, SupplyCosts]:
        """By contract."""
        return self.tables.supply_costs

    def totals(self) -> Iterator[tuple[Facility, str, ChargeTotals]]:
        """(hospital, period, its running totals)."""
        for facility in self.facilities():
            for period, totals in facility.totals.items():
                yield facility, period, totals

    def periods(self) -> Collection[Period]:
        return self.tables.periods.values()
