"""The books of the billing platform (S05): encounters, charges, supply lots, in cents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mock_systems.billing.charge_sums import add_up
from mock_systems.billing.claim_files import ClaimBatch
from mock_systems.billing.claims import Claim
from mock_systems.billing.cross_references import CrossReference
from mock_systems.billing.denials import Denial, Evidence
from mock_systems.billing.departments import Department
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
from mock_systems.billing.remittances import Posting, Remittance
from mock_systems.billing.tables import Tables


@dataclass(frozen=True)
class BillingBooks:
    """Reads; nothing here changes a table."""

    tables: Tables

    def facilities(self) -> Collection[Facility]:
        return self.tables.facilities.values()

    def departments(self) -> Collection[Department]:
        return self.tables.departments.values()

    def charge_master(self) -> Mapping[str, ChargeCode]:
        return self.tables.charge_master

    def code_of_item(self) -> dict[str, ChargeCode]:
        """ERP item number -> charge code, for supplies that are billed on their own."""
        codes = self.charge_master().values()
        return {code.supply_item: code for code in codes if code.supply_item}

    def encounters(self) -> Mapping[str, Encounter]:
        return self.tables.encounters

    def charges(self) -> Iterable[Charge]:
        """Those posted here, read anew each time."""
        return self.tables.charges

    def charge(self, number: int) -> Charge:
        """Also one that was taken over."""
        return self.tables.charges[number]

    def balances(self) -> Sequence[int]:
        """What each account amounts to, at the encounter's place."""
        return add_up(self.tables).balances

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

    def cross_references(self) -> Collection[CrossReference]:
        return self.tables.cross_references.values()

    def periods(self) -> Collection[Period]:
        return self.tables.periods.values()

    def claims(self) -> Collection[Claim]:
        return self.tables.claims.values()

    def batches(self) -> Collection[ClaimBatch]:
        """What left for the payers."""
        return self.tables.batches.values()

    def remittances(self) -> Collection[Remittance]:
        return self.tables.remittances.values()

    def postings(self) -> Iterator[Posting]:
        """Every line of a remittance, takebacks too, claim by claim."""
        return (posting for claim in self.claims() for posting in claim.postings())

    def postings_of(self, remittance: Remittance) -> Iterator[Posting]:
        return self.tables.postings_of(remittance)

    def denials(self) -> Collection[Denial]:
        """Open ones and those that came to an end."""
        return self.tables.denials.values()

    def evidence(self) -> Iterator[tuple[Denial, Evidence]]:
        """(denial, a chain that was attached to it)."""
        for denial_id, chains in self.tables.evidence.items():
            for chain in chains:
                yield self.tables.denials[denial_id], chain

    def claim(self, claim_id: str) -> Claim:
        return self.tables.claims[claim_id]
