"""P14, onboarding, dual run and cut-over of acquired sites, served by the reference alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import judged

SITES = ("acquisition", "legacy_erp", "legacy_materials")
ALL = ("clinics", *SITES)
SCALE = 0.005
DAYS = 4
OWED = {
    *("erp.supplier_alias", "erp.account_map", "inventory.site_item", "billing.code_map"),
    *("erp.journal_batch", "erp.alias_change", "legacy_erp.vendor", "inventory.site_stock"),
    *("erp.opening_order", "erp.opening_payable", "erp.site_voucher", "billing.charge"),
}
MONTH_END = date(2026, 4, 30)


@pytest.mark.parametrize(("parties", "faults"), [(ALL, "none"), (SITES, "rough_day")])
def test_sites_are_mapped_run_beside_the_group_and_are_cut_over(
    parties: tuple[str, ...], faults: str
) -> None:
    found = judged(parties, scale=SCALE, days=DAYS, faults=faults)
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    met = {state.removesuffix(" met") for state in states(found, "P14")}
    assert met == OWED - (set() if "clinics" in parties else {"billing.charge"})
    assert set(effects(found, "erp.site_voucher").values()) == {1}


def test_a_night_at_the_end_of_a_month_is_posted_in_that_month() -> None:
    found = judged(SITES, scale=SCALE, days=1, first_day=MONTH_END)
    assert found.verdict.outcome == "pass", (outcomes(found), found.verdict.gaps)
    assert states(found, "P14")["erp.journal_batch met"] == 2
