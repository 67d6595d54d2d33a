"""Values of which the documents of every set are drawn."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from mock_systems.standards.identifiers import gs1_check_digit, npi_from
from mock_systems.standards.x12.products import UNITS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz0123456789 -/.,&'()#"


def words(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    """Plain text, the longest allowed included, without spaces at its ends."""
    text = st.text(LETTERS, min_size=shortest, max_size=longest)
    return text.map(lambda raw: raw.strip(" ").ljust(shortest, "X"))


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def gs1(length: int) -> st.SearchStrategy[str]:
    return digits(length - 1).map(lambda payload: payload + gs1_check_digit(payload))


def some(one: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, min_size=1, max_size=most).map(tuple)


def maybe(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | one


def or_empty(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | one


dates = st.dates(date(2000, 1, 1), date(2049, 12, 31))
ranges = st.tuples(dates, dates).map(lambda pair: (min(pair), max(pair)))
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quantities = st.integers(1, 99_999)
prices = st.integers(0, 99_999_999)
charges = st.integers(0, 9_999_999)
npis = st.tuples(st.sampled_from("12"), digits(8)).map(lambda pair: npi_from("".join(pair)))
units = st.sampled_from(UNITS)
