"""The buyers' list of what is on its way."""

from __future__ import annotations

from sim.world.on_order import OnOrder


def test_what_is_ordered_stays_on_order_until_it_arrives() -> None:
    on_order = OnOrder()
    on_order.add("H01-OR", "IV-000001", 20)
    on_order.take_off("H01-OR", "IV-000001", 5)
    assert on_order.quantity("H01-OR", "IV-000001") == 15
    assert on_order.quantity("H01-W1", "IV-000001") == 0


def test_more_than_ordered_never_counts_below_zero() -> None:
    on_order = OnOrder()
    on_order.add("H01-OR", "IV-000001", 5)
    on_order.take_off("H01-OR", "IV-000001", 9)
    assert on_order.quantity("H01-OR", "IV-000001") == 0
