"""What the charges add up to, read from themselves in one pass: no running figure is asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from mock_systems.billing.documents import POSTED, Charge, ChargeTotals
from mock_systems.billing.tables import Tables

FacilityPeriod = tuple[str, str]


@dataclass(slots=True)
class ChargeSums:
    """Active charges and the late ones among them, by facility and period; `balances` are the
    accounts' at their places."""

    balances: list[int]
    active: dict[FacilityPeriod, ChargeTotals] = field(default_factory=dict)
    """Also where every charge was credited."""
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
    key = (charge.encounter.facility.code, charge.period)
    active = sums.active.get(key)
    if active is None:
        active = sums.active[key] = ChargeTotals()
    if charge.status != POSTED:
        return
    sums.balances[charge.encounter.place] += charge.amount_cents
    for total in (active, sums.late[key]) if charge.late else (active,):
        total.charge_count += 1
        total.amount_cents += charge.amount_cents
