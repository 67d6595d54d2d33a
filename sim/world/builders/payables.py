"""Approved invoices of before the start that fall due while the run lasts.

Without them the first weeks of a run would see no payments, since terms are 30 days or more. A
quarter of them has no order: rent, utilities, fees, whose amounts follow the published
distribution of all accounts payable.
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
"""Of an ordered invoice: narrower than all of accounts payable (2.2)."""


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
    due = first_day + timedelta(
        days=streams.integer(0, round(parameters["days_payable"]), "opening.due", n, 0)
    )
    weights = cumulative([facility.beds for facility in facilities])
    ordered = streams.bernoulli(parameters["invoices_with_order_share"], "opening.ordered", n, 0)
    contracts = by_supplier.get(supplier.erp_number, []) if ordered else []
    return OpenInvoice(
        supplier=supplier.erp_number,
        number=f"OPEN-{n:06d}",
        order=f"PO-OPEN-{n:06d}" if ordered else "",
        contract=streams.choice(contracts, "opening.contract", n, 0) if contracts else "",
        facility=streams.weighted(facilities, weights, "opening.facility", n, 0).code,
        issued=due - timedelta(days=_TERM_DAYS[supplier.terms]),
        due=due,
        amount_minor=max(100, round(100 * _amount_usd(streams, parameters, n, ordered))),
    )


def _amount_usd(streams: Streams, parameters: Parameters, n: int, ordered: bool) -> float:
    """Ordered ones have the mean of an order over its invoices."""
    if ordered:
        orders, invoices = parameters["orders_per_bed_month"], parameters["invoices_per_bed_month"]
        mean_usd = parameters["po_value_mean_usd"] * orders / invoices
        return streams.lognormal(log(mean_usd) - _SIGMA**2 / 2, _SIGMA, "opening.amount", n, 0)
    log_mean = parameters["invoice_amount_log_mean"]
    sigma = parameters["invoice_amount_log_sigma"]
    return streams.lognormal(log_mean, sigma, "opening.amount", n, 0)
