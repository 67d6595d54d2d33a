"""What an acquisition owes (P14), computed by hand."""

from __future__ import annotations

import pytest

from mock_systems.service import Effect
from sim.obligations.flow import Owed
from sim.obligations.known import Known
from sim.obligations.p14_acquisition_onboarding import FLOW

HOUR_S = 3600


class Nobody:
    """P14 asks the enterprise for nothing: its facts come with the effects."""


def owed(effect: Effect) -> list[tuple[str, int, str, Owed]]:
    known = Known(Nobody())  # type: ignore[arg-type]  # never asked
    duties = [duty for duty in FLOW.duties if duty.on == effect.kind]
    return [(d.target, d.within_s, d.mode, one) for d in duties for one in d.owes(effect, known)]


@pytest.mark.parametrize(
    ("kind", "target", "meaning"),
    [
        ("acquisition.vendor", "erp.supplier_alias", "123456789"),
        ("acquisition.account", "erp.account_map", "5110"),
        ("acquisition.item", "inventory.site_item", "100000001*10"),
        ("acquisition.charge_code", "billing.code_map", "SVC00074"),
    ],
)
def test_a_sites_key_owes_what_it_means_within_a_day(kind: str, target: str, meaning: str) -> None:
    effect = Effect(kind, "CLINIC1/X1", facts={"meaning": meaning})
    assert owed(effect) == [(target, 24 * HOUR_S, "once", Owed(f"CLINIC1/X1={meaning}"))]


@pytest.mark.parametrize("kind", ["legacy_erp.gl_batch", "legacy_materials.receipt_batch"])
def test_a_night_owes_its_journals_in_its_own_period(kind: str) -> None:
    effect = Effect(kind, "S/000001", amount_minor=500, quantity=2, period="2026-04")
    wanted = Owed("S/000001", 500, 2, period="2026-04")
    assert owed(effect) == [("erp.journal_batch", 12 * HOUR_S, "once", wanted)]


@pytest.mark.parametrize(
    ("kind", "target", "hours"),
    [
        ("legacy_erp.open_order", "erp.opening_order", 24),
        ("legacy_erp.open_payable", "erp.opening_payable", 24),
        ("legacy_erp.parked_voucher", "erp.site_voucher", 24),
        ("legacy_erp.forwarded_voucher", "erp.site_voucher", 36),
    ],
)
def test_an_open_document_is_owed_once_with_its_amount(kind: str, target: str, hours: int) -> None:
    effect = Effect(kind, "CLINIC1/V000001", amount_minor=500, period="2026-04")
    wanted = Owed("CLINIC1/V000001", 500, period="2026-04")
    assert owed(effect) == [(target, hours * HOUR_S, "once", wanted)]


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("legacy_erp.returned_order", "erp.opening_order"),
        ("legacy_erp.returned_payable", "erp.opening_payable"),
        ("legacy_erp.returned_bill", "erp.site_voucher"),
    ],
)
def test_what_a_site_takes_back_owes_that_it_stands_as_given_back(kind: str, target: str) -> None:
    effect = Effect(kind, "CLINIC1/V000001", amount_minor=500, version=1)
    wanted = Owed("CLINIC1/V000001", 500, version=1)
    assert owed(effect) == [(target, 24 * HOUR_S, "latest", wanted)]


def test_a_change_of_a_shared_vendor_is_owed_to_the_other_side() -> None:
    here = Effect("legacy_erp.vendor_change", "CLINIC1/V1001#2=NET60")
    there = Effect("legacy_erp.supplier_change", "CLINIC1/V1001", version=3)
    assert owed(here) == [("erp.alias_change", 24 * HOUR_S, "once", Owed(here.key))]
    wanted = Owed("CLINIC1/V1001", version=3)
    assert owed(there) == [("legacy_erp.vendor", 24 * HOUR_S, "latest", wanted)]


def test_reported_stock_owes_its_newest_report() -> None:
    effect = Effect("legacy_materials.stock_line", "CLINIC1/100001", quantity=120, version=3)
    wanted = Owed("CLINIC1/100001", version=3)
    assert owed(effect) == [("inventory.site_stock", 12 * HOUR_S, "latest", wanted)]
