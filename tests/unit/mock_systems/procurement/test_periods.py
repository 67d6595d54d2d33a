"""Accounting periods: set to whatever the last message says."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite

CLOSING: Body = {"period": "2026-04", "status": "closing", "erp-version": 2}


def test_a_period_is_set_and_read() -> None:
    suite = Suite()
    suite.system.load("periods", [{"period": "2026-04", "status": "open"}])
    assert suite.ok("set_period_status", CLOSING) == CLOSING
    assert suite.ok("get_period", {"period": "2026-04"}) == CLOSING
    (effect,) = suite.effects("procurement.period_status")
    assert (effect.key, effect.period, effect.version) == ("2026-04", "2026-04", 2)


def test_a_late_status_overwrites_a_newer_one() -> None:
    suite = Suite()
    suite.ok("set_period_status", CLOSING | {"status": "closed", "erp-version": 3})
    suite.ok("set_period_status", CLOSING)
    assert suite.ok("get_period", {"period": "2026-04"})["status"] == "closing"


@pytest.mark.parametrize(
    "changed", [{"status": "CLOSED"}, {"period": "2026-13"}, {"period": "04-2026"}]
)
def test_a_bad_status_is_refused(changed: Body) -> None:
    assert Suite().refused("set_period_status", CLOSING | changed).status == 422


def test_an_unknown_period_is_not_found() -> None:
    assert Suite().refused("get_period", {"period": "2020-01"}).status == 404
