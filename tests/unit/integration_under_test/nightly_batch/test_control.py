"""Control totals: count and hash total of a batch must be found again in its ends."""

from __future__ import annotations

import pytest

from integration_under_test.nightly_batch.control import (
    ControlError,
    Totals,
    balanced,
    hash_of,
    totals_of,
)


def test_the_hash_total_sums_the_digits_of_document_numbers() -> None:
    assert totals_of(["US-00000012", "RC-7/3"]) == Totals(2, 12 + 73)


def test_a_key_without_digits_counts_as_a_row() -> None:
    assert totals_of(["none"]) == Totals(1, 0)


def test_only_the_last_nine_digits_count() -> None:
    assert hash_of("1234567890123") == 567890123


def test_parts_that_add_up_balance() -> None:
    balanced(totals_of(["1", "2"]), {"loaded": totals_of(["2"]), "rejected": totals_of(["1"])})


@pytest.mark.parametrize("loaded", [["1"], ["1", "3"], ["1", "2", "3"]])
def test_a_row_too_few_too_many_or_in_place_of_another_does_not_balance(loaded: list[str]) -> None:
    with pytest.raises(ControlError):
        balanced(totals_of(["1", "2"]), {"loaded": totals_of(loaded)})
