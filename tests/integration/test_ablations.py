"""Each safeguard of the reference is worth something: an invariant breaks without it."""

from __future__ import annotations

from functools import partial

import pytest

from integration_under_test.reference.safeguards import Safeguard
from scenarios.ablations import ABLATIONS, UNSHOWN
from sim.cli import new_integration
from sim.cli.ablate import REFERENCE, spec_of
from sim.experiment.ablation import Ablation, cost_of, first_broken

BUILD = partial(new_integration, REFERENCE)
QUICK = ("inbox", "retry", "unit_conversion")


def broken(ablation: Ablation, seeds: int) -> tuple[str, ...]:
    found = first_broken(ablation, spec_of(ablation), BUILD, range(1, seeds + 1))
    assert found is not None, f"nothing breaks without {ablation.safeguard}"
    assert found.is_as_predicted(ablation), found
    assert f"--set integration.without={ablation.safeguard}" in found.spec.replay_command()
    return found.checkers


def test_every_safeguard_has_its_ablation_or_a_reason_why_not() -> None:
    assert [*(one.safeguard for one in ABLATIONS), *UNSHOWN] == list(Safeguard)


@pytest.mark.parametrize("ablation", [a for a in ABLATIONS if a.safeguard in QUICK], ids=str)
def test_a_safeguard_left_away_breaks_what_was_foretold(ablation: Ablation) -> None:
    assert broken(ablation, seeds=1)


@pytest.mark.slow
@pytest.mark.parametrize("ablation", ABLATIONS, ids=str)
def test_every_safeguard_left_away_breaks_what_was_foretold(ablation: Ablation) -> None:
    assert broken(ablation, seeds=10)


def test_the_reference_breaks_nothing_where_its_ablations_do() -> None:
    ablation = next(one for one in ABLATIONS if one.safeguard == "inbox")
    whole = Ablation("", ablation.breaks, ablation.scenario, ablation.faults)
    assert first_broken(whole, spec_of(whole), BUILD, [1]) is None


def test_a_calm_run_tells_the_cost_of_a_safeguard() -> None:
    spec = spec_of(Ablation("", (), "ordinary_day", scale=0.002))
    cost = cost_of(spec, BUILD)
    assert cost.calls > 0.5
    assert cost.storage_operations > 2
    assert cost_of(spec, BUILD, "look_before_retry").calls <= cost.calls
