"""A forked History: the successor is judged for what it did, the predecessor for the rest."""

from __future__ import annotations

from sim.checkers import CHECKERS
from sim.checkers.check import check
from sim.checkers.verdict import Verdict
from sim.experiment.fork_verdict import check_forked
from tests.unit.sim.history_builder import DAY, HOUR, Story

FORK_S = 2 * HOUR
NAMES = ("consistency", "duplicates", "indeterminate", "liveness", "loss", "phantoms", "variance")
SOME = {name: CHECKERS[name] for name in NAMES}


def story() -> Story:
    """One usage that was met before the fork, and a call that was answered."""
    told = Story()
    told.owe("US-1")
    told.call("US-1", 5)
    told.effect("US-1", 6)
    return told


def parts(told: Story, target: str = "point_to_point", t_s: float = FORK_S) -> None:
    source = "reference" if target else ""
    told.write(t_s, "world", "fork", process="world/runner", source=source, target=target)


def goes_on(told: Story) -> None:
    """Met after the fork."""
    told.owe("US-9", FORK_S + 10, FORK_S + HOUR)
    told.effect("US-9", FORK_S + 20)


def holds(told: Story, quantity: int) -> None:
    told.book("consistency", t_s=DAY, effect_key="K68", quantity=quantity, detail="usages")


def judged(told: Story) -> Verdict:
    return check_forked(told.end(DAY), {}, SOME)


def inherited(verdict: Verdict) -> dict[str, int | float]:
    return dict(verdict.finding("inherited").measured)


NONE = {"inherited_lost": 0, "inherited_keys_otherwise_wrong": 0}


def test_a_history_without_a_fork_is_judged_as_ever() -> None:
    told = story()
    told.owe("US-2")
    history = told.end(DAY)
    assert check_forked(history, {}, SOME) == check(history, {}, checkers=SOME)


def test_what_was_owed_and_unmet_before_the_fork_is_inherited_and_no_loss() -> None:
    told = story()
    told.owe("US-2", 100, HOUR)
    parts(told)
    goes_on(told)
    holds(told, 0)
    verdict = judged(told)
    assert verdict.outcome == "pass"
    assert inherited(verdict) == NONE | {"inherited_lost": 1}
    assert [one.key for one in verdict.finding("inherited").evidence] == ["US-2"]
    assert verdict.finding("loss").measured["obligations"] == 2


def test_what_the_successor_makes_good_is_no_inheritance() -> None:
    told = story()
    told.owe("US-2", 100, FORK_S + HOUR)
    parts(told)
    told.effect("US-2", FORK_S + 30)
    holds(told, 0)
    verdict = judged(told)
    assert verdict.outcome == "pass"
    assert inherited(verdict) == NONE


def test_what_is_owed_after_the_fork_and_never_made_is_a_loss() -> None:
    told = story()
    parts(told)
    told.owe("US-3", FORK_S + 10, FORK_S + HOUR)
    verdict = judged(told)
    assert verdict.finding("loss").outcome == "fail"
    assert verdict.outcome == "fail"
    assert verdict.first is not None
    assert verdict.first.key == "US-3"


def test_an_effect_of_before_that_is_made_again_is_a_duplicate() -> None:
    told = story()
    parts(told)
    told.effect("US-1", FORK_S + 30)
    verdict = judged(told)
    assert verdict.finding("duplicates").measured["d_gross"] == 1
    assert verdict.finding("duplicates").outcome == "fail"
    assert inherited(verdict) == NONE


def test_a_duplicate_that_the_predecessor_left_is_inherited() -> None:
    told = story()
    told.effect("US-1", 7)
    told.effect("US-8", 8)
    parts(told)
    goes_on(told)
    verdict = judged(told)
    assert verdict.finding("duplicates").outcome == "pass"
    assert verdict.finding("phantoms").outcome == "pass"
    assert verdict.finding("variance").outcome == "pass"
    assert inherited(verdict) == NONE | {"inherited_keys_otherwise_wrong": 2}


def test_books_that_are_wrong_beside_an_inheritance_are_unknown_else_a_failure() -> None:
    alone, beside = story(), story()
    beside.owe("US-2", 100, HOUR)
    for told in (alone, beside):
        parts(told)
        goes_on(told)
        holds(told, 1)
    assert judged(alone).finding("consistency").outcome == "fail"
    assert judged(beside).finding("consistency").outcome == "unknown"
    assert judged(beside).outcome == "unknown"


def test_mishaps_and_unfinished_talk_of_the_predecessor_are_not_the_successors() -> None:
    told = story()
    told.write(50, "integration", "raised", detail="in a background task")
    told.delivery("evt-1", 60, "fail")
    told.call("US-1", 70, "info")
    parts(told)
    goes_on(told)
    holds(told, 0)
    assert judged(told).outcome == "pass"


def test_mishaps_of_the_successor_count() -> None:
    told = story()
    told.delivery("evt-1", 60, "fail")
    parts(told)
    told.delivery("evt-1", FORK_S + 60, "fail")
    told.write(FORK_S + 70, "integration", "raised", detail="in a background task")
    verdict = judged(told)
    assert verdict.finding("liveness").measured["undelivered"] == 1
    assert verdict.finding("liveness").measured["broken"] == 1


def test_with_the_same_integration_nothing_is_inherited() -> None:
    told = story()
    told.owe("US-2", 100, HOUR)
    parts(told, target="")
    verdict = judged(told)
    assert verdict.finding("loss").outcome == "fail"
    assert "inherited" not in {finding.checker for finding in verdict.findings}


def test_only_faults_of_the_fork_need_a_witness() -> None:
    told = story()
    told.write(0, "fault_on", "F01", effect_key="F01#0")
    parts(told, target="")
    told.write(FORK_S, "fault_off", "F01", effect_key="F01#0")
    told.write(FORK_S, "fault_on", "F03", effect_key="F03#1")
    told.write(DAY, "fault_off", "F03", effect_key="F03#1")
    (gap,) = judged(told).gaps
    assert gap.startswith("fault F03#1")


def test_obligations_of_the_whole_run_count_for_what_a_scenario_expects() -> None:
    told = story()
    told.owe("US-2", 100, HOUR)
    parts(told)
    goes_on(told)
    history = told.end(DAY)
    assert check_forked(history, {"P09": 3}, SOME).gaps == ()
    assert len(check_forked(history, {"P09": 4}, SOME).gaps) == 1
