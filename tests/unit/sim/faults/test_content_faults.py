"""Faults F17, F18, F19, F29, F30, F31, F32: what arrives is not what was meant."""

from __future__ import annotations

import math

import pytest
from pydantic_core import from_json, to_json

from sim.cable import Doubled, Fate, Late, Packet, Rewritten
from sim.faults.f17_schema_drift import RELEASES, SchemaDrift
from sim.faults.f18_semantic_drift import MEANINGS, SemanticDrift
from sim.faults.f19_poison import Poison, damaged
from sim.faults.f29_late_file import LateFile
from sim.faults.f30_truncated_file import TruncatedFile
from sim.faults.f31_replayed_file import ReplayedFile
from sim.faults.f32_missing_file import MissingFile
from sim.faults.fault import Fault
from sim.streams import Streams

EVENT = Packet("inventory>integration", "inventory.usage.recorded", "U-1", 1, 36000.0, True, True)
READ = Packet("integration>inventory", "list_items", "@600", 1, 36000.0, False, False)
FILE = Packet("BANK>integration", "text/plain;layout=bai2", "BANK.7", 1, 0.0, True, True)
HL7 = FILE._replace(hop="EHR>integration", f="application/hl7-v2+mllp")
ASKED = EVENT._replace(hop="portal>integration", f="find_price@1")
USAGE = b'{"usage_id":"U-1","qty":3,"performed_at":"20260414","erp_item_number":"1"}'
BATCH = b"HDR|A|B|1\nAST|12345\nAST|67890\nTRL|1|2|80235\n"
STREAMS = Streams(3)
PACKETS = 2000


def fates(fault: Fault, packet: Packet) -> list[Fate]:
    packets = (packet._replace(business_key=f"K-{n}") for n in range(PACKETS))
    return [fate for fate in (fault.decide(p, STREAMS) for p in packets) if fate is not None]


@pytest.mark.parametrize(
    ("fault", "packet", "kinds"),
    [
        (Poison(probability=0.2), EVENT, {Rewritten}),
        (LateFile(probability=0.2), FILE, {Late}),
        (TruncatedFile(probability=0.2), FILE, {Rewritten}),
        (ReplayedFile(probability=0.2), FILE, {Doubled}),
        (MissingFile(probability=0.2), FILE, {Rewritten, Late}),
    ],
)
def test_a_fault_acts_on_the_stated_share(fault: Fault, packet: Packet, kinds: set[type]) -> None:
    found = fates(fault, packet)
    assert abs(len(found) / PACKETS - 0.2) < 4 * math.sqrt(0.2 * 0.8 / PACKETS)
    assert set(map(type, found)) == kinds


@pytest.mark.parametrize("kind", [LateFile, TruncatedFile, ReplayedFile, MissingFile])
@pytest.mark.parametrize("packet", [EVENT, HL7, ASKED, READ])
def test_only_files_are_late_cut_replayed_or_missing(kind: type[Fault], packet: Packet) -> None:
    assert fates(kind.at("harsh"), packet) == []


@pytest.mark.parametrize("fault", [SchemaDrift.at("rough"), SemanticDrift(), Poison(probability=1)])
def test_documents_and_requests_do_not_drift(fault: Fault) -> None:
    assert fates(fault, FILE) == fates(fault, ASKED) == []


@pytest.mark.parametrize("intensity", ["mild", "rough", "harsh"])
def test_a_release_changes_the_form_of_events_and_answers_alike(intensity: str) -> None:
    fault = SchemaDrift.at(intensity)
    event, answer = fault.decide(EVENT, STREAMS), fault.decide(READ, STREAMS)
    assert isinstance(event, Rewritten)
    assert event.request is not None
    assert isinstance(answer, Rewritten)
    assert answer.answer is not None
    assert event.request(USAGE) == answer.answer(USAGE) != USAGE


def test_what_was_only_added_leaves_every_field_as_it_was() -> None:
    event = SchemaDrift(release="additive").decide(EVENT, STREAMS)
    assert isinstance(event, Rewritten)
    assert event.request is not None
    assert from_json(event.request(USAGE)).items() > from_json(USAGE).items()
    assert event.mended_after_s is None


