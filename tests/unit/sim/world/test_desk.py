"""People at the systems' own screens."""

from __future__ import annotations

import pytest

from sim.world.desk import DeskRefused
from tests.unit.sim.world.stand_in import Settings, Town


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(Settings(scale=0.001))


def test_a_desk_call_is_recorded_under_the_persons_name(town: Town) -> None:
    body = {
        "SupplierName": "Acme",
        "TaxIdentifier": "12-3456789",
        "PaymentTerms": "NET30",
        "RemitToAddress": "Main St",
    }
    answer = town.world.site.desk.do("erp", "create_supplier", body, "supplier-desk")
    assert answer["Status"] == "ACTIVE"
    assert town.effects[-1][1] == "world/supplier-desk"


def test_a_refusal_carries_status_and_answer_and_changes_nothing(town: Town) -> None:
    before = len(town.effects)
    with pytest.raises(DeskRefused) as refused:
        town.world.site.desk.do("erp", "update_supplier", {"SupplierNumber": "1"}, "supplier-desk")
    assert refused.value.status in {404, 422}
    assert len(town.effects) == before


def test_a_refusal_that_is_tried_is_noted_with_its_reason(town: Town) -> None:
    body = {"PeriodName": "2026-04", "Status": "CLOSED"}
    assert town.world.site.try_do("erp", "set_period_status", body, "close") is None
    assert town.notes[-1][1:4] == ("refused", "close", "erp.set_period_status")
