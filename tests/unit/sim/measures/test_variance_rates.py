"""V_net lets opposite errors cancel, V_abs does not; both against what was owed."""

from __future__ import annotations

import math

from sim.measures.variance_rates import COLUMNS, variance_rates
from tests.unit.sim.history_builder import Story


def test_an_empty_history_has_no_pairs() -> None:
    lines = variance_rates(Story().history())
    assert (tuple(lines.columns), len(lines)) == (COLUMNS, 0)


def test_equal_books_have_a_rate_of_zero() -> None:
    story = Story()
    story.owe("a", amount_minor=500)
    story.effect("a", amount_minor=500)
    lines = variance_rates(story.end()).set_index("pair")
    assert lines.index.tolist() == ["inventory>erp", "all"]
    assert (lines.loc["all", "owed_minor"], lines.loc["all", "rate_minor"]) == (500, 0)


def test_opposite_errors_cancel_in_the_net_alone() -> None:
    story = Story()
    for key, booked in (("a", 400), ("b", 600)):
        story.owe(key, amount_minor=500)
        story.effect(key, amount_minor=booked)
    (line, _) = variance_rates(story.end()).to_dict("records")
    assert (line["v_net_minor"], line["v_abs_minor"], line["rate_minor"]) == (0, 200, 0.2)


def test_what_nobody_owed_has_no_rate() -> None:
    story = Story()
    story.effect("p", amount_minor=700)
    (line, _) = variance_rates(story.end()).to_dict("records")
    assert (line["v_net_minor"], line["v_abs_minor"]) == (-700, 700)
    assert math.isnan(line["rate_minor"])
