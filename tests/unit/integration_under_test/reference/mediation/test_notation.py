"""Vendors' amounts, days and units are converted exactly or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_under_test.reference.mediation import notation


@pytest.mark.parametrize(
    ("text", "decimals", "amount"),
    [("1234.50", 2, 123450), ("10", 2, 1000), ("-0.05", 2, -5), ("12.5000", 4, 125000),
     ("12.50", 4, 125000), ("0.1000", 2, 10)],
)  # fmt: skip
def test_decimal_strings_become_integers(text: str, decimals: int, amount: int) -> None:
    assert notation.from_decimal(text, decimals) == amount


def test_a_decimal_too_many_is_refused_not_rounded() -> None:
    with pytest.raises(ValueError, match="at most 2 decimals"):
        notation.from_decimal("1.005", 2)


@given(st.integers(-(10**12), 10**12), st.sampled_from([2, 4]))
def test_every_amount_survives_the_wire(amount: int, decimals: int) -> None:
    assert notation.from_decimal(notation.to_decimal(amount, decimals), decimals) == amount


@pytest.mark.parametrize(
    ("price_e4", "factor", "minor"),
    [(752500, 10, 753), (125000, 100, 13), (100, 3, 0), (24000000, 1, 240000)],
)
def test_cost_per_each_is_rounded_half_up(price_e4: int, factor: int, minor: int) -> None:
    assert notation.cost_each_minor(price_e4, factor) == minor


def test_prices_have_two_decimals_unless_they_need_four() -> None:
    assert notation.cents_of(125000) == "12.50"
    assert notation.cents_of(125050) == "12.5050"


def test_days_are_translated_both_ways() -> None:
    assert notation.from_us_day("04/30/2026") == "2026-04-30"
    assert notation.to_us_day("2026-04-30") == "04/30/2026"
    assert notation.from_compact_day("20260430233000") == "2026-04-30"
    assert notation.to_compact_day("2026-04-30") == "20260430"
    assert notation.from_compact_day("") == ""


def test_the_local_day_is_the_places_own() -> None:
    late = "2026-05-01T04:30:00+00:00"
    assert notation.local_day(late, "America/Chicago") == "2026-04-30"
    assert notation.local_day(late, "America/New_York") == "2026-05-01"


def test_a_broken_purchase_unit_is_no_whole_number() -> None:
    assert notation.whole_units(300, 100) == 3
    assert notation.whole_units(301, 100) is None
