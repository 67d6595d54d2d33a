"""The STRESS-DES checklist of a study, filled in from what was run (Monks and others 2019, Journal
of Simulation 13, 55-67): what another team needs to repeat a simulation and to doubt it."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from sim.experiment.folder import versions
from sim.study.figures import Figure
from sim.study.wording import figure_title
from sim.world.calibration import load_parameters


class Item(NamedTuple):
    """A row of the checklist."""

    section: str
    item: str
    answer: str


class Experiment(NamedTuple):
    """What differs from study to study: its outputs, its aims, how runs begin, how figures are
    estimated."""

    figures: Sequence[Figure]
    aims: str
    initialisation: str
    estimation: str


def checklist(runs: pd.DataFrame, made: Experiment) -> list[Item]:
    """Its twenty rows in order, of the table `runs` of a dataset."""
    return [*_objectives(made), *_logic(), *_data(), *_experiment(runs, made), *_code(runs)]


def _objectives(made: Experiment) -> Iterator[Item]:
    yield Item(
        "1.1",
        "Purpose of the model",
        "To find out what an integration layer does to the money, supplies and documents of a "
        "hospital group, judged against what only the simulator knows.",
    )
    outputs = ", ".join(figure_title(figure) for figure in made.figures)
    yield Item("1.2", "Model outputs", f"{outputs}. Formulas: docs/reference/measures.md.")
    yield Item("1.3", "Aims of the experiment", made.aims)


def _logic() -> Iterator[Item]:
    yield Item("2.1", "Base model overview", "ARCHITECTURE.md follows one implant through it.")
    yield Item("2.2", "Base model logic", "docs/reference/flows.md: what each flow owes, by when.")
    yield Item("2.3", "Scenario logic", "docs/reference/scenarios.md and faults.md.")
    yield Item("2.4", "Algorithms", "Checkers and conditions: docs/reference/checkers.md.")
    yield Item(
        "2.5",
        "Components",
        "Entities: documents. Activities: the actors and parties of the world. Resources: systems "
        "behind vendor profiles, desks of people. Queues: those of senders, of the integration, of "
        "desks. Entry and exit: parties outside the group.",
    )


def _data() -> Iterator[Item]:
    parameters = load_parameters({})
    count, unsourced = len(parameters), len(parameters.assumptions)
    yield Item("3.1", "Data sources", "docs/reference/parameters.md, each figure with its source.")
    yield Item("3.2", "Pre-processing", "None: figures are used as published.")
    yield Item("3.3", "Input parameters", f"{count} calibrated values with their ranges.")
    yield Item(
        "3.4",
        "Assumptions",
        f"{unsourced} of them have no published source, and are marked so; `testbed sweep` with "
        "assumptions = true shows which of them move a figure.",
    )


def _experiment(runs: pd.DataFrame, made: Experiment) -> Iterator[Item]:
    yield Item("4.1", "Initialisation and warm-up", made.initialisation)
    days = runs["simulated_s"].dropna() / 86_400
    length = f"{days.min():.1f} to {days.max():.1f} days" if len(days) else "no run ended"
    yield Item("4.2", "Run length", f"{length}, until nothing is under way any more.")
    crashed = int((runs["outcome"] == "crashed").sum())
    yield Item("4.3", "Estimation", f"{made.estimation} Of {len(runs)} runs {crashed} crashed.")


def _code(runs: pd.DataFrame) -> Iterator[Item]:
    told = ", ".join(f"{name} {number}" for name, number in versions().items())
    yield Item("5.1", "Software", f"Python {platform.python_version()}, {told}.")
    yield Item(
        "5.2",
        "Random sampling",
        "Each draw is a keyed hash (BLAKE2b) of seed, purpose and business key: every integration "
        "meets the same world (common random numbers). Seeds 1, 2, 3 and so on.",
    )
    yield Item("5.3", "Execution", "Virtual time on SimPy; ties by order of scheduling.")
    yield Item("5.4", "System", f"{platform.machine()}; a history does not depend on it.")
    commits = ", ".join(sorted(set(runs["commit"]) - {""})) or "no checkout"
    yield Item("6.1", "Code access", f"This repository, commit {commits}.")
