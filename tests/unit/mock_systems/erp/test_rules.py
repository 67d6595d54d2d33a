"""The pure decisions, against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_systems.erp import rules

EACH = st.integers(0, 10_000)
PRICE = st.integers(0, 10**7)
FACTOR = st.integers(1, 144)


@given(EACH, PRICE, FACTOR)
def test_value_is_rounded_half_up_to_the_cent(each: int, price: int, factor: int) -> None:
    exact = Fraction(each * price, factor)
    assert Fraction(-1, 2) < rules.extended_minor(each, price, factor) - exact <= Fraction(1, 2)


@given(EACH, st.integers(0, 100), PRICE, FACTOR)
def test_whole_units_cost_exactly_their_price_after_any_broken_box(
    before: int, units: int, price: int, factor: int
) -> None:
    after = rules.extended_minor(before + units * factor, price, factor)
    assert after - rules.extended_minor(before, price, factor) == units * price


@pytest.mark.parametrize(
    ("billed", "ordered", "right"),
    [
        (50_00, 50_00, True),
        (55_00, 50_00, True),  # $5 on the line of one unit
        (55_01, 50_00, False),
        (45_00, 50_00, True),
        (44_99, 50_00, False),
        (1010_00, 1000_00, True),  # 1 % is more than $5
        (1010_01, 1000_00, False),
        (989_99, 1000_00, False),
        (5_00, 0, True),
        (5_01, 0, False),
    ],
)
def test_price_passes_within_one_percent_or_five_dollars(
    billed: int, ordered: int, right: bool
) -> None:
    assert rules.price_matches(1, billed, 1, ordered, 1) is right


def test_five_dollars_are_meant_for_the_line_not_for_each_unit() -> None:
    assert rules.price_matches(10, 10_50, 1, 10_00, 1)
    assert not rules.price_matches(11, 10_50, 1, 10_00, 1)


def test_price_of_an_each_is_compared_with_the_price_of_its_box() -> None:
    assert rules.price_matches(1000, 5_00, 1, 50_00, 10)
    assert not rules.price_matches(1000, 50_00, 1, 50_00, 10)
    assert not rules.price_matches(1000, 5_00, 10, 5_00, 1)


@pytest.mark.parametrize(
    ("status", "caller", "allowed"),
    [
        ("OPEN", "world/buyer", True),
        ("SOFT_CLOSED", "world/buyer", False),
        ("SOFT_CLOSED", "integration", True),
        ("SOFT_CLOSED", "world/finance", True),
        ("SOFT_CLOSED", "world/close_desk", True),
        ("CLOSED", "integration", False),
        ("CLOSED", "world/finance", False),
    ],
)
def test_soft_closed_is_open_to_integration_and_close_desk_only(
    status: str, caller: str, allowed: bool
) -> None:
    assert rules.may_post(status, caller) is allowed


def test_next_open_date_depends_on_who_asks() -> None:
    statuses = {"2026-06": "OPEN", "2026-04": "CLOSED", "2026-05": "SOFT_CLOSED"}
    assert rules.next_open_date(statuses, "2026-04", "integration") == "2026-05-01"
    assert rules.next_open_date(statuses, "2026-04", "world/buyer") == "2026-06-01"
    assert rules.next_open_date(statuses, "2026-06", "integration") == ""


def test_budget_is_of_today_or_else_of_the_first_open_period() -> None:
    statuses = {"2026-04": "OPEN", "2026-05": "OPEN"}
    assert rules.budget_period(statuses, "2026-05-03") == "2026-05"
    assert rules.budget_period(statuses, "2026-03-31") == "2026-04"
    assert rules.budget_period({"2026-04": "SOFT_CLOSED"}, "2026-04-30") == ""
