"""Damaged documents at every mailbox: refused with a reason or answered in the negative.

Nothing raises, neither in `accept` nor later; a document that did not pass changes nothing, so the
sound one still does. Where a mutation left a sound document, it is taken entirely.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_under_test.boundary import Document
from mock_systems.standards.files import Batch, batch_answer_file, payment_file
from mock_systems.standards.files.batch_answer_file import REJECTED, BatchAnswer, BatchAnswerFile
from sim.plugins import load
from sim.world.calendar import DAY_S
from sim.world.parties import PARTIES
from sim.world.parties.feeds.feeds import Feeds
from sim.world.parties.legacy_erp.sites import LOAD_S
from sim.world.parties.party import Place
from tests.unit.sim.world.parties import test_bank, test_edi_suppliers, test_payers
from tests.unit.sim.world.parties.mutations import mutated
from tests.unit.sim.world.parties.office import DAY, Office
from tests.unit.sim.world.parties.test_acquired_sites import Sites, vendor_text
from tests.unit.sim.world.parties.test_ehr import Ward, accept, acknowledgement
from tests.unit.sim.world.stand_in import Settings
from tests.unit.sim.world.stand_in import Town as Group

few = settings(max_examples=60, deadline=None, derandomize=True)
PAYMENTS = (("PAY-1", 500), ("PAY-2", 700))
NACHA = payment_file.build(test_bank.file(*PAYMENTS)).encode("ascii")
CLAIMS = test_payers.interchange(test_payers.claim()).encode("ascii")
BATCH_ANSWER = "text/plain;layout=batchanswer"


@given(mutated(NACHA))
@few
def test_the_bank_takes_a_file_whole_or_not_at_all(bad: bytes) -> None:
    town = test_bank.Town()
    for number, minor in PAYMENTS:
        town.pay(number, minor)
    reason = town.send(bad.decode("latin-1"))
    town.env.run(until=DAY_S)
    received = town.of("bank.payment_received")
    if reason:
        assert received == []
        assert town.send(NACHA.decode()) == ""
    else:
        entries = [line for line in bad.decode("ascii").splitlines() if line[:1] == "6"]
        assert [minor for _, minor in received] == [int(line[29:39]) for line in entries]


@given(mutated(CLAIMS))
@few
def test_the_clearinghouse_files_only_claims_that_its_999_accepts(bad: bytes) -> None:
    town = test_payers.Town()
    town.release(test_payers.claim())
    reason = town.send(bad.decode("latin-1"))
    town.env.run(until=DAY_S)
    answers = "".join(text for _, text in town.posted)
    passed = re.search(r"IK5.[AE]", answers) is not None
    assert bool(town.keys("payers.claim_received")) == passed
    if reason:
        assert not town.posted
    if not passed:
        assert town.send(CLAIMS.decode()) == ""
        town.env.run(until=2 * DAY_S)
        assert town.keys("payers.claim_received") == ["CL-00000001/1"]


@given(st.data())
@few
def test_a_supplier_books_only_orders_that_its_997_accepts(data: st.DataObject) -> None:
    town = test_edi_suppliers.Town()
    town.issue()
    sound = test_edi_suppliers.sound(town)
    bad = data.draw(mutated(sound.encode("ascii"))).decode("latin-1")
    reason = town.send(bad)
    town.env.run(until=DAY_S)
    answers = "".join(text for _, _, text in town.posted)
    passed = re.search(r"AK5.[AE]", answers) is not None
    booked = town.effects("suppliers.order_received")
    assert bool(booked) == passed
    if reason:
        assert not town.posted
    if not passed:
        assert town.send(sound) == ""
        town.env.run(until=2 * DAY_S)
        assert town.effects("suppliers.order_received") == [("integration", "PO-1", 8000)]


@lru_cache
def sites() -> Sites:
    return Sites(days=0.1)


@given(mutated(vendor_text().encode("ascii")))
@few
def test_the_legacy_erp_loads_a_vendor_file_whole_or_not_at_all(bad: bytes) -> None:
    town = sites().town
    document = Document("GROUP.VENDOR.1", "GROUP", "text/plain;layout=vendor", bad)
    before = vendors()
    reason = sites().legacy_erp.accept("LEGACYERP", document)
    town.clock.env.run(until=town.clock.now_s() + LOAD_S + 1)
    if reason:
        assert vendors() == before
    else:
        header, *rows, trailer = [line.split("|") for line in bad.decode("ascii").splitlines()]
        versions = sum(int(row[6]) for row in rows)
        assert trailer == ["TRL", header[3], str(len(rows)), str(versions)]


def vendors() -> str:
    return repr(vars(sites().town.systems["legacy_erp"])["tables"].vendors)


@lru_cache
def ward() -> Ward:
    return Ward(days=0.5)


@given(st.integers(1, 3), st.data())
@few
def test_the_ehr_takes_answers_to_its_own_messages_alone(number: int, data: st.DataObject) -> None:
    sent = len(ward().posted)
    content = acknowledgement(f"EHR-{number:09d}")
    reason = accept(ward().ehr, data.draw(mutated(content)))
    assert len(ward().posted) == sent
    assert accept(ward().ehr, content) == ""
    assert isinstance(reason, str)


@lru_cache
def feeds() -> Office:
    office = Office(Feeds)
    office.run(2.0)
    return office


@given(st.data())
@few
def test_a_sender_of_batches_takes_answers_to_its_own_batches_alone(data: st.DataObject) -> None:
    office, mailbox = feeds(), "PAYROLL"
    sent = len(office.documents(mailbox))
    answer = BatchAnswer(mailbox, 1, REJECTED, "UNKNOWN_ACCOUNT", "no such account")
    file = BatchAnswerFile(Batch("GROUP", 1, DAY), (answer,))
    content = data.draw(mutated(batch_answer_file.build(file).encode()))
    before = len(office.town.of("feeds.rejection"))
    reason = office.party.accept(mailbox, Document("A.1", "GROUP", BATCH_ANSWER, content))
    rejected = office.town.of("feeds.rejection")[before:]
    if reason:
        assert rejected == []
    for effect in rejected:
        sender, _, number = effect.key.partition("/")
        assert (sender, 1 <= int(number) <= sent) == (mailbox, True)


@lru_cache
def everybody() -> tuple[Group, dict[str, Any]]:
    town = Group(Settings(connected=False))

    def post(mailbox: str, document: Document) -> None:
        raise AssertionError(f"{mailbox} answered garbage with {document.id}")

    def record(book: str, caller: str, effect: object) -> None:
        raise AssertionError(f"{book} took garbage for {effect}")

    place = Place(town.world.site, town.world.agenda, post, record)
    return town, {name: load(target, "party")(place) for name, target in PARTIES.items()}


STARTS = (b"", b"ISA*00*", b"\x0bMSH|^~\\&|", b"\x0b", b"HDR|", b"101 ", b"01,", b"\xff\xfe", b"{}")
TYPES = ("application/edi-x12", "application/hl7-v2+mllp", "text/plain;layout=nacha", BATCH_ANSWER)


@pytest.mark.parametrize("name", PARTIES)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=200), kind=st.sampled_from(TYPES))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_garbage_is_refused_with_a_reason(name: str, start: bytes, rest: bytes, kind: str) -> None:
    town, parties = everybody()
    for mailbox in parties[name].mailboxes():
        document = Document("G-1", "GROUP", kind, start + rest)
        assert parties[name].accept(mailbox, document), f"{mailbox} took {document.content!r}"
    town.clock.env.run(until=town.clock.now_s() + 1)