def test_all_that_broke_has_come_again_when_the_window_ends() -> None:
    fault = SchemaDrift(release="reworked", from_h=8, until_h=12)
    for n in range(200):
        packet = EVENT._replace(t_s=8 * 3600.0 + 60.0 * n, business_key=f"U-{n}")
        fate = fault.decide(packet, STREAMS)
        assert isinstance(fate, Rewritten)
        assert fate.mended_after_s is not None
        assert 11.5 * 3600.0 <= packet.t_s + fate.mended_after_s <= 12 * 3600.0
    assert fault.decide(EVENT._replace(t_s=11.6 * 3600.0), STREAMS) is None


def test_every_release_is_of_use_and_every_meaning_keeps_the_form() -> None:
    assert all(RELEASES.values())
    for drifts in MEANINGS.values():
        fate = SemanticDrift(meaning="all").decide(EVENT, STREAMS)
        assert drifts
        assert isinstance(fate, Rewritten)
        assert fate.request is not None
        assert from_json(fate.request(USAGE)).keys() == from_json(USAGE).keys()


def test_a_meaning_is_that_of_events_and_of_answers_and_no_integration_can_know() -> None:
    fault = SemanticDrift(meaning="unit")
    event, answer = fault.decide(EVENT, STREAMS), fault.decide(READ, STREAMS)
    assert isinstance(event, Rewritten)
    assert event.request is not None
    assert isinstance(answer, Rewritten)
    assert answer.answer is not None
    assert from_json(event.request(USAGE))["qty"] == from_json(answer.answer(USAGE))["qty"] == 30
    assert fault.misleads


def test_poison_is_the_same_at_every_attempt_and_no_field_can_be_read() -> None:
    fault = Poison(probability=0.3)
    for n in range(50):
        packet = EVENT._replace(business_key=f"U-{n}")
        decided = [fault.decide(packet._replace(attempt=a), STREAMS) for a in (1, 2, 3)]
        assert len({type(fate) for fate in decided}) == 1
    assert not from_json(damaged(USAGE)).keys() & from_json(USAGE).keys()
    assert damaged(to_json({})) == b"{}"


def test_all_poison_is_mended_when_the_window_ends() -> None:
    fault = Poison(probability=1.0, until_h=12, mended_after_h=1.5)
    assert fault.decide(EVENT._replace(t_s=10.4 * 3600.0), STREAMS) is not None
    assert fault.decide(EVENT._replace(t_s=10.5 * 3600.0), STREAMS) is None


def test_a_cut_file_ends_within_a_record() -> None:
    for fate in fates(TruncatedFile(probability=1.0), FILE):
        assert isinstance(fate, Rewritten)
        assert fate.request is not None
        cut = fate.request(BATCH)
        assert BATCH.startswith(cut)
        assert not cut.endswith(b"\n")
        assert b"TRL|1|2|80235" not in cut


def test_a_file_that_keeps_its_order_is_whole_before_the_next_nights_comes() -> None:
    fault = TruncatedFile(probability=1.0, mended_after_h=36.0)
    nightly = FILE._replace(hop="WAREHOUSE>integration", f="text/plain;layout=inventory-extract")
    for packet, mended_h in ((FILE, 36.0), (nightly, 20.0)):
        for fate in fates(fault, packet):
            assert isinstance(fate, Rewritten)
            assert fate.mended_after_s == mended_h * 3600.0


def test_a_copy_comes_under_its_own_name() -> None:
    (fate, *_) = fates(ReplayedFile(probability=1.0, within_h=1.0), FILE)
    assert isinstance(fate, Doubled)
    assert (fate.name, 60.0 <= fate.after_s <= 3660.0) == ("COPY-K-0", True)


@pytest.mark.parametrize("kind", [LateFile, MissingFile])
def test_what_was_kept_back_is_let_through_when_it_is_sent_again(kind: type[Fault]) -> None:
    assert kind.at("harsh").decide(FILE, STREAMS) is not None
    assert kind.at("harsh").decide(FILE._replace(attempt=2), STREAMS) is None


def test_an_empty_file_is_found_as_late_as_a_missing_one() -> None:
    for fate in fates(MissingFile(probability=1.0, found_after_h=2.0), FILE):
        if isinstance(fate, Rewritten):
            assert fate.request is not None
            assert fate.request(BATCH) == b""
            assert fate.mended_after_s == 7200.0
        else:
            assert fate == Late(7200.0)
