"""What the integration office sees of a site at a checkpoint (P14)."""

from __future__ import annotations

from mock_systems.service import Effect
from sim.world.parties.acquisition.standing import Standing

OWED = ["A1/V1=900", "A1/V2=901"]


def seen(*effects: tuple[str, str]) -> Standing:
    standing = Standing()
    for kind, key in effects:
        standing.on_effect(Effect(kind, key))
    return standing


def test_a_key_counts_once_it_means_what_was_agreed() -> None:
    assert seen().mapped_share("A1", OWED) == 0.0
    half = seen(("erp.supplier_alias", "A1/V1=900"), ("erp.supplier_alias", "A1/V2=900"))
    assert half.mapped_share("A1", OWED) == 0.5


def test_another_sites_keys_are_no_use() -> None:
    assert seen(("erp.supplier_alias", "A2/V1=900")).mapped_share("A1", OWED) == 0.0


def test_what_was_handed_over_is_counted_until_it_stands() -> None:
    handed = (("legacy_erp.open_order", "A1/PO1"), ("legacy_erp.parked_voucher", "A1/V7"))
    assert seen(*handed).taken_over_share("A1") == 0.0
    assert seen(*handed, ("erp.opening_order", "A1/PO1")).taken_over_share("A1") == 0.5
    both = (("erp.opening_order", "A1/PO1"), ("erp.site_voucher", "A1/V7"))
    assert seen(*handed, *both).taken_over_share("A1") == 1.0


def test_an_order_is_no_bill_of_the_same_number() -> None:
    standing = seen(("legacy_erp.open_order", "A1/7"), ("erp.opening_payable", "A1/7"))
    assert standing.taken_over_share("A1") == 0.0


def test_a_site_that_handed_nothing_over_lacks_nothing() -> None:
    assert seen().taken_over_share("A1") == 1.0
