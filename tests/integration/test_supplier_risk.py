"""S20 and P01 in whole runs: requests are screened, results and holds stand in procurement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from sim.experiment.run import Judged
from tests.couriers.house import effects, outcomes, serve, states
from tests.couriers.supplier_risk import (
    ForgetsReleases,
    RiskCourier,
    ScreensNobody,
    TrustsEverybody,
)

EVENTFUL: Mapping[str, Any] = {
    "supplier_requests_per_week": 400.0,
    "risk_holds_per_month": 8000.0,
    "screening_failed_share": 0.3,
}


@cache
def served(kind: type[RiskCourier]) -> Judged:
    found, _ = serve.__wrapped__((kind,), ("supplier_risk",), days=4, parameters=EVENTFUL)
    return found


def test_who_carries_every_event_passes_even_where_a_hold_stops_orders() -> None:
    found = served(RiskCourier)
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    ended = states(found, "P01")
    assert {state.partition(" ")[2] for state in ended} == {"met"}
    stopped = found.history.items["reason"].astype(str).str.contains("SUPPLIER_ON_HOLD")
    assert stopped.any(), "a hold met an order"


def test_who_was_approved_is_taken_on_and_linked_once() -> None:
    found = served(RiskCourier)
    linked = effects(found, "procurement.supplier_onboarding")
    assert set(linked.values()) == {1}
    results = effects(found, "procurement.supplier_screening")
    clear = {key.partition("/")[0] for key in results if key.endswith("/clear")}
    assert linked.keys() <= clear
    assert any(key.endswith("/failed") for key in results)


def test_holds_come_and_go() -> None:
    found = served(RiskCourier)
    holds = effects(found, "supplier_risk.hold")
    assert holds == effects(found, "procurement.risk_hold")
    assert set(holds.values()) == {2}, "each is placed, then released"


@pytest.mark.parametrize(
    ("kind", "checkers"),
    [
        (ForgetsReleases, {"loss"}),
        (TrustsEverybody, {"loss", "phantoms", "consistency"}),
        (ScreensNobody, {"loss", "phantoms", "consistency"}),
    ],
)
def test_whoever_leaves_the_service_out_fails(kind: Any, checkers: set[str]) -> None:
    assert checkers <= outcomes(served(kind)).keys()


def test_who_ignores_the_service_loses_what_it_says() -> None:
    found, _ = serve((), ("supplier_risk",))
    assert outcomes(found)["loss"].startswith("fail")
