"""Approved invoices of before the start that fall due while the run lasts.

Without them the first weeks of a run would see no payments, since terms are 30 days or more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from math import log

from sim.streams import Streams, cumulative
from sim.world.builders.facilities import DAYS_PER_MONTH
from sim.world.calibration import Parameters
from sim.world.entities import Contract, Facility, OpenInvoice, Supplier

_TERM_DAYS = {"NET10": 10, "NET30": 30, "NET45": 45, "NET60": 60}
_SIGMA = 1.2
"""Narrower than all of accounts payable (2.2), which includes rent or utilities."""


def build_open_invoices(
    streams: Streams,
    parameters: Parameters,
    parties: tuple[Sequence[Supplier], Sequence[Contract]],
    facilities: Sequence[Facility],
    first_day: date,
) -> tuple[OpenInvoice, ...]:
    """Invoices due from the first day on, spread over the days payable."""
    suppliers, contracts = parties
    beds = sum(facility.beds for facility in facilities)
    per_month = parameters["invoices_per_bed_month"] * beds
    count = round(per_month * parameters["days_payable"] / DAYS_PER_MONTH)
    by_supplier: dict[str, list[str]] = defaultdict(list)
    for contract in contracts:
        by_supplier[contract.supplier].append(contract.number)
    weights = cumulative([1.0 / (rank + 1) for rank in range(len(suppliers))])
    return tuple(
        _invoice(
            streams,
            parameters,
            n,
            (streams.weighted(suppliers, weights, "opening.supplier", n, 0), by_supplier),
            (facilities, first_day),
        )
        for n in range(1, count + 1)
    )


def _invoice(
    streams: Streams,
    parameters: Parameters,
    n: int,
    party: tuple[Supplier, dict[str, list[str]]],
    place: tuple[Sequence[Facility], date],
) -> OpenInvoice:
    supplier, by_supplier = party
    facilities, first_day = place
    share = parameters["orders_per_bed_month"] / parameters["invoices_per_bed_month"]
    mean = parameters["po_value_mean_usd"] * share
    amount = streams.lognormal(log(mean) - _SIGMA**2 / 2, _SIGMA, "opening.amount", n, 0)
    due = first_day + timedelta(
        days=streams.integer(0, round(parameters["days_payable"]), "opening.due", n, 0)
    )
    weights = cumulative([facility.beds for facility in facilities])
    contracts = by_supplier.get(supplier.erp_number, [])
    return OpenInvoice(
        supplier=supplier.erp_number,
        number=f"OPEN-{n:06d}",
        order=f"PO-OPEN-{n:06d}",
        contract=streams.choice(contracts, "opening.contract", n, 0) if contracts else "",
        facility=streams.weighted(facilities, weights, "opening.facility", n, 0).code,
        issued=due - timedelta(days=_TERM_DAYS[supplier.terms]),
        due=due,
        amount_minor=max(100, round(amount * 100)),
    )
