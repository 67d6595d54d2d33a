"""Vendor formats as people type them."""

from __future__ import annotations

from datetime import date, datetime

from sim.world.wire import compact_date, decimal_2, decimal_4, stamp, unit_code, us_date


def test_amounts_never_pass_through_a_float() -> None:
    assert decimal_2(123450) == "1234.50"
    assert decimal_2(7) == "0.07"
    assert decimal_2(-105) == "-1.05"
    assert decimal_4(1250) == "12.5000"
    assert decimal_2(10**17 + 1) == "1000000000000000.01"


def test_dates_in_each_vendors_way() -> None:
    day = date(2026, 4, 3)
    assert us_date(day) == "04/03/2026"
    assert compact_date(day) == "20260403"
    assert stamp(datetime(2026, 4, 3, 7, 5, 9)) == "20260403070509"  # noqa: DTZ001 - local


def test_units_in_either_spelling() -> None:
    assert [unit_code(unit) for unit in ("box", "case", "each", "BX", "ea")] == [
        *("BX", "CS", "EA", "BX", "EA")
    ]
