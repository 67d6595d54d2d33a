"""What the charges add up to, read from themselves in one pass: no running figure is asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from mock_systems.billing.documents import POSTED, Charge, ChargeTotals
from mock_systems.billing.tables import Tables

FacilityPeriod = tuple[str, str]


@dataclass(slots=True)
class ChargeSums:
    """Charges less credits and the late charges that stand, by facility and period; `balances` are
    the accounts' at their places."""

    balances: list[int]
    active: dict[FacilityPeriod, ChargeTotals] = field(
        default_factory=lambda: defaultdict(ChargeTotals)
    )
    """Also where every charge was credited. A credit counts in the period in which it is booked."""
    late: dict[FacilityPeriod, ChargeTotals] = field(
        default_factory=lambda: defaultdict(ChargeTotals)
    )


def add_up(tables: Tables) -> ChargeSums:
    """Charges that were taken over count on their accounts only."""
    changes = (each.account.change_cents if each.account else 0 for each in tables.accounts)
    sums = ChargeSums(list(changes))
    for charge in tables.charges.taken_over.values():
        if charge.status == POSTED:
            sums.balances[charge.encounter.place] += charge.amount_cents
    for charge in tables.charges:
        _add(sums, charge)
    return sums


def _add(sums: ChargeSums, charge: Charge) -> None:
    facility = charge.encounter.facility.code
    key = (facility, charge.period)
    _count(sums.active, key, charge, 1)
    if charge.status != POSTED:
        _count(sums.active, (facility, charge.credit_period), charge, -1)
        return
    sums.balances[charge.encounter.place] += charge.amount_cents
    if charge.late:
        _count(sums.late, key, charge, 1)


def _count(
    totals: dict[FacilityPeriod, ChargeTotals], key: FacilityPeriod, charge: Charge, sign: int
) -> None:
    total = totals[key]
    total.charge_count += sign
    total.amount_cents += sign * charge.amount_cents
