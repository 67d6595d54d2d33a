"""The zoo holds the whole catalogue of mutants, and each says in words what its run must show."""

from __future__ import annotations

import sys

import pytest

from integration_under_test.faulty import ZOO
from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from sim.checkers import CHECKERS
from sim.plugins import load

CATALOGUE = {f"M{number:02d}" for number in range(1, 21)}
OF_OUR_OWN = 10
NOUNS = {
    "duplicates": "duplicates",
    "indeterminate": "indeterminate outcomes",
    "loss": "losses",
    "saga": "sagas",
}
"""Checker -> what sentences call it, where that is another word."""


def mutant_of(name: str) -> Mutant:
    mutant: Mutant = load(ZOO[name], "mutant").mutant
    return mutant


def test_the_whole_catalogue_is_there_and_more() -> None:
    ids = {mutant_of(name).id for name in ZOO}
    assert ids >= CATALOGUE
    assert len(ids - CATALOGUE) >= OF_OUR_OWN


@pytest.mark.parametrize("name", ZOO)
def test_a_mutant_is_the_reference_and_tells_its_mistake(name: str) -> None:
    kind, mutant = load(ZOO[name], "mutant"), mutant_of(name)
    told = " ".join(str(sys.modules[kind.__module__].__doc__).split())
    assert issubclass(kind, Reference)
    assert mutant.killed_by in CHECKERS
    assert mutant.id in told
    assert "The real mistake:" in told
    assert f"checker of {NOUNS.get(mutant.killed_by, mutant.killed_by)}" in told.replace(
        "silent ", ""
    ).replace("net ", "")
