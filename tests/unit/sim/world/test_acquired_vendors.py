"""Vendors of acquired sites when the group has its own suppliers twice (P14)."""

from __future__ import annotations

from datetime import date

import pytest

from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import Enterprise, build_enterprise


def group_of(seed: int, doubled: float) -> Enterprise:
    parameters = load_parameters({"duplicate_supplier_share": doubled})
    return build_enterprise(Streams(seed), parameters, 0.005, Calendar(date(2026, 4, 14)))


@pytest.mark.parametrize("seed", [1, 2, 7])
@pytest.mark.parametrize("doubled", [0.5, 0.8, 0.95])
def test_a_site_knows_no_firm_that_the_group_has_twice(seed: int, doubled: float) -> None:
    group = group_of(seed, doubled)
    twice = {record.doubles for record in group.supplier_records if record.doubles}
    for site in group.acquired:
        assert not twice & {vendor.supplier for vendor in site.vendors}
        assert len({vendor.number for vendor in site.vendors}) == len(site.vendors) >= 5
        assert {voucher.vendor for voucher in site.vouchers} <= {v.number for v in site.vendors}


def test_where_all_are_there_twice_the_sites_know_none_of_them() -> None:
    group = group_of(1, 0.95)
    assert {record.doubles for record in group.supplier_records} >= {
        supplier.erp_number for supplier in group.suppliers
    }
    assert not any(vendor.supplier for site in group.acquired for vendor in site.vendors)
