"""The suppliers on file, besides firms that may be taken on later.

A few distributors deliver most stock; the rest sell direct. Names are Faker's and invented.
"""

from __future__ import annotations

from math import ceil, log

from faker import Faker

from sim.streams import Streams, cumulative
from sim.world.calibration import Parameters
from sim.world.entities import Prospect, Supplier
from sim.world.identifiers import employer_number

TERMS = ("NET10", "NET30", "NET45", "NET60")
_TERM_WEIGHTS = cumulative((0.05, 0.50, 0.30, 0.15))
_FIRST_PROSPECT = 100_000
_FIRST_APPLICANT = 150_000
_WEEKS_OF_PROSPECTS = 16


def supplier_count(parameters: Parameters, scale: float) -> int:
    """Active suppliers at a scale."""
    return max(12, round(parameters["active_suppliers"] * scale))


def build_suppliers(streams: Streams, parameters: Parameters, scale: float) -> tuple[Supplier, ...]:
    """All active suppliers, the distributors first."""
    count = supplier_count(parameters, scale)
    distributors = 3 if count >= 30 else 2
    faker = _faker(streams, "suppliers")
    names = [faker.unique.company() for _ in range(count)]
    return tuple(
        Supplier(
            erp_number=f"{30_000_000 + n}",
            procurement_id=5000 + n,
            party_id=f"PTY-{n:06d}",
            name=f"{name} Distribution" if n <= distributors else name,
            tax_id=employer_number(n),
            terms=streams.weighted(TERMS, _TERM_WEIGHTS, "supplier.terms", n, 0),
            distributor=n <= distributors,
            lead_time_median_d=_lead_time_d(streams, parameters, n, n <= distributors),
        )
        for n, name in enumerate(names, start=1)
    )


def build_prospects(streams: Streams, parameters: Parameters, scale: float) -> tuple[Prospect, ...]:
    """Firms that the supplier desk creates during the run, in this order."""
    weekly = max(2.0, parameters["supplier_creations_per_week"] * scale)
    return _new_firms(streams, "prospect", _FIRST_PROSPECT, weekly)


def build_applicants(
    streams: Streams, parameters: Parameters, scale: float
) -> tuple[Prospect, ...]:
    """Firms that somebody asks for by a request during the run, in this order."""
    weekly = max(3.0, parameters["supplier_requests_per_week"] * scale)
    return _new_firms(streams, "applicant", _FIRST_APPLICANT, weekly)


def _new_firms(streams: Streams, kind: str, first: int, weekly: float) -> tuple[Prospect, ...]:
    faker = _faker(streams, f"{kind}s")
    return tuple(
        Prospect(
            name=faker.company(),
            tax_id=employer_number(first + n),
            terms=streams.weighted(TERMS, _TERM_WEIGHTS, f"{kind}.terms", n, 0),
            remit_to=faker.address().replace("\n", ", "),
        )
        for n in range(1, ceil(weekly * _WEEKS_OF_PROSPECTS) + 1)
    )


def _lead_time_d(streams: Streams, parameters: Parameters, number: int, distributor: bool) -> float:
    if distributor:
        return parameters["lead_time_distributor_median_d"]
    median = log(parameters["lead_time_direct_median_d"])
    return round(streams.lognormal(median, 0.2, "supplier.lead_time", number, 0), 1)


def _faker(streams: Streams, what: str) -> Faker:
    faker = Faker("en_US")
    faker.seed_instance(streams.bits("faker", what, 0))
    return faker
