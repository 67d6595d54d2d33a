"""P12 in whole runs of the plain reference: offers, approvals, lines that are ordered elsewhere."""

from __future__ import annotations

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

PARTY = ("edi_suppliers",)
OFFERED = Parameters(substitution_share=0.04)
PATIENCE_LOST = Parameters(back_order_rerouted_share=0.9)
CONFIRMED_FOR_LESS = Parameters(order_price_discrepancy_share=0.4, price_to_other_error_ratio=3.0)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_an_approved_substitute_is_known_everywhere(faults: str) -> None:
    found = judged(PARTY, days=8, faults=faults, parameters=OFFERED)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert found.recorded.quiescent
    owed = states(found, "P12")
    assert set(owed) == {
        "erp.order_change met",
        "inventory.cross_reference met",
        "billing.cross_reference met",
    }
    assert owed["erp.order_change met"] >= 4


@pytest.mark.parametrize("parameters", [PATIENCE_LOST, CONFIRMED_FOR_LESS])
def test_the_erp_is_committed_to_what_stands_and_no_more(parameters: Parameters) -> None:
    found = judged(PARTY, days=4, parameters=parameters)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert len(effects(found, "suppliers.line_released")) > 3
    assert set(states(found, "P12")) >= {"erp.order_change met"}
    assert {key.partition(" ")[2] for key in states(found, "P12")} == {"met"}
