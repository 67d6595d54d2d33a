"""Variance by cause: each cause told by hand, mixtures, then any small history cent by cent."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checkers.variance import check_variance
from sim.history.reading import History
from sim.measures.variance_causes import variance_causes
from tests.unit.sim.counted_variance import CLOSE_S, MEASURES, Told, counted
from tests.unit.sim.history_builder import DAY, HOUR, Story

COST: dict[str, Any] = {"amount_minor": 500, "quantity": 4, "uom": "EA", "period": "2026-04"}
OWED = {**COST, "facility": "H01"}


def told(history: History) -> Told:
    """Pair, facility, period, cause -> units, cents, quantity."""
    table = variance_causes(history)
    return {tuple(line[:4]): tuple(line[4:]) for line in table.itertuples(index=False)}


def by_cause(*effects: dict[str, Any], **owed: Any) -> dict[str, tuple[int, ...]]:
    """Of one key that is owed OWED and gets these effects: cause -> units, cents, quantity."""
    story = Story()
    story.owe("a", **{**OWED, **owed})
    for place, effect in enumerate(effects):
        story.effect("a", 60.0 + place, **{**COST, **effect})
    sums: dict[str, tuple[int, ...]] = {}
    for (*_, cause), values in told(story.end()).items():
        sums[cause] = tuple(map(sum, zip(sums.get(cause, (0, 0, 0)), values, strict=True)))
    return sums


def test_equal_books_have_no_cause() -> None:
    assert by_cause({}) == {}


def test_what_never_came_is_missing() -> None:
    assert by_cause() == {"missing": (1, 500, 4)}


def test_what_was_reversed_and_not_made_again_is_missing() -> None:
    assert by_cause({}, {"count": -1}) == {"missing": (1, 500, 4)}


def test_what_came_twice_is_a_duplicate() -> None:
    assert by_cause({}, {}) == {"duplicate": (1, 500, 4)}


def test_what_nobody_owed_is_a_phantom_where_it_was_booked() -> None:
    story = Story()
    story.effect("p", facility="BU100", **COST)
    expected = {("inventory>erp", "BU100", "2026-04", "phantom"): (1, 500, 4)}
    assert told(story.end()) == expected


def test_another_amount_for_the_same_quantity_is_a_price() -> None:
    assert by_cause({"amount_minor": 410}) == {"price": (0, 90, 0)}


def test_half_a_cent_for_each_is_rounding_and_more_is_not() -> None:
    assert by_cause({"amount_minor": 498}) == {"rounding": (0, 2, 0)}
    assert by_cause({"amount_minor": 497}) == {"price": (0, 3, 0)}


def test_another_quantity_at_the_owed_price_is_a_quantity() -> None:
    effect = {"amount_minor": 375, "quantity": 3}
    assert by_cause(effect) == {"quantity_or_unit": (0, 125, 1)}


def test_another_quantity_at_another_price_is_both() -> None:
    effect = {"amount_minor": 300, "quantity": 3}
    assert by_cause(effect) == {"quantity_or_unit": (0, 125, 1), "price": (0, 75, 0)}


def test_a_quantity_in_another_unit_is_apart_in_both() -> None:
    assert by_cause({"uom": "BX"}) == {"quantity_or_unit": (0, 0, 8)}
    wrong = {"uom": "BX", "amount_minor": 5000}
    assert by_cause(wrong) == {"quantity_or_unit": (0, 4500, 8)}


def test_a_wrong_period_is_apart_in_both_periods() -> None:
    story = Story()
    story.owe("a", **OWED)
    story.effect("a", **{**COST, "period": "2026-05"})
    assert told(story.end()) == {
        ("inventory>erp", "H01", "2026-04", "period"): (1, 500, 4),
        ("inventory>erp", "H01", "2026-05", "period"): (1, 500, 4),
    }


def test_the_next_period_is_none_once_the_owed_one_was_closed() -> None:
    story = Story()
    story.period_closed("2026-04", 30)
    story.owe("a", **OWED)
    story.effect("a", **{**COST, "period": "2026-05"})
    assert told(story.end()) == {}


def test_a_duplicate_in_the_next_period_stands_there() -> None:
    story = Story()
    story.owe("a", **OWED)
    story.effect("a", 60, **COST)
    story.effect("a", 61, **{**COST, "period": "2026-05"})
    assert told(story.end()) == {
        ("inventory>erp", "H01", "2026-05", "duplicate"): (1, 500, 4),
    }


def test_what_is_not_due_yet_is_in_flight() -> None:
    assert by_cause(due_us=2 * round(DAY) * 1_000_000) == {"in_flight": (1, 500, 4)}


def test_what_waits_for_a_real_cause_is_queued() -> None:
    story = Story()
    story.period_closed("2026-04", 0)
    story.owe("a", 10, **OWED)
    story.item("a", "period_closed")
    assert told(story.end()) == {("inventory>erp", "H01", "2026-04", "queued"): (1, 500, 4)}


def test_the_reversal_of_what_never_was_is_unexplained() -> None:
    causes = by_cause({"count": -1})
    assert causes == {"missing": (1, 500, 4), "unexplained": (1, 500, 4)}


def test_a_version_behind_is_missing_one_that_nobody_owed_a_phantom() -> None:
    story = Story()
    for key, version in (("behind", 1), ("ahead", 3)):
        story.owe_version(key, 2, facility="")
        story.version(key, version)
    assert told(story.end()) == {
        ("erp>procurement", "", "", "missing"): (1, 0, 0),
        ("erp>procurement", "", "", "phantom"): (1, 0, 0),
    }


def test_opposing_causes_of_one_key_share_what_is_left_of_them() -> None:
    cheap = {"amount_minor": 400}
    assert by_cause(cheap, cheap) == {"duplicate": (1, 300, 4)}
    dear = {"amount_minor": 600}
    assert by_cause(dear, dear) == {"duplicate": (1, 600, 4), "price": (0, 100, 0)}


def test_the_finding_says_how_much_no_cause_claims() -> None:
    story = Story()
    story.owe("a", **OWED)
    story.effect("a", **{**COST, "count": -1})
    finding = check_variance(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["unattributed_minor"] == 500
    assert "500 cents without a cause" in finding.summary


def test_a_difference_with_a_cause_leaves_nothing_unattributed() -> None:
    story = Story()
    story.owe("a", **OWED)
    finding = check_variance(story.end())
    assert finding.outcome == "fail"
    assert finding.measured["unattributed_minor"] == 0


class Step(NamedTuple):
    """What one row of a generated history says; `effects` 0 is an obligation."""

    t_s: int
    key: str
    effects: int
    amount_minor: int
    quantity: int
    uom: str
    period: str
    facility: str


PERIODS = ("2026-04", "2026-05", "2026-06")
STEPS = st.lists(
    st.builds(
        Step,
        t_s=st.integers(0, 9),
        key=st.sampled_from("ab"),
        effects=st.sampled_from((0, 0, 1, 1, 1, -1)),
        amount_minor=st.integers(0, 9),
        quantity=st.integers(0, 4),
        uom=st.sampled_from(("EA", "EA", "BX", "")),
        period=st.sampled_from((*PERIODS, "")),
        facility=st.sampled_from(("H01", "H02")),
    ),
    max_size=9,
)
VERSIONS = st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=5)


def story_of(steps: list[Step], versions: list[tuple[int, bool]], flying: bool) -> Story:
    story = Story()
    story.period_closed("2026-04", CLOSE_S)
    for step in steps:
        columns = step._asdict()
        t_s, key, count = (columns.pop(name) for name in ("t_s", "key", "effects"))
        if count:
            story.effect(key, t_s, count=count, **columns)
        else:
            due_s = 2 * DAY if flying and key == "a" else HOUR
            story.owe(key, t_s, due_s, **columns)
    for t_s, (version, is_owe) in enumerate(versions):
        (story.owe_version if is_owe else story.version)("s", version, t_s)
    story.rows.sort(key=lambda row: row.t_us)
    return story


@settings(max_examples=80, deadline=None, derandomize=True)
@given(STEPS, VERSIONS, st.booleans())
def test_every_cent_has_the_cause_that_brute_force_finds(
    steps: list[Step], versions: list[tuple[int, bool]], flying: bool
) -> None:
    story = story_of(steps, versions, flying)
    rows = list(story.rows)
    assert told(story.end()) == counted(rows, flying)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(STEPS, VERSIONS, st.booleans())
def test_causes_but_period_and_mixed_units_add_up_to_the_checkers_variance(
    steps: list[Step], versions: list[tuple[int, bool]], flying: bool
) -> None:
    history = story_of([s._replace(uom="EA") for s in steps], versions, flying).end()
    sums = [0, 0, 0]
    for (*_, cause), values in told(history).items():
        if cause != "period":
            sums = [a + b for a, b in zip(sums, values, strict=True)]
    measured = check_variance(history).measured
    assert sums == [measured[f"v_abs_{name}"] for name in MEASURES]
