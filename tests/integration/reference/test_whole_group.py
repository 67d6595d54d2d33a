"""A month with its close in which every system and party S01-S21 and every flow P01-P19 takes part.

The reference alone serves it. Every document, those of the parties and those of the reference, is
judged by a referee that shares no code with its sender.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import pytest

from integration_under_test.boundary import Document
from sim.checkers.matching import match
from sim.cli import RunRequest, build_spec
from sim.conditions import CONDITIONS
from sim.experiment.run import Judged, run
from sim.obligations import FLOWS
from sim.world.parties import PARTIES
from tests.couriers.house import outcomes
from tests.integration.reference.listening import Documents, listening
from tests.integration.reference.runs import judged
from tests.referees.documents import errors, kind_of

ALL = tuple(PARTIES)
SCALE = 0.01
MAPS_A_KIND = 40
"""pyx12 reads the maps of so many interchanges of a kind; its envelope reader sees all of them."""
TAKEN = {
    *("997", "855", "856", "810", "999", "277", "835"),
    *("ADT^A01", "ADT^A03", "ADT^A04", "ADT^A08", "DFT^P03"),
    *("journal", "budget", "asset", "bai2", "item-price", "charge", "charge-map"),
    *("inventory-extract", "onboarding", "handover", "voucher", "vendor"),
}
SENT = {
    *("850", "997", "837", "nacha", "vendor", "batchanswer", "audit-checkpoint"),
    *("ACK^A01", "ACK^A03", "ACK^A04", "ACK^A08", "ACK^P03"),
}


@lru_cache(maxsize=1)
def month() -> tuple[Judged, Documents]:
    documents = Documents()
    spec = build_spec(RunRequest("month_end", "reference", scale=SCALE, parties=ALL))
    return run(spec, listening(documents), None), documents


def test_a_month_of_the_whole_group_passes() -> None:
    found, _ = month()
    assert found.recorded.quiescent
    assert found.verdict.outcome == "pass", outcomes(found)


def test_a_week_of_the_whole_group_passes_on_a_rough_cable() -> None:
    found = judged(ALL, "connected_week", SCALE, faults="rough_day")
    assert found.verdict.outcome == "pass", outcomes(found)


@pytest.mark.parametrize("flow", FLOWS)
def test_a_month_owes_something_in_every_flow(flow: str) -> None:
    found, _ = month()
    owed = match(found.history).obligations
    own = owed[owed["flow"] == flow]
    assert len(own)
    assert set(own["state"]) <= {"met", "late", "superseded", "in_flight"}


def test_all_conditions_hold_after_the_month() -> None:
    found, _ = month()
    summaries = {f.checker: f.summary for f in found.verdict.findings}
    assert summaries["consistency"] == f"{len(CONDITIONS)} conditions hold"


def test_a_month_brings_every_kind_of_document() -> None:
    _, documents = month()
    assert set(map(kind_of, documents.taken.values())) >= TAKEN
    assert set(map(kind_of, documents.sent.values())) >= SENT


def test_referees_find_fault_with_no_document_but_the_spoilt_ones() -> None:
    _, documents = month()
    spoilt = announced_as_spoilt()
    wrong = {
        name: said
        for name, said in judged_by_referees(documents.taken).items()
        if name not in spoilt and batch_of(documents.taken[name]) not in spoilt
    }
    assert wrong == {}


def test_referees_find_fault_with_no_document_of_the_reference() -> None:
    _, documents = month()
    assert judged_by_referees(documents.sent) == {}


def judged_by_referees(documents: Mapping[str, Document]) -> dict[str, list[str]]:
    """What they say of those with which they find fault, by id."""
    seen: Counter[str] = Counter()
    wrong = {}
    for name, document in documents.items():
        kind = kind_of(document)
        seen[kind] += 1
        if said := errors(document, with_maps=seen[kind] <= MAPS_A_KIND):
            wrong[name] = said[:2]
    return wrong


def announced_as_spoilt() -> set[str]:
    """Files of which the world says that they are faulty, or that were cut and came again."""
    found, documents = month()
    effects = found.history.effects
    faulty = effects["f"].astype(str).str.endswith(".faulty_file")
    cut = {name.replace(".RESENT", "") for name in documents.taken if ".RESENT" in name}
    return cut | set(effects.loc[faulty, "effect_key"].astype(str))


def batch_of(document: Document) -> str:
    """PAYROLL/1 of PAYROLL.JOURNAL.000001.txt: how a sender names a batch in its book."""
    number = re.search(r"\.(\d{6})", document.id)
    return f"{document.sender}/{int(number[1])}" if number else document.id
