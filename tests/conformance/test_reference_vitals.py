"""What the reference lets its operators see from within, while it works for the two hospitals."""

from __future__ import annotations

import json

import pytest

from integration_under_test.reference import Reference
from integration_under_test.service.observation.vitals import NONE, Vitals, vitals_of
from tests.conformance import walks
from tests.conformance.hospital import Hospital, refused
from tests.conformance.masters import GLOVES


@pytest.fixture
def vitals(hospital: Hospital) -> Vitals:
    integration = Reference()
    assert vitals_of(integration) is NONE, "before its start there is nothing to see"
    hospital.host(integration)
    return vitals_of(integration)


def test_its_figures_count_what_took_effect_and_name_nobody(
    hospital: Hospital, vitals: Vitals
) -> None:
    usages = [walks.use(hospital) for _ in range(3)]
    hospital.run_s(600)
    figures = vitals.figures()
    assert figures["accepted"] == 3
    assert figures["effects"] == {"P09": 6}, "a charge and a cost for each usage"
    assert figures["oldest_waiting_s"] == 0
    told = json.dumps(figures)
    for key in (*usages, *(event.id for event in hospital.events), "ENC-H01"):
        assert f'"{key}"' not in told


def test_what_waits_is_told_with_its_age_and_the_circuit_that_is_open(
    hospital: Hospital, vitals: Vitals
) -> None:
    assert set(vitals.circuits().values()) == {"closed"}
    hospital.faults["erp", "post_cost"] = refused(10_000)
    hospital.faults["erp", "find_costs"] = refused(10_000)
    for _ in range(8):
        walks.use(hospital, GLOVES)
    hospital.run_s(600)
    figures = vitals.figures()
    assert figures["queue_depth"] == {"erp": 8}
    assert figures["waiting"] == {"P09": 8}
    assert figures["oldest_waiting_s"] == pytest.approx(600, abs=5)
    assert vitals.circuits()["erp"] != "closed"
    assert vitals.circuits()["billing"] == "closed"


def test_its_check_is_a_commit_in_its_own_store(hospital: Hospital, vitals: Vitals) -> None:
    async def rows() -> int:
        async with hospital.storage.transaction() as tx:
            return len(tx.scan("readiness"))

    assert hospital.clock.run(rows()) == 0
    hospital.clock.run(vitals.check())
    assert hospital.clock.run(rows()) == 1
