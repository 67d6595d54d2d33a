"""Field formats: what is accepted, what is refused."""

from __future__ import annotations

import pytest

from mock_systems.erp.wire import PagedRequest, business_date, line_quantity, page, whole_units


@pytest.mark.parametrize("value", ["10", "10.00", 10, 10.0, "010"])
def test_whole_quantity_is_taken_as_string_or_number(value: object) -> None:
    assert line_quantity(value) == 10


@pytest.mark.parametrize(
    "value", ["1.5", 1.5, -1, "-1", "", "x", True, None, float("inf"), 10**12, "1" * 13]
)
def test_quantity_that_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a whole number"):
        whole_units(value)


@pytest.mark.parametrize("value", [0, "0", 1_000_000])
def test_line_quantity_outside_its_bounds_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="from 1 to 999999"):
        line_quantity(value)


def test_calendar_date_passes_unchanged() -> None:
    assert business_date("2028-02-29") == "2028-02-29"


@pytest.mark.parametrize(
    "value",
    ["2026-02-29", "2026-13-01", "20260401", "2026-W14-3", "01-04-2026", "", None, 20260401],
)
def test_what_is_no_calendar_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        business_date(value)


def test_pages_cover_every_row_once_and_say_whether_more_follow() -> None:
    seen: list[int] = []
    for offset, more in ((0, True), (2, True), (4, False)):
        answer = page(range(5), PagedRequest(limit=2, offset=offset), lambda n: {"N": n})
        assert answer["hasMore"] is more
        seen += [row["N"] for row in answer["items"]]
    assert seen == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("limit", [0, 501])
def test_page_size_outside_1_to_500_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match=r"(?i)limit"):
        PagedRequest(limit=limit)
