"""P03 in whole runs: prices that came late are corrected with the suppliers, once (CP6, CP7)."""

from __future__ import annotations

import pytest

from sim.experiment.run import Judged
from sim.measures.price_exposure import price_exposure
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

LATE = Parameters(
    {
        "contract_amendments_per_week_min": 60.0,
        "contract_changes_late_share": 1.0,
        "contract_amendment_lines_share": 0.8,
        "back_order_share": 0.0,
        "partial_delivery_share": 0.0,
    }
)
AUDIT = ("contract_audit",)


def exposed(found: Judged) -> dict[str, int]:
    table = price_exposure(found.history)
    return dict(zip(table["cause"], table["absolute_minor"], strict=True))


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_each_late_price_is_corrected_in_the_erp(faults: str) -> None:
    found = judged(AUDIT, faults=faults, days=9, parameters=LATE)
    assert outcomes(found) == {}
    issued = effects(found, "procurement.price_correction")
    assert len(issued) >= 10
    assert effects(found, "erp.price_correction") == issued
    assert states(found, "P03")["erp.price_correction met"] == len(issued)


def test_some_are_credits_and_some_debits() -> None:
    found = judged(AUDIT, days=9, parameters=LATE)
    rows = found.history.effects
    amounts = rows[rows["f"] == "erp.price_correction"]["amount_minor"]
    assert (amounts < 0).any()
    assert (amounts > 0).any()


def test_what_was_ordered_at_a_late_price_is_made_good() -> None:
    found = exposed(judged(AUDIT, days=9, parameters=LATE))
    assert found["ordered"] > 0
    assert found["corrected"] == found["ordered"]


def test_nobody_corrects_without_the_auditors() -> None:
    found = judged((), days=9, parameters=LATE)
    assert outcomes(found) == {}
    left = exposed(found)
    assert left["ordered"] > 0
    assert left["corrected"] == 0
