"""Cuts through a growing book: every entry belongs to exactly one day."""

from __future__ import annotations

import pytest

from mock_systems.service import Refusal
from mock_systems.service.cuts import Cuts


def test_a_cut_holds_what_came_since_the_one_before() -> None:
    cuts = Cuts()
    assert cuts.reached == 0
    assert cuts.make("2026-04-01", 3) == range(3)
    assert cuts.make("2026-04-02", 3) == range(3, 3)
    assert cuts.make("2026-04-03", 7) == range(3, 7)
    assert cuts.of("2026-04-01") == range(3)
    assert cuts.reached == 7


def test_a_day_is_cut_once() -> None:
    cuts = Cuts()
    cuts.make("2026-04-01", 3)
    with pytest.raises(Refusal) as refused:
        cuts.make("2026-04-01", 9)
    assert (refused.value.status, refused.value.code) == (409, "DAY_IS_CUT")
    assert cuts.reached == 3


def test_a_day_that_was_never_cut_has_no_entries_to_list() -> None:
    with pytest.raises(Refusal) as refused:
        Cuts().of("2026-04-01")
    assert (refused.value.status, refused.value.code) == (404, "DAY_NOT_CUT")
