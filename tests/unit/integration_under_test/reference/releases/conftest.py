"""The reference with a billing platform that may be away."""

from __future__ import annotations

import pytest

from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import ITEM, MASTERS, UNBILLED, FakeHost
from tests.unit.integration_under_test.reference.releases.house import OTHER, Billing, started


@pytest.fixture
def billing(host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> Billing:
    rows = [
        {"supplyItem": item, "chargeCode": code, "description": item}
        for item, code in ((ITEM, "SUP00001"), (UNBILLED, OTHER))
    ]
    monkeypatch.setitem(MASTERS, ("billing", "list_charge_master"), rows)
    made = Billing()
    host.systems["billing"] = made
    return made


@pytest.fixture
def reference(host: FakeHost, billing: Billing) -> Reference:
    return started(host)
