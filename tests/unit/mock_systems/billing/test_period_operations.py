"""Period totals leave once per facility, equal to the active charges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


def status(office: Office, name: str, version: int) -> dict[str, Any]:
    return office.call("set_period_status", period="2026-04", status=name, erpVersion=version)


def charge(office: Office, reference: str, date: str) -> str:
    body = {"sourceReference": reference, "chargeCode": "SUP00001", "quantity": 2}
    answer = office.call("create_charge", **body, encounterId="ENC-1", serviceDate=date)
    return str(answer["chargeId"])


def test_totals_count_the_active_charges_of_the_period(office: Office) -> None:
    charge(office, "US-1", "20260430")
    charge(office, "US-2", "20260501")
    office.call("credit_charge", chargeId=charge(office, "US-3", "20260401"), reason="returned")
    status(office, "closing", 2)
    assert office.data("billing.period.totals") == [
        {"period": "2026-04", "facilityId": 11, "chargeCount": 1, "chargeAmountCents": 2_500},
        {"period": "2026-04", "facilityId": 12, "chargeCount": 0, "chargeAmountCents": 0},
    ]
    north, south = office.of_kind("billing.period_totals")
    assert (north.key, north.facility) == ("2026-04/0860000000011/BILLING", "11")
    assert (north.quantity, north.amount_minor, north.period) == (1, 2_500, "2026-04")
    assert (south.quantity, south.amount_minor) == (0, 0)


def test_totals_leave_once_even_when_the_period_is_opened_again(office: Office) -> None:
    for version, name in enumerate(("closing", "open", "closing", "closed"), start=2):
        status(office, name, version)
    assert len(office.data("billing.period.totals")) == 2
    assert [effect.version for effect in office.of_kind("billing.period_status")] == [2, 3, 4, 5]


def test_a_period_closed_without_notice_still_sends_its_totals(office: Office) -> None:
    status(office, "closed", 3)
    assert len(office.data("billing.period.totals")) == 2


def test_the_same_status_again_changes_nothing(office: Office) -> None:
    first = status(office, "closing", 2)
    before = office.snapshot()
    assert status(office, "closing", 2) == first
    assert office.snapshot() == before


def test_an_older_version_wins_when_it_is_written_last(office: Office) -> None:
    status(office, "closed", 3)
    assert status(office, "closing", 2)["status"] == "closing"
    charge(office, "US-1", "20260430")


@pytest.mark.parametrize(
    "change", [{"status": "ajar"}, {"period": "2026-13"}, {"erpVersion": -1}, {"erpVersion": "2"}]
)
def test_a_bad_status_is_refused(office: Office, change: dict[str, Any]) -> None:
    body = {"period": "2026-04", "status": "closing", "erpVersion": 2, **change}
    assert office.refusal("set_period_status", **body)[:2] == (422, "INVALID_REQUEST")
