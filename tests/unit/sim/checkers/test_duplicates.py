"""Duplicates: empty, clean, violated and indeterminate histories."""

from __future__ import annotations

from sim.checkers.duplicates import check_duplicates
from tests.unit.sim.history_builder import DAY, HOUR, Story


def test_an_empty_history_is_unknown() -> None:
    assert check_duplicates(Story().history()).outcome == "unknown"


def test_effects_without_any_obligation_are_unknown() -> None:
    story = Story()
    story.effect("a")
    assert check_duplicates(story.end()).outcome == "unknown"


def test_one_effect_per_obligation_passes() -> None:
    story = Story()
    story.owe("a")
    story.effect("a")
    assert check_duplicates(story.end()).outcome == "pass"


def test_a_second_effect_is_a_duplicate_with_its_exposure() -> None:
    story = Story()
    owe = story.owe("a", amount_minor=1000)
    one = story.effect("a", 60, amount_minor=1000)
    two = story.effect("a", DAY - HOUR, amount_minor=1000)
    finding = check_duplicates(story.end())
    assert finding.outcome == "fail"
    assert (finding.measured["d_net"], finding.measured["d_gross"]) == (1, 1)
    assert finding.measured["exposure_usd_h"] == 10.0
    assert finding.evidence[0].rows == (owe, one, two)


def test_a_duplicate_that_was_taken_back_still_counts_gross() -> None:
    story = Story()
    story.owe("a", amount_minor=1000)
    story.effect("a", 0, amount_minor=1000)
    story.effect("a", 0, amount_minor=1000)
    story.effect("a", 2 * HOUR, amount_minor=1000, count=-1, process="world/clerk")
    finding = check_duplicates(story.end())
    assert finding.outcome == "fail"
    assert (finding.measured["d_net"], finding.measured["d_gross"]) == (0, 1)
    assert finding.measured["exposure_usd_h"] == 20.0


def test_an_effect_made_again_after_people_voided_it_is_no_duplicate() -> None:
    story = Story()
    story.owe("a")
    story.effect("a", 10)
    story.effect("a", 20, count=-1, process="world/clerk")
    story.effect("a", 30)
    assert check_duplicates(story.end()).outcome == "pass"


def test_the_same_version_written_twice_is_information() -> None:
    story = Story()
    story.owe_version("s", 1)
    story.version("s", 1, 60)
    story.version("s", 1, 70)
    finding = check_duplicates(story.end())
    assert finding.outcome == "pass"
    assert finding.measured["rewrites_of_a_version"] == 1


def test_an_obligation_recorded_twice_still_owes_one() -> None:
    story = Story()
    story.owe("a")
    story.owe("a", 1)
    story.effect("a")
    story.effect("a")
    assert check_duplicates(story.end()).measured["d_net"] == 1


def test_exposure_counts_what_stands_beyond_the_owed_amount() -> None:
    story = Story()
    story.owe("a", amount_minor=1000)
    story.effect("a", 0, amount_minor=1000)
    story.effect("a", HOUR, amount_minor=300)
    story.effect("a", 3 * HOUR, amount_minor=300, count=-1)
    measured = check_duplicates(story.end()).measured
    assert (measured["exposure_usd_h"], measured["exposure_effect_h"]) == (6.0, 2.0)
    assert (measured["d_net"], measured["d_net_minor"], measured["longest_h"]) == (0, 0, 2.0)


def test_what_stands_to_the_end_is_exposed_to_the_end() -> None:
    story = Story()
    story.owe("a", amount_minor=1000)
    for t_s in (0, HOUR, 2 * HOUR):
        story.effect("a", t_s, amount_minor=1000)
    measured = check_duplicates(story.end(4 * HOUR)).measured
    assert measured["exposure_usd_h"] == 10.0 * 1 + 20.0 * 2
    assert (measured["d_net"], measured["d_net_minor"]) == (2, 2000)


def test_a_duplicate_without_an_amount_is_exposed_in_effect_hours() -> None:
    story = Story()
    story.owe("a")
    story.effect("a", 0)
    story.effect("a", 0)
    measured = check_duplicates(story.end(5 * HOUR)).measured
    assert (measured["exposure_usd_h"], measured["exposure_effect_h"]) == (0.0, 5.0)


def test_made_again_after_it_was_voided_exposes_nothing() -> None:
    story = Story()
    story.owe("a", amount_minor=1000)
    story.effect("a", 10, amount_minor=900)
    story.effect("a", 20, amount_minor=900, count=-1, process="world/clerk")
    story.effect("a", 30, amount_minor=1000)
    assert check_duplicates(story.end()).measured["exposure_usd_h"] == 0.0
