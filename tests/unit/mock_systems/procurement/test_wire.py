"""Vendor formats: exact in both directions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_systems.procurement.wire import (
    date_text,
    parse_date,
    parse_minor,
    price_text,
    total_text,
)


@given(st.integers(min_value=0, max_value=10**13))
def test_amounts_survive_the_wire(minor: int) -> None:
    assert parse_minor(total_text(minor), decimals=2) == minor
    assert parse_minor(price_text(minor), decimals=4) == minor


@given(st.dates(min_value=date(1, 1, 1)))
def test_dates_survive_the_wire(day: date) -> None:
    assert parse_date(date_text(day)) == day


@pytest.mark.parametrize(
    ("text", "minor"), [("0", 0), ("12", 1200), ("12.5", 1250), ("-0.01", -1), ("007.10", 710)]
)
def test_short_forms_are_read(text: str, minor: int) -> None:
    assert parse_minor(text, decimals=2) == minor


@pytest.mark.parametrize(
    "text", ["", ".5", "5.", "+1", "1_000", "\u0661", "1.2.3", "1e2", None, 1, 1.0, "1\n"]
)
def test_what_is_no_amount_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="decimal string"):
        parse_minor(text, decimals=2)


@pytest.mark.parametrize("text", ["2/3/2026", "02-03-2026", "02/30/2026", None, "02/03/2026\n"])
def test_what_is_no_date_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"date|day"):
        parse_date(text)
