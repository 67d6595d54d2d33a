"""Patients who are in the house when the run starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sim.streams import Streams
from sim.world.calibration import Parameters
from sim.world.entities import Encounter, Facility

KINDS = ("I", "O", "E")


def census_size(parameters: Parameters, facility: Facility, kind: str) -> int:
    """How many patients of a kind are in the house at a time; visits last half a day or less."""
    if kind == "I":
        return max(2, round(facility.beds * parameters["occupancy"]))
    return max(2, round(arrivals_per_day(parameters, facility, kind) * 0.3))


def arrivals_per_day(parameters: Parameters, facility: Facility, kind: str) -> float:
    """Registered arrivals a day; of other outpatients only those who consume supplies."""
    per_bed_year = {
        "I": parameters["admissions_per_bed_year"],
        "E": parameters["emergency_visits_per_bed_year"],
        "O": parameters["outpatient_visits_per_bed_year"] * parameters["outpatient_supply_share"],
    }
    return facility.beds * per_bed_year[kind] / 365.25


def build_encounters(
    streams: Streams,
    parameters: Parameters,
    facilities: Sequence[Facility],
    first_day: date,
) -> tuple[Encounter, ...]:
    """Inpatients admitted within the last five days, the others yesterday."""
    return tuple(
        Encounter(
            id=f"ENC-{facility.code}-{kind}0{n:06d}",
            facility=facility.code,
            kind=kind,
            admitted=first_day - timedelta(days=_days_ago(streams, facility, kind, n)),
        )
        for facility in facilities
        for kind in KINDS
        for n in range(1, census_size(parameters, facility, kind) + 1)
    )


def _days_ago(streams: Streams, facility: Facility, kind: str, n: int) -> int:
    if kind != "I":
        return 1
    return streams.integer(1, 6, "encounter.admitted", facility.code, n)
