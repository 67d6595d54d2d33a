"""Money is exact to the cent or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_systems.erp.money import amount_minor, amount_text, unit_price_minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [("0", 0), ("0.00", 0), ("7", 700), ("7.5", 750), ("19.99", 1999), ("007.05", 705)],
)
def test_decimal_strings_become_exact_cents(text: str, minor: int) -> None:
    assert amount_minor(text) == minor
    assert unit_price_minor(text) == minor


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1.234",
        "-1",
        "+1",
        "1,5",
        "1.",
        ".5",
        "1e3",
        " 1",
        "١",
        "1_0",
        "1\n",
        1,
        1.5,
        None,
        True,
    ],
)
def test_anything_but_a_plain_decimal_string_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        amount_minor(value)
    with pytest.raises(ValueError, match="expected"):
        unit_price_minor(value)


def test_price_of_a_hundred_million_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a price"):
        unit_price_minor("100000000")


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_text_of_an_amount_is_its_exact_decimal(minor: int) -> None:
    assert Decimal(amount_text(minor)) * 100 == minor
    if minor >= 0:
        assert amount_minor(amount_text(minor)) == minor
