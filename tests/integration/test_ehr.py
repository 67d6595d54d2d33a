"""S11 and the front half of P10 in whole runs: what the EHR tells stands in billing, once.

The courier reads HL7 with a few lines of its own; every message is judged by hl7apy as well.
"""

from __future__ import annotations

from collections import Counter

import pytest

from integration_under_test.boundary import Document
from mock_systems.standards.hl7 import Adt, AdtEvent, Dft, read
from sim.experiment.run import Judged
from tests.couriers.ehr import (
    AnswersLate,
    EhrCourier,
    IgnoresControlIds,
    LosesCredits,
    MiscountsQuantities,
    ReadsOneCharge,
    RefusesMessages,
)
from tests.couriers.house import effects, outcomes, serve, states
from tests.unit.mock_systems.standards.hl7.referee import parsed

PARTIES = ("ehr",)


def served(kind: type[EhrCourier]) -> tuple[Judged, list[Document]]:
    return serve((kind,), PARTIES, days=1)


@pytest.fixture(scope="module")
def sound() -> tuple[Judged, list[Document]]:
    return served(EhrCourier)


def texts(documents: list[Document]) -> list[str]:
    return [document.content.decode()[1:-2] for document in documents]


def test_who_carries_every_message_passes(sound: tuple[Judged, list[Document]]) -> None:
    found, _ = sound
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    ended = states(found, "P10")
    assert {state.partition(" ")[2] for state in ended} == {"met"}
    assert {state.partition(" ")[0] for state in ended} == {
        "billing.charge",
        "billing.charge_credit",
        "billing.encounter",
        "billing.encounter_status",
    }


def test_each_message_satisfies_the_official_structures(
    sound: tuple[Judged, list[Document]],
) -> None:
    for text in texts(sound[1]):
        parsed(text)


def test_all_events_occur_and_an_encounter_opens_before_its_charges(
    sound: tuple[Judged, list[Document]],
) -> None:
    messages = [read(text) for text in texts(sound[1])]
    kinds: Counter[object] = Counter(m.event if isinstance(m, Adt) else "P03" for m in messages)
    assert set(kinds) == {*AdtEvent, "P03"}
    opened: set[str] = set()
    for message in messages:
        assert isinstance(message, Adt | Dft)
        if isinstance(message, Adt) and message.event in (AdtEvent.ADMITTED, AdtEvent.REGISTERED):
            opened.add(message.visit.encounter)
        assert message.visit.encounter in opened


def test_the_desks_register_nobody_and_usages_find_their_patients(
    sound: tuple[Judged, list[Document]],
) -> None:
    found, _ = sound
    rows = found.history.effects
    registered = rows[rows["f"] == "billing.encounter"]
    assert set(registered["process"].astype(str)) == {"integration"}
    assert effects(found, "billing.encounter") == effects(found, "ehr.admission")
    assert effects(found, "inventory.usage").total() > 0


def test_a_late_acknowledgement_makes_the_same_message_come_again() -> None:
    found, documents = served(AnswersLate)
    assert found.verdict.outcome == "pass", outcomes(found)
    contents: dict[str, set[bytes]] = {}
    for document in documents:
        contents.setdefault(document.id, set()).add(document.content)
    assert len(documents) > 1.9 * len(contents)
    assert {len(one) for one in contents.values()} == {1}


def test_who_takes_a_repeated_message_for_a_new_one_charges_twice() -> None:
    assert "duplicates" in outcomes(served(IgnoresControlIds)[0])


def test_a_negative_acknowledgement_is_noted_and_holds_nothing_up() -> None:
    found, documents = served(RefusesMessages)
    assert found.verdict.outcome == "pass", outcomes(found)
    noted = found.history.world[found.history.world["f"] == "refused"]
    assert len(noted[noted["process"].astype(str) == "world/ehr"]) == len(documents)


@pytest.mark.parametrize(
    ("kind", "checker"),
    [(LosesCredits, "loss"), (ReadsOneCharge, "loss"), (MiscountsQuantities, "variance")],
)
def test_whoever_does_less_than_the_message_says_fails(
    kind: type[EhrCourier], checker: str
) -> None:
    assert checker in outcomes(served(kind)[0])
