"""P03 with a second implementation: corrections pass, one entered twice is found (CP7)."""

from __future__ import annotations

from sim.experiment.run import Judged
from tests.couriers.house import Courier, effects, outcomes, serve
from tests.couriers.price_corrections import CorrectsTwice, PriceCorrectionCourier
from tests.integration.reference.test_price_corrections import AUDIT, LATE


def judged(*kinds: type[Courier]) -> Judged:
    return serve(kinds, AUDIT, days=9, parameters=LATE)[0]


def test_corrections_reach_the_erp() -> None:
    found = judged(PriceCorrectionCourier)
    assert outcomes(found) == {}
    assert len(effects(found, "erp.price_correction")) >= 10


def test_a_correction_entered_twice_is_found() -> None:
    found = outcomes(judged(CorrectsTwice))
    assert "never owed" in found["phantoms"]
    assert "broken" in found["consistency"]


def test_corrections_that_nobody_carries_are_lost() -> None:
    found = outcomes(judged())
    assert "lost" in found["loss"]
    assert "broken" in found["consistency"]
