"""The month-end close (P13), with the rush before it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from mock_systems.service import Effect
from sim.world.business_days import is_business_day
from sim.world.calendar import HOME_ZONE
from tests.unit.sim.world.stand_in import Settings, Town

PERIOD = "2026-04"
FROM_20TH = date(2026, 4, 20)


def close(first_day: date = FROM_20TH, bring_totals: bool = False) -> Town:
    town = Town(Settings(scale=0.02, first_day=first_day, closes=(PERIOD,)))
    if bring_totals:
        for facility in town.enterprise.facilities:
            for subledger in ("INVENTORY", "BILLING"):
                key = f"{PERIOD}/{facility.gln}/{subledger}"
                timeout = town.clock.env.timeout(1.0, Effect("erp.subledger_totals", key))
                timeout.callbacks.append(
                    lambda event: town.effect("erp", "integration", "", event.value)
                )
    town.run(20.0, drain_h=0.0)
    return town


@pytest.fixture(scope="module")
def unconnected() -> Town:
    return close()


def when(town: Town, kind: str, version: int) -> str:
    at = next(t for t, _, e in town.effects if e.kind == kind and e.version == version)
    return f"{town.calendar.local(at, HOME_ZONE):%m-%d %H:%M}"


def test_the_period_is_soft_closed_half_past_the_groups_midnight(unconnected: Town) -> None:
    versions = sorted(e.version for e in unconnected.of("erp.period"))
    assert when(unconnected, "erp.period", versions[0]) == "05-01 00:30"
    assert [e.facts["status"] for e in unconnected.of("erp.period")] == ["SOFT_CLOSED", "CLOSED"]


def test_with_all_totals_the_period_closes_on_bd_3_at_18_h() -> None:
    town = close(bring_totals=True)
    assert [note[4] for note in town.notes if note[1] == "period_close"] == ["BD+3"]
    closed_s = [t for t, _, e in town.effects if e.kind == "erp.period"][-1]
    assert f"{town.calendar.local(closed_s, HOME_ZONE):%m-%d %H:%M}" == "05-05 18:00"
    assert not town.noted()["close_total_missing"]


def test_missing_totals_hold_the_close_until_bd_6_and_are_named(unconnected: Town) -> None:
    assert [note[4] for note in unconnected.notes if note[1] == "period_close"] == ["BD+6"]
    missing = [key for _, f, _, key, _ in unconnected.notes if f == "close_total_missing"]
    gln = unconnected.enterprise.facilities[0].gln
    assert len(missing) == 4
    assert f"{PERIOD}/{gln}/BILLING" in missing


def test_accruals_are_reversed_on_the_first_day_of_the_next_period(unconnected: Town) -> None:
    journals = [
        (t_s, e) for t_s, caller, e in unconnected.effects
        if e.kind == "erp.journal" and caller == "world/close"
    ]  # fmt: skip
    assert [e.period for _, e in journals] == ["2026-04", "2026-05"] * 2
    local = unconnected.calendar.local(journals[0][0], HOME_ZONE)
    assert f"{local:%m-%d %H:%M}" == "05-01 10:00"


def test_people_meet_no_closed_period_on_their_own_paths(unconnected: Town) -> None:
    assert unconnected.noted()["refused"] == 0


def test_suppliers_hurry_their_invoices_at_month_end() -> None:
    town = Town(Settings(scale=0.05, parameters={"usages_per_bed_month": 60.0}))
    town.run(33.0)
    per_day: Counter[date] = Counter()
    for t_s, _, effect in town.effects:
        if effect.kind == "procurement.invoice":
            # A night's batch belongs to the day on whose evening it started.
            per_day[town.calendar.day(t_s - 10 * 3600, HOME_ZONE)] += 1
    rush = [per_day[date(2026, 4, 29)], per_day[date(2026, 4, 30)], per_day[date(2026, 5, 1)]]
    calm = [
        per_day[date(2026, 4, day)] for day in range(13, 29) if is_business_day(date(2026, 4, day))
    ]
    nominal = sum(calm) / len(calm) / 0.8
    assert 1.5 <= sum(rush) / 3 / nominal <= 2.5
