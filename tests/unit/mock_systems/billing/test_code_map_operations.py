"""Charge codes of acquired sites (S05, P14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.mock_systems.billing.conftest import Office

MAP = {"site": "CLINIC1", "siteCode": "C101", "chargeCode": "SUP00001"}


def test_a_sites_code_is_told_with_what_it_means(office: Office) -> None:
    office.call("map_charge_code", **MAP)
    (effect,) = office.effects
    assert (effect.kind, effect.key) == ("billing.code_map", "CLINIC1/C101=SUP00001")
    assert office.call("find_code_map", site="CLINIC1")["items"] == [MAP]


def test_one_code_may_mean_another_service_in_another_site(office: Office) -> None:
    office.call("map_charge_code", **MAP)
    office.call("map_charge_code", **{**MAP, "site": "CLINIC2", "chargeCode": "SUP00003"})
    (found,) = office.call("find_code_map", site="CLINIC2", siteCode="C101")["items"]
    assert found["chargeCode"] == "SUP00003"


def test_a_code_has_one_meaning_and_that_exists(office: Office) -> None:
    office.call("map_charge_code", **MAP)
    again = {**MAP, "chargeCode": "SUP00003"}
    assert office.refusal("map_charge_code", **again) == (409, "CODE_MAPPED", "siteCode")
    unknown = {**MAP, "siteCode": "C102", "chargeCode": "SVC99999"}
    assert office.refusal("map_charge_code", **unknown) == (
        422,
        "UNKNOWN_CHARGE_CODE",
        "chargeCode",
    )
