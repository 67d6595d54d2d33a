"""Each safeguard of the reference is worth something: an invariant breaks without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from integration_under_test.reference.safeguards import Safeguard
from scenarios.ablations import ABLATIONS, SHARINGS
from sim.cli import new_integration
from sim.cli.ablate import REFERENCE, found_sharing, spec_of, spec_of_sharing
from sim.experiment.ablation import Ablation, cost_of, first_broken
from sim.experiment.run import run
from sim.experiment.sharing import Sharing, tail, tail_of
from sim.history.reading import History

BUILD = partial(new_integration, REFERENCE)
QUICK = ("inbox", "retry", "unit_conversion")


def broken(ablation: Ablation, seeds: int) -> tuple[str, ...]:
    found = first_broken(ablation, spec_of(ablation), BUILD, range(1, seeds + 1))
    assert found is not None, f"nothing breaks without {ablation.safeguard}"
    assert found.is_as_predicted(ablation), found
    assert f"--set integration.without={ablation.safeguard}" in found.spec.replay_command()
    return found.checkers


def test_every_safeguard_has_its_ablation() -> None:
    assert [one.safeguard for one in ABLATIONS] == list(Safeguard)


@pytest.mark.parametrize("ablation", [a for a in ABLATIONS if a.safeguard in QUICK], ids=str)
def test_a_safeguard_left_away_breaks_what_was_foretold(ablation: Ablation) -> None:
    assert broken(ablation, seeds=1)


@pytest.mark.slow
@pytest.mark.parametrize("ablation", ABLATIONS, ids=str)
def test_every_safeguard_left_away_breaks_what_was_foretold(ablation: Ablation) -> None:
    assert broken(ablation, seeds=10)


@pytest.mark.parametrize(
    ("without", "broken"), [("", ()), ("local_cut_off", ("variance",))], ids=["whole", "without"]
)
def test_a_months_last_evening_shows_whose_midnight_counts(
    without: str, broken: tuple[str, ...]
) -> None:
    """Suppliers bill from eight in the evening on: in Greenwich it is the next month by then."""
    spec = spec_of(Ablation("", (), "ordinary_day", scale=0.02))
    evening = replace(spec.scenario, first_day=date(2026, 4, 29))
    judged = run(replace(spec, scenario=evening, settings={"without": without}), BUILD(), None)
    owed = judged.history.owed
    invoices = owed[owed["f"] == "erp.invoice"]
    assert set(invoices["period"].astype(str)) == {"2026-04", "2026-05"}
    failing = tuple(f.checker for f in judged.verdict.findings if f.outcome != "pass")
    assert failing == broken


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


def test_usages_wait_for_the_comparison_of_books_on_a_shared_lane_only() -> None:
    """A sixth of the usages and one call at a time: too few for a percentile, so the slowest."""
    (sharing,) = SHARINGS
    spec = spec_of_sharing(replace(sharing, settings={"max_concurrency": 1}))
    small = replace(spec.scenario, parameters={"usages_per_bed_month": 600.0})
    own, shared = (
        tail_of(sharing, replace(spec, scenario=small), BUILD, shared) for shared in (False, True)
    )
    assert own.n == shared.n
    assert own.slowest_s < 5 < shared.slowest_s


@pytest.mark.slow
@pytest.mark.parametrize("sharing", SHARINGS, ids=str)
def test_a_lane_of_its_own_shows_in_the_99th_percentile_of_those_who_share_theirs(
    sharing: Sharing,
) -> None:
    line = found_sharing(sharing)
    assert line.is_as_predicted, line
    assert line.shared.p99_s > 10 * line.own.p99_s


def test_of_an_hour_in_which_nothing_begins_there_is_no_slow_end() -> None:
    with pytest.raises(ValueError, match="P09 to begin in hour 5"):
        tail(History.from_rows([]), "P09", 5)
