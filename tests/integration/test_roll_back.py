"""P14, a cut-over that is undone at a checkpoint, served by couriers with readers of their own.

Both sites go back on the day after their cut-over, one of them leaves again within the five days;
who forgets the return, or the second hand-over, is found.
"""

from __future__ import annotations

import pytest

from integration_under_test.boundary import Document
from sim.experiment.run import Judged
from tests.couriers.acquisition import (
    AcquisitionCourier,
    ForgetsTheRollBack,
    KeepsTheOldNumber,
)
from tests.couriers.house import Courier, outcomes, serve, states
from tests.couriers.legacy_erp import LegacyErpCourier
from tests.couriers.legacy_materials import LegacyMaterialsCourier
from tests.integration.reference.runs import Parameters
from tests.unit.sim.world.parties.site_files_referee import referee, whole

SITES = ("acquisition", "legacy_erp", "legacy_materials")
EVERY_SITE = Parameters(acquisition_rollback_share=1.0)


def rolled_back(acquisition: type[Courier] = AcquisitionCourier) -> tuple[Judged, list[Document]]:
    kinds = (acquisition, LegacyErpCourier, LegacyMaterialsCourier)
    return serve(kinds, SITES, scale=0.005, days=5, parameters=EVERY_SITE)


def failed(found: Judged) -> set[str]:
    return {name for name, said in outcomes(found).items() if said.startswith("fail")}


def differing(found: Judged) -> str:
    """The conditions that do not hold."""
    findings = [f for f in found.verdict.findings if f.checker == "consistency"]
    return "\n".join(evidence.message for finding in findings for evidence in finding.evidence)


def test_who_gives_back_what_a_site_takes_back_passes() -> None:
    found, documents = rolled_back()
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    assert all(state.endswith(" met") for state in states(found, "P14"))
    assert "TAKEBACK" in {referee(document) for document in whole(documents)}
    names = {document.id for document in documents if document.sender == "ONBOARDING"}
    assert {"CLINIC1.HANDOVER.2.txt", "CLINIC2.TAKEBACK.txt"} <= names


@pytest.mark.parametrize("condition", ["K142", "K143", "K154"])
def test_who_forgets_the_return_is_found(condition: str) -> None:
    """The group keeps bills that the site pays, and orders that it receives."""
    found, _ = rolled_back(ForgetsTheRollBack)
    assert {"loss", "consistency"} <= failed(found)
    assert condition in differing(found)


def test_who_takes_the_second_hand_over_for_the_first_takes_nothing_over() -> None:
    found, _ = rolled_back(KeepsTheOldNumber)
    assert {"loss", "consistency"} <= failed(found)
    assert states(found, "P14")["erp.opening_payable lost_silent"]
    assert "K142" in differing(found)
