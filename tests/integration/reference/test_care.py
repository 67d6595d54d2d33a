"""P10, its clinical half, served by the reference alone: encounters, codings, charges, credits."""

from __future__ import annotations

from sim.experiment.run import Judged
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import judged

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
