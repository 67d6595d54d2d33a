"""What holds for any history: generated ones against brute force, against their permutations."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.checkers.check import check
from sim.checkers.duplicates import check_duplicates
from sim.checkers.loss import check_loss
from sim.checkers.phantoms import check_phantoms
from sim.checkers.variance import check_variance
from sim.history.reading import History
from sim.history.schema import Row
from sim.measures.variance_series import variance_series
from tests.unit.sim.history_builder import DAY, S, Story

KEYS = st.sampled_from("abcd")
KINDS = st.sampled_from(["erp.cost", "billing.charge"])
OWES = st.lists(st.tuples(KEYS, KINDS, st.integers(0, 3), st.integers(1, 9)), max_size=8)
EFFECTS = st.lists(st.tuples(KEYS, KINDS, st.integers(0, 3), st.integers(1, 9)), max_size=8)
VERSIONS = st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=8)
few = settings(max_examples=20, deadline=None, derandomize=True)


def story_of(
    owes: list[tuple[str, str, int, int]], effects: list[tuple[str, str, int, int]]
) -> Story:
    story = Story()
    for key, kind, t_s, amount_minor in owes:
        story.owe(key, t_s, f=kind, amount_minor=amount_minor)
    for key, kind, t_s, amount_minor in effects:
        story.effect(key, t_s, f=kind, amount_minor=amount_minor)
    story.rows.sort(key=lambda row: row.t_us)
    return story


@few
@given(OWES, EFFECTS)
def test_once_figures_equal_brute_force(
    owes: list[tuple[str, str, int, int]], effects: list[tuple[str, str, int, int]]
) -> None:
    story = story_of(owes, effects)
    owed = {(row.f, row.effect_key) for row in story.rows if row.op == "owe"}
    made = Counter((row.f, row.effect_key) for row in story.rows if row.op == "effect")
    history = story.end()
    loss, twice = check_loss(history).measured, check_duplicates(history).measured
    assert loss["obligations"] == len(owed)
    assert loss["lost_silent"] == len(owed - set(made))
    assert twice["d_gross"] == sum(made[key] - 1 for key in owed & set(made))
    assert check_phantoms(history).measured["phantom_keys"] == len(set(made) - owed)


@few
@given(OWES, EFFECTS)
def test_the_series_ends_at_the_checkers_variance(
    owes: list[tuple[str, str, int, int]], effects: list[tuple[str, str, int, int]]
) -> None:
    history = story_of(owes, effects).end()
    measured = check_variance(history).measured
    last = variance_series(history).drop_duplicates("pair", keep="last")
    for line in last.to_dict("records"):
        for name in ("v_net_units", "v_abs_units", "v_net_minor", "v_abs_minor"):
            assert line[name] == measured[f"{line['pair']} {name}"]
    assert last["v_abs_minor"].sum() == measured["v_abs_minor"]


@few
@given(VERSIONS)
def test_latest_figures_equal_brute_force(steps: list[tuple[int, bool]]) -> None:
    story = Story()
    for t_s, (version, is_owe) in enumerate(steps):
        (story.owe_version if is_owe else story.version)("s", version, t_s)
    owed = [version for version, is_owe in steps if is_owe]
    applied = [version for version, is_owe in steps if not is_owe]
    expected = bool(owed) and (not applied or applied[-1] < max(owed))
    history = story.end()
    lost = check_loss(history).measured["lost_silent"]
    assert bool(lost) == expected
    phantoms = check_phantoms(history).measured["phantom_effects"]
    assert phantoms == sum(version not in owed for version in applied)


@settings(few, max_examples=8)
@given(OWES, EFFECTS, st.integers(0, 100))
def test_order_within_an_instant_does_not_change_the_verdict(
    owes: list[tuple[str, str, int, int]], effects: list[tuple[str, str, int, int]], seed: int
) -> None:
    once_owed = list({(key, kind): (key, kind, t, n) for key, kind, t, n in owes}.values())
    rows = story_of(once_owed, effects).rows
    rows.append(Row(round(DAY * S), "world", "clock_end"))
    assert _said(rows) == _said(_shuffled(rows, seed))


def _shuffled(rows: list[Row], seed: int) -> list[Row]:
    generator, shuffled = Random(seed), []
    for _, instant in groupby(rows, key=lambda row: row.t_us):
        same = list(instant)
        generator.shuffle(same)
        shuffled += same
    return shuffled


def _said(rows: list[Row]) -> object:
    verdict = check(History.from_rows(rows), {"P09": 1})
    told = defaultdict(list)
    for finding in verdict.findings:
        for evidence in finding.evidence:
            told[finding.checker].append((evidence.key, evidence.message, evidence.at_us))
    findings = [(f.checker, f.outcome, f.summary, dict(f.measured)) for f in verdict.findings]
    return verdict.outcome, verdict.gaps, findings, dict(told)
