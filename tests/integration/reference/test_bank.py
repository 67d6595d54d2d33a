"""P08 with the bank in whole runs of the reference alone: files out, statements back."""

from __future__ import annotations

import pytest

from sim.cli import RunRequest, build_spec
from sim.experiment.run import run
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.listening import Documents, listening
from tests.integration.reference.runs import Parameters, judged
from tests.unit.mock_systems.standards.files.nacha_referee import payments

TROUBLED = Parameters(erroneous_payment_share=0.1)
"""So that some payments come back within a few days."""


@pytest.mark.parametrize("faults", ["none", "rough_day"])
def test_every_transfer_reaches_the_bank_once_and_what_it_says_reaches_the_books(
    faults: str,
) -> None:
    found = judged(("bank",), faults=faults, days=4, parameters=TROUBLED)
    assert outcomes(found) == {}
    made = states(found, "P08")
    assert {state.partition(" ")[2] for state in made} == {"met"}
    assert made["bank.payment_received met"] >= 50
    assert made["erp.payment_clearing met"] >= 40
    assert made["erp.payment_rejection met"] >= 3
    assert made["procurement.payment_return met"] == made["erp.payment_rejection met"]
    assert made["contracts.spend_reversal met"] >= 3
    assert set(effects(found, "bank.payment_received").values()) == {1}
    assert len(found.history.items) == 0


def test_a_payment_that_came_back_is_made_again_under_another_number() -> None:
    found = judged(("bank",), days=6, parameters=TROUBLED)
    assert outcomes(found) == {}
    rejected = effects(found, "erp.payment_rejection")
    assert rejected
    assert set(rejected) < set(effects(found, "procurement.payment"))


def test_without_a_bank_nothing_is_sent_and_nobody_is_asked() -> None:
    found = judged((), days=1)
    assert outcomes(found) == {}
    assert len(found.history.items) == 0


def test_every_file_is_sound() -> None:
    documents = Documents()
    spec = build_spec(RunRequest("ordinary_day", "reference", parties=("bank",)))
    found = run(spec, listening(documents), None)
    texts = [one.content.decode("ascii") for one in documents.sent.values()]
    paid = [one["reference"] for text in texts for one in payments(text)]
    assert sorted(paid) == sorted(effects(found, "bank.payment_expected"))
    assert paid
