"""Shrinking keeps what the failure needs, and only that."""

from __future__ import annotations

from collections.abc import Callable

from sim.experiment.shrink import SMALLEST_SCALE, shrink
from sim.experiment.trial import Told, Trial

FOUND = Trial(
    "month_end",
    "mutant",
    7,
    0.02,
    faults=("F01@harsh", "F04@harsh", "F46@rough"),
    parties=("bank", "acquisition", "legacy_erp"),
)
DAYS = 42


def attempts_of(fails: Callable[[Trial], str]) -> Callable[[Trial], Told]:
    """`fails` names the checker that fails a trial, or nothing."""

    def attempt(trial: Trial) -> Told:
        checker = fails(trial)
        return Told(trial, "fail" if checker else "pass", ((checker, ""),) if checker else ())

    return attempt


def shrunk(fails: Callable[[Trial], str], budget: int = 200) -> Trial:
    attempt = attempts_of(fails)
    return shrink(attempt(FOUND), DAYS, attempt, budget).told.trial


def test_what_fails_always_ends_as_small_as_can_be() -> None:
    smallest = shrunk(lambda trial: "loss")
    assert (smallest.faults, smallest.parties) == ((), ())
    assert (smallest.days, smallest.scale, smallest.demand_share) == (1, SMALLEST_SCALE, 0.01)


def test_a_fault_that_is_needed_stays_at_the_intensity_that_is_needed() -> None:
    def fails(trial: Trial) -> str:
        return "duplicates" if {"F04@harsh", "F04@rough"} & set(trial.faults) else ""

    assert shrunk(fails).faults == ("F04@rough",)


def test_two_faults_that_only_fail_together_stay_together() -> None:
    def fails(trial: Trial) -> str:
        names = {part.split("@")[0] for part in trial.faults}
        return "loss" if {"F01", "F46"} <= names else ""

    assert {part.split("@")[0] for part in shrunk(fails).faults} == {"F01", "F46"}


def test_a_party_that_is_needed_stays_with_the_one_that_it_cannot_do_without() -> None:
    left = shrunk(lambda trial: "loss" if "legacy_erp" in trial.parties else "")
    assert left.parties == ("acquisition", "legacy_erp")


def test_the_horizon_ends_on_the_day_that_is_needed() -> None:
    assert shrunk(lambda trial: "loss" if (trial.days or DAYS) >= 9 else "").days == 9


def test_another_checker_is_another_failure() -> None:
    def fails(trial: Trial) -> str:
        return "loss" if trial == FOUND else "variance"

    assert shrunk(fails) == FOUND


def test_no_trial_is_asked_for_twice_and_the_budget_is_kept() -> None:
    asked: list[Trial] = []

    def fails(trial: Trial) -> str:
        asked.append(trial)
        return "loss"

    attempt = attempts_of(fails)
    result = shrink(attempt(FOUND), DAYS, attempt, budget=3)
    assert result.attempts == 3
    assert len(asked) == len(set(asked)) == 4
