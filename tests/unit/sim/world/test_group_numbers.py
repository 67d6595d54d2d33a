"""Numbers of acquired sites that the group has for something else (P14)."""

from __future__ import annotations

from datetime import date

import pytest

from sim.streams import Streams
from sim.world.acquired import AcquiredSite
from sim.world.builders.acquired import GROUP_EXPENSES
from sim.world.builders.group_numbers import Numbering
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise
from sim.world.parties.clinics.codes import own_codes

OWN = [(f"V{n}", f"30{n:04d}") for n in range(40)]
GROUP = [f"30{n:04d}" for n in range(60)]


def numbers(share: float, group: list[str] | None = None) -> list[str]:
    return Numbering(Streams(7), "CLINIC1", share).of("vendor", OWN, group or GROUP)


def group_of(**parameters: float) -> Enterprise:
    first_day = Calendar(date(2026, 4, 14))
    return build_enterprise(Streams(7), load_parameters(parameters), 0.005, first_day)


@pytest.fixture(scope="module")
def colliding() -> Enterprise:
    return group_of(acquired_sites=4, acquired_group_numbers_share=0.5)


def test_without_a_share_all_numbers_are_the_sites_own() -> None:
    assert numbers(0.0) == [number for number, _ in OWN]


def test_about_the_share_are_numbers_of_the_group_and_none_means_the_same_there() -> None:
    found = numbers(0.5)
    taken = [n for n, (own, _) in zip(found, OWN, strict=True) if n != own]
    assert 10 < len(taken) < 30
    assert set(taken) <= set(GROUP)
    assert all(n != meaning for n, (_, meaning) in zip(found, OWN, strict=True))


def test_no_number_is_used_twice_and_what_the_group_lacks_stays_as_it_was() -> None:
    found = numbers(1.0, ["300001", "300002"])
    assert len(set(found)) == len(found)
    assert sum(number in GROUP for number in found) == 2


def test_vendors_items_and_accounts_of_every_site_collide_with_the_groups(
    colliding: Enterprise,
) -> None:
    suppliers = {s.erp_number: "".join(filter(str.isdigit, s.tax_id)) for s in colliding.suppliers}
    for site in colliding.acquired:
        vendors = [v for v in site.vendors if v.number in suppliers]
        assert vendors
        assert all(suppliers[v.number] != v.firm for v in vendors)
        items = [i for i in site.items if i.number in {one.erp_number for one in colliding.items}]
        assert items
        assert all(i.number != i.item for i in items)
    accounts = [account for site in colliding.acquired for account in site.accounts]
    strangers = [account for account in accounts if account.number in GROUP_EXPENSES]
    assert strangers
    assert all(account.number != account.account for account in strangers)


def test_charge_codes_of_a_clinic_collide_with_the_charge_master(colliding: Enterprise) -> None:
    codes = own_codes(Numbering(Streams(7), "CLINIC1", 0.5), colliding.services)
    master = {service.code for service in colliding.services}
    strangers = [code for code in codes if code.code in master]
    assert strangers
    assert all(code.code != code.charge_code for code in strangers)


def test_sites_collide_with_each_other_whatever_the_share(colliding: Enterprise) -> None:
    for group in (colliding, group_of(acquired_sites=4)):
        first, second, *_ = group.acquired
        assert _collisions({v.number: v.firm for v in first.vendors}, second)
        assert {i.number for i in first.items} & {i.number for i in second.items}


def _collisions(firms: dict[str, str], site: AcquiredSite) -> int:
    return sum(firms.get(v.number, v.firm) != v.firm for v in site.vendors)


def test_the_first_two_sites_are_the_same_however_many_there_are() -> None:
    two, four = group_of(), group_of(acquired_sites=4)
    assert len(two.acquired) == 2
    assert four.acquired[:2] == two.acquired


def test_two_sites_a_wave_and_each_belongs_to_a_hospital() -> None:
    group = group_of(acquired_sites=5, acquisition_wave_d=7)
    assert [site.wave_day for site in group.acquired] == [1, 1, 8, 8, 15]
    codes = {facility.code for facility in group.facilities}
    assert {site.facility for site in group.acquired} <= codes


def test_a_history_is_of_the_months_before_the_start_and_balances() -> None:
    (site, _) = group_of(legacy_history_months=5).acquired
    assert [month.period for month in site.history] == [
        *("2025-11", "2025-12", "2026-01", "2026-02", "2026-03"),
    ]
    assert all(sum(minor for _, minor in month.lines) == 0 for month in site.history)
    assert group_of().acquired[0].history == ()
