"""The census: who billing knows is in the house, who is discharged is picked no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mock_systems.service import Effect
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.census import Census
from sim.world.enterprise import build_enterprise

GROUP = build_enterprise(Streams(7), load_parameters({}), 0.01, Calendar(date(2026, 4, 14)))
FACILITY = GROUP.facilities[0].code


def small() -> Census:
    """Two places for inpatients of the first hospital."""
    kept = [e for e in GROUP.encounters if (e.facility, e.kind) == (FACILITY, "I")][:2]
    return Census(replace(GROUP, encounters=tuple(kept)))


def picked(census: Census) -> set[str]:
    return {census.pick(Streams(1), FACILITY, "I", ("who", "here", n)) for n in range(100)}


def registered(census: Census, number: str) -> str:
    encounter = f"ENC-{FACILITY}-I{number}"
    census.registered(Effect("billing.encounter", encounter))
    return encounter


def test_a_new_patient_takes_the_oldest_place() -> None:
    census = small()
    before = picked(census)
    new = [registered(census, "1000000"), registered(census, "1000001")]
    assert len(before) == 2
    assert picked(census) == set(new)


def test_a_clinic_has_no_beds_here() -> None:
    census = small()
    before = picked(census)
    census.registered(Effect("billing.encounter", "CLINIC1-100001"))
    assert picked(census) == before


def test_whoever_is_discharged_is_picked_no_more_unless_nobody_is_left() -> None:
    census = small()
    first, second = registered(census, "1000000"), registered(census, "1000001")
    for encounter, left in ((first, {second}), (second, {first, second})):
        effect = Effect("billing.encounter_status", f"{encounter}/discharged")
        census.moved(effect._replace(facts={"status": "discharged"}))
        assert picked(census) == left
    census.moved(Effect("billing.encounter_status", f"{first}/coded", facts={"status": "coded"}))
    third = registered(census, "1000002")
    assert picked(census) == {third}
