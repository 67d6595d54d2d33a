"""The hospitals with their departments.

Beds are shared out so that the largest hospital has about four times the beds of the smallest;
the number of hospitals grows with the square root of the scale, since a small model should still
have two of them in two time zones.
"""

from __future__ import annotations

from math import sqrt

from sim.streams import Streams
from sim.world.calendar import EASTERN, HOME_ZONE
from sim.world.calibration import Parameters
from sim.world.entities import Department, Facility
from sim.world.identifiers import gln

BEDS_AT_SCALE_1 = 1800
FACILITIES_AT_SCALE_1 = 5
DAYS_PER_MONTH = 365.25 / 12
_SIZES = (0.30, 0.24, 0.20, 0.16, 0.10)
_TOWNS = ("Lakeview", "Riverside", "Prairie", "Northgate", "Fairmont", "Cedar Hill", "Westbrook")
_BEDS_PER_WARD = 30
_BEDS_FOR_EMERGENCY_STORE = 60


def bed_count(scale: float) -> int:
    """Staffed beds of the group at a scale."""
    return max(20, round(BEDS_AT_SCALE_1 * scale))


def build_facilities(streams: Streams, scale: float) -> tuple[Facility, ...]:
    """The hospitals, largest first; every third one, the second first, lies in the Eastern zone."""
    count = max(2, round(FACILITIES_AT_SCALE_1 * sqrt(scale)))
    first = streams.integer(0, len(_TOWNS), "facility.name", "group", 0)
    return tuple(
        Facility(
            code=f"H{n:02d}",
            name=f"{_TOWNS[(first + n) % len(_TOWNS)]} Hospital {n}",
            gln=gln(n),
            time_zone=EASTERN if n % 3 == 2 else HOME_ZONE,
            beds=beds,
            business_unit=f"BU{n * 100}",
            ship_to=f"SHIP-{1000 + n}",
            billing_id=10 + n,
        )
        for n, beds in enumerate(_share_beds(bed_count(scale), count), start=1)
    )


def build_departments(
    facilities: tuple[Facility, ...], parameters: Parameters
) -> tuple[Department, ...]:
    """Theatre, wards, emergency store where the hospital is large enough, central store."""
    return tuple(
        department
        for number, facility in enumerate(facilities, start=1)
        for department in _departments_of(facility, number, parameters)
    )


def _departments_of(facility: Facility, number: int, parameters: Parameters) -> list[Department]:
    usages = facility.beds * parameters["usages_per_bed_month"] / DAYS_PER_MONTH
    wards = max(1, round(facility.beds / _BEDS_PER_WARD))
    emergency = facility.beds >= _BEDS_FOR_EMERGENCY_STORE
    at_theatre = usages * parameters["usage_theatre_share"]
    at_emergency = usages * parameters["usage_emergency_share"] if emergency else 0.0
    per_ward = (usages - at_theatre - at_emergency) / wards
    rows = [("OR", "Operating rooms", "theatre", at_theatre, 2.0 * wards)]
    rows += [(f"W{n}", f"Ward {n}", "ward", per_ward, 1.0) for n in range(1, wards + 1)]
    if emergency:
        rows.append(("ED", "Emergency department", "emergency", at_emergency, 1.0))
    rows.append(("CS", "Central store", "store", 0.0, 0.25 * wards))
    return [
        Department(
            code=code,
            name=f"{name}, {facility.name}",
            kind=kind,
            facility=facility.code,
            location=f"{facility.code}-{code}",
            cost_center=f"CC-{number * 1000 + place * 10}",
            usages_per_day=usages_per_day,
            adhoc_weight=weight,
        )
        for place, (code, name, kind, usages_per_day, weight) in enumerate(rows, start=1)
    ]


def _share_beds(beds: int, count: int) -> list[int]:
    sizes = [_SIZES[n % len(_SIZES)] for n in range(count)]
    shares = [int(beds * size / sum(sizes)) for size in sizes]
    shares[0] += beds - sum(shares)
    return sorted(shares, reverse=True)
