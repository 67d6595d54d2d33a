"""The books of receivables, read from the tables: roll-forward, accounts, late charges (CR5, CR8).

The closing figure comes from the running figures of the periods, the accounts' total from the
patient accounts themselves: that both agree is for a checker to say. A platform that knows no
payer bills nobody, and keeps none of these books.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_systems.billing.accounts import Receivable
from mock_systems.billing.charge_sums import ChargeSums
from mock_systems.billing.documents import ChargeTotals, Facility
from mock_systems.billing.tables import Tables
from mock_systems.service import BookEntry


def receivable_books(tables: Tables, sums: ChargeSums) -> Iterator[BookEntry]:
    """All entries; none without a payer."""
    if not tables.payers:
        return
    for facility in tables.facilities.values():
        yield from _roll_forward(facility)
    yield from _accounts(tables, sums)
    yield from _late_charges(sums)
    for denial in tables.open_denials.values():
        yield BookEntry(
            kind="billing.open_denial",
            key=denial.denial_id,
            amount_minor=denial.amount_cents,
            facility=denial.encounter.facility.code,
        )


def _roll_forward(facility: Facility) -> Iterator[BookEntry]:
    """Opening + charges - contractual - payments - write-offs + refunds = closing, by period."""
    balance = facility.opening_cents + facility.imported_cents
    for period in sorted({*facility.totals, *facility.receivables}):
        charges = facility.totals.get(period, ChargeTotals()).amount_cents
        other = facility.receivables.get(period, Receivable())
        closing = balance + charges + other.change_cents
        figures = {
            "opening": balance,
            "charges": charges,
            "contractual": other.contractual_cents,
            "payments": other.payment_cents,
            "write_offs": other.write_off_cents,
            "refunds": other.refund_cents,
            "closing": closing,
        }
        for account, cents in figures.items():
            yield BookEntry(
                kind="billing.receivable",
                key=f"{period}/{facility.code}/{account}",
                amount_minor=cents,
                facility=facility.code,
                period=period,
                account=account,
            )
        balance = closing


def _accounts(tables: Tables, sums: ChargeSums) -> Iterator[BookEntry]:
    """What the patient accounts of each facility add up to, and how many there are; every account
    with a credit balance by itself."""
    totals = {f.code: [f.opening_cents, 0] for f in tables.facilities.values()}
    for encounter in tables.encounters.values():
        total = totals[encounter.facility.code]
        total[0] += sums.balances[encounter.place]
        total[1] += 1
    for facility, (cents, count) in totals.items():
        yield BookEntry("billing.account_total", facility, cents, count, facility=facility)
    for encounter in tables.credit_balances.values():
        yield BookEntry(
            kind="billing.credit_balance",
            key=encounter.encounter_id,
            amount_minor=encounter.balance_cents,
            facility=encounter.facility.code,
        )


def _late_charges(sums: ChargeSums) -> Iterator[BookEntry]:
    """Late charges that stand, by facility and period (UC6)."""
    for (facility, period), total in sums.late.items():
        yield BookEntry(
            kind="billing.late_charges",
            key=f"{period}/{facility}",
            amount_minor=total.amount_cents,
            quantity=total.charge_count,
            facility=facility,
            period=period,
        )
