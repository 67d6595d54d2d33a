"""A month with its close in which every system and party S01-S21 and every flow P01-P19 takes part.

The couriers stand in for an integration that serves everything, on a calm cable: what is owed can
be done, nothing is owed that cannot, and the books agree. Every document is judged by a referee
that shares no code with its sender.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from integration_under_test.boundary import Document
from sim.checkers.matching import match
from sim.conditions import CONDITIONS
from sim.experiment.run import Judged
from sim.obligations import FLOWS
from sim.world.parties import PARTIES
from tests.couriers.everybody import EVERYBODY
from tests.couriers.house import outcomes, serve
from tests.referees.documents import errors, kind_of

SCALE = 0.01
MAPS_A_KIND = 40
"""pyx12 reads the maps of so many interchanges of a kind; its envelope reader sees all of them."""
KINDS = {
    *("997", "855", "856", "810", "999", "277", "835"),
    *("ADT^A01", "ADT^A03", "ADT^A04", "ADT^A08", "DFT^P03"),
    *("journal", "budget", "asset", "bai2", "item-price", "charge", "charge-map"),
    *("inventory-extract", "onboarding", "handover", "voucher", "vendor"),
}


def month() -> tuple[Judged, list[Document]]:
    return serve(EVERYBODY, tuple(PARTIES), "month_end", SCALE)


def test_a_month_of_the_whole_group_passes() -> None:
    found, _ = month()
    assert found.recorded.quiescent
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
    assert {kind_of(document) for document in documents} >= KINDS


def test_referees_find_fault_with_no_document_but_the_spoilt_ones() -> None:
    _, documents = month()
    spoilt = announced_as_spoilt()
    seen: Counter[str] = Counter()
    wrong = []
    for document in documents:
        kind = kind_of(document)
        seen[kind] += 1
        said = errors(document, with_maps=seen[kind] <= MAPS_A_KIND)
        if said and document.id not in spoilt and batch_of(document) not in spoilt:
            wrong.append((document.id, said[:2]))
    assert wrong == []


def announced_as_spoilt() -> set[str]:
    """Files of which the world says that they are faulty, or that were cut and came again."""
    found, documents = month()
    effects = found.history.effects
    faulty = effects["f"].astype(str).str.endswith(".faulty_file")
    cut = {one.id.replace(".RESENT", "") for one in documents if ".RESENT" in one.id}
    return cut | set(effects.loc[faulty, "effect_key"].astype(str))


def batch_of(document: Document) -> str:
    """PAYROLL/1 of PAYROLL.JOURNAL.000001.txt: how a sender names a batch in its book."""
    number = re.search(r"\.(\d{6})", document.id)
    return f"{document.sender}/{int(number[1])}" if number else document.id
