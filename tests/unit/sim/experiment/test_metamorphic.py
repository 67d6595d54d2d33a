"""What counts as another book, and what does not."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from scenarios.ordinary_day import ORDINARY_DAY
from sim.checkers.verdict import Verdict
from sim.experiment import metamorphic
from sim.experiment.crash_points import effects_of
from sim.experiment.metamorphic import RELATIONS, Plain, Strength, Trial, compared
from sim.experiment.run import Judged, Recorded
from sim.experiment.spec import RunSpec
from tests.unit.sim.history_builder import HOUR, Story

SPEC = RunSpec(ORDINARY_DAY, "reference")


def run_of(story: Story) -> Judged:
    figures: dict[str, Any] = {"simulated_s": 1.0, "wall_s": 1.0, "peak_memory_mb": 1.0}
    recorded = Recorded(SPEC, "h", 1, **figures, quiescent=True, storage_operations=0)
    return Judged(recorded, story.end(), Verdict("pass", ()))


def trial(before: Story, after: Story) -> Trial:
    return compared("delay", run_of(after), effects_of(before.end()))


def order(number: str, amount_minor: int = 100, t_s: float = 60.0) -> Story:
    story = Story()
    story.owe(number, f="erp.encumbrance", amount_minor=amount_minor)
    story.effect(number, t_s, f="erp.encumbrance", amount_minor=amount_minor)
    return story


def test_the_same_effects_are_the_same_books() -> None:
    found = trial(order("PO-00000001"), order("PO-00000001"))
    assert (found.same, found.renumbered, found.later) == (True, 0, 0)


def test_another_assigned_number_is_counted_and_no_other_book() -> None:
    found = trial(order("PO-00000001"), order("PO-00000002"))
    assert (found.same, found.renumbered) == (True, 1)


def test_another_amount_is_another_book_whatever_its_number() -> None:
    found = trial(order("PO-00000001"), order("PO-00000002", 101))
    assert found.differences == (
        "missing erp erp.encumbrance PO-00000001 100 0",
        "beside erp erp.encumbrance PO-00000002 101 0",
    )


def test_one_effect_less_or_more_is_another_book() -> None:
    twice = order("PO-00000001")
    twice.effect("PO-00000001", f="erp.encumbrance", amount_minor=100)
    assert trial(twice, order("PO-00000001")).differences[0].startswith("missing ")
    assert trial(order("PO-00000001"), twice).differences[0].startswith("beside ")


def test_lateness_is_counted_apart() -> None:
    found = trial(order("PO-00000001"), order("PO-00000001", t_s=2 * HOUR))
    assert (found.same, found.later) == (True, 1)


def cuts(*totals: tuple[str, int]) -> Story:
    story = Story()
    for day, amount_minor in totals:
        key = f"erp/journal/0614141000029/{day}"
        story.effect(key, f="erp.day_cut", amount_minor=amount_minor, quantity=1)
    return story


def test_what_crosses_midnight_is_in_the_total_of_all_days() -> None:
    before = cuts(("2026-04-13", 500), ("2026-04-14", 100))
    assert trial(before, cuts(("2026-04-13", 400), ("2026-04-14", 200))).same
    assert not trial(before, cuts(("2026-04-13", 400), ("2026-04-14", 100))).same


@pytest.mark.parametrize("relation", sorted(set(RELATIONS) - {"crash"}))
def test_a_relation_changes_the_run_and_keeps_its_own_faults(relation: str) -> None:
    plain = Plain(SPEC, "pass", Counter(), points=0)
    (changed,) = RELATIONS[relation](plain, Strength())
    assert changed.faults != SPEC.faults
    assert changed.faults[1:] == SPEC.faults
    assert changed.scenario.name == SPEC.scenario.name


def test_crashes_are_spread_over_the_points_there_are() -> None:
    for points, expected in ((10, [2, 6, 9]), (2, [1, 2]), (0, [])):
        plain = Plain(SPEC, "pass", Counter(), points)
        specs = RELATIONS["crash"](plain, Strength(crashes=3))
        assert [spec.crashes.points[0] for spec in specs if spec.crashes] == expected


def test_who_is_taken_apart_is_a_party_that_exists() -> None:
    from sim.world.parties import PARTIES

    assert set(metamorphic.SPLIT_PARTIES) <= set(PARTIES)
