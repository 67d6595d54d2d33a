"""The daily extract of charges: gross, by facility, each in one cut (P19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office


def test_a_cut_tells_charges_and_cents_of_each_facility(office: Office) -> None:
    office.charge("ENC-1")
    office.charge("ENC-1", 1)
    office.charge("ENC-2", 1)
    assert office.call("cut_charges", day="20260414")["chargeCount"] == 3
    told = office.of_kind("billing.day_cut")
    assert [(e.key, e.amount_minor, e.quantity, e.facility) for e in told] == [
        ("billing/charge/0860000000011/2026-04-14", 3_750, 2, "11"),
        ("billing/charge/0860000000028/2026-04-14", 1_250, 1, "12"),
    ]


def test_a_charge_is_listed_under_its_cut_also_when_it_was_credited(office: Office) -> None:
    first = office.charge("ENC-1")["chargeId"]
    office.call("credit_charge", chargeId=first, reason="returned")
    office.call("cut_charges", day="20260414")
    second = office.charge("ENC-2", 1)["chargeId"]
    office.call("cut_charges", day="20260415")
    listed = [office.call("list_cut_charges", day=day)["items"] for day in ("20260414", "20260415")]
    assert [[charge["chargeId"] for charge in page] for page in listed] == [[first], [second]]
    page = office.call("list_cut_charges", day="20260414", limit=1)
    assert page["hasMore"] is False


def test_a_day_is_cut_once_and_listed_only_then(office: Office) -> None:
    assert office.refusal("list_cut_charges", day="20260414")[:2] == (404, "DAY_NOT_CUT")
    office.call("cut_charges", day="20260414")
    assert office.refusal("cut_charges", day="20260414")[:2] == (409, "DAY_IS_CUT")
