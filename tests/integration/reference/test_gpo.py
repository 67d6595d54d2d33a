"""P03 price files of the purchasing organisation in whole runs of the reference alone."""

from __future__ import annotations

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import Parameters, judged

EVENTFUL = Parameters(
    gpo_file_d=2.0,
    gpo_file_correction_share=1.0,
    gpo_file_resent_share=1.0,
    gpo_file_contracts_share=0.2,
)


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_each_file_is_imported_once_however_often_it_is_dropped(faults: str) -> None:
    found = judged(("gpo",), faults=faults, days=4, parameters=EVENTFUL)
    assert outcomes(found) == {}
    assert {state.partition(" ")[2] for state in states(found, "P03")} == {"met"}
    sent = effects(found, "gpo.price_file")
    assert effects(found, "contracts.price_file") == sent
    assert len(sent) >= 3, "two regular files and a correction"
    assert states(found, "P03")["erp.price_condition met"] >= 200
