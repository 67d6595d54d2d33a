"""P10, its clinical half, served by the reference alone: encounters, codings, charges, credits."""

from __future__ import annotations

from datetime import date

from sim.experiment.run import Judged
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

PARTIES = ("ehr",)


def calm() -> Judged:
    return judged(PARTIES, days=1)


def noted(found: Judged) -> set[str]:
    """What senders noted of answers that were negative, or did not come."""
    world = found.history.world
    return set(world[world["f"].isin(["refused", "unanswered"])]["business_key"].astype(str))


def test_what_the_ehr_tells_stands_in_billing() -> None:
    found = calm()
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    ended = states(found, "P10")
    assert {state.partition(" ")[2] for state in ended} == {"met"}
    assert ended["billing.encounter met"] == effects(found, "ehr.admission").total() > 20
    assert ended["billing.charge met"] == effects(found, "ehr.charge").total() > 200
    assert ended["billing.charge_credit met"] == effects(found, "ehr.credit").total() > 0
    assert ended["billing.encounter_status met"] > 20


def test_every_message_is_acknowledged_positively() -> None:
    assert noted(calm()) == set()


def test_a_rough_day_changes_nothing_of_it() -> None:
    found = judged(PARTIES, days=1, faults="rough_day")
    assert found.verdict.outcome == "pass", outcomes(found)
    for kind in ("billing.encounter", "billing.charge", "billing.charge_credit"):
        assert effects(found, kind) == effects(calm(), kind)
    assert noted(found) == set()


def test_a_charge_of_a_closed_month_is_taken_back_in_the_next() -> None:
    days = {"first_day": date(2026, 4, 27), "days": 8, "expects": Parameters()}
    found = judged(PARTIES, "month_end", 0.001, "F36@mild+F40@harsh", **days)
    assert found.verdict.outcome == "pass", outcomes(found)
    rows = found.history.effects.query("f == 'billing.charge'")
    charged = rows.query("count > 0 and period == '2026-04'")["effect_key"]
    moved = rows.query("count < 0 and period == '2026-05'")["effect_key"]
    assert moved.isin(charged).sum() > 5
