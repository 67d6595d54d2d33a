"""The EHR (S11) alone: one message in flight, stays told in order, charges within them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.hl7 import (
    Ack,
    AckCode,
    Adt,
    AdtEvent,
    Decoder,
    Dft,
    Header,
    TransactionType,
    build,
    encode,
    read,
)
from sim.world.parties.ehr.ehr import Ehr
from sim.world.parties.hl7_post import ACK_WAIT_S, ATTEMPTS
from sim.world.parties.party import Place
from tests.unit.sim.world.stand_in import Settings, Town

DAY_S = 86_400.0
SENT_AT = datetime(2026, 4, 14, 9, tzinfo=UTC)


class Ward:
    """The EHR in a group whose only other life is its patients; it answers after a second."""

    def __init__(self, days: float = 3.0, answers: bool = True, seed: int = 7) -> None:
        self.town = Town(
            Settings(seed=seed, connected=False, parameters={"ehr_charge_credit_share": 0.05})
        )
        self.answers = answers
        self.posted: list[tuple[float, Document]] = []
        world = self.town.world
        self.ehr = Ehr(Place(world.site, world.agenda, self.post, self.record))
        self.ehr.start()
        self.town.run(days)

    def post(self, mailbox: str, document: Document) -> None:
        assert mailbox == document.sender == "EHR"
        self.posted.append((self.town.clock.now_s(), document))
        if self.answers:
            self.town.world.agenda.always_at(self.town.clock.now_s() + 1.0, self.answer, document)

    def answer(self, document: Document) -> None:
        assert accept(self.ehr, acknowledgement(document.id)) == ""

    def record(self, book: str, caller: str, effect: Effect) -> None:
        assert (book, caller) == ("ehr", "world/ehr")
        self.town.effect(book, caller, "", effect)

    def messages(self) -> list[Adt | Dft]:
        found = [read(Decoder().feed(d.content)[0]) for _, d in self.posted]
        assert all(isinstance(one, Adt | Dft) for one in found)
        return [one for one in found if isinstance(one, Adt | Dft)]


def acknowledgement(control_id: str, code: AckCode = AckCode.ACCEPT) -> bytes:
    header = Header("HUB-1", "HUB", "GROUP", "EHR", "GROUP", SENT_AT)
    return encode(build(Ack(header, code, control_id, "A01")))


def accept(ehr: Ehr, content: bytes) -> str:
    return ehr.accept("EHR", Document("A-1", "GROUP", "application/hl7-v2+mllp", content))


@pytest.fixture(scope="module")
def ward() -> Ward:
    return Ward()


def test_a_message_waits_for_the_answer_to_the_one_before(ward: Ward) -> None:
    times = [at for at, _ in ward.posted]
    assert all(later >= earlier + 1.0 for earlier, later in pairwise(times))
    assert [d.id for _, d in ward.posted] == [
        f"EHR-{n:09d}" for n in range(1, len(ward.posted) + 1)
    ]


def test_an_encounter_is_opened_closed_coded_in_this_order(ward: Ward) -> None:
    told: dict[str, list[AdtEvent]] = defaultdict(list)
    for message in ward.messages():
        if isinstance(message, Adt):
            told[message.visit.encounter].append(message.event)
    orders = {tuple(events[1:]) for events in told.values()}
    assert orders == {
        (),
        (AdtEvent.DISCHARGED,),
        (AdtEvent.DISCHARGED, AdtEvent.UPDATED),
    }
    for encounter, events in told.items():
        inpatient = "-I" in encounter
        assert events[0] is (AdtEvent.ADMITTED if inpatient else AdtEvent.REGISTERED)


def test_every_charge_in_the_book_is_in_one_message_at_the_masters_price(ward: Ward) -> None:
    prices = {one.code: one.price_minor for one in ward.town.enterprise.services}
    sent = Counter(
        (f"EHR/{one.transaction_id}", one.code, one.quantity, one.unit_amount_minor)
        for message in ward.messages()
        if isinstance(message, Dft)
        for one in message.transactions
    )
    effects = [*ward.town.of("ehr.charge"), *ward.town.of("ehr.credit")]
    assert sent == Counter(
        (e.key, e.facts["code"], e.quantity, e.amount_minor // e.quantity) for e in effects
    )
    assert all(e.amount_minor == prices[e.facts["code"]] * e.quantity for e in effects)
    assert set(sent.values()) == {1}
    assert len(sent) > 200


def test_a_message_has_charges_of_one_department_within_the_stay(ward: Ward) -> None:
    late = 0
    for message in ward.messages():
        if not isinstance(message, Dft):
            continue
        assert len({one.department for one in message.transactions}) == 1
        admitted_at = message.visit.admitted_at
        assert admitted_at is not None
        for one in message.transactions:
            assert admitted_at.date() <= one.service_date <= message.recorded_at.date()
            late += (message.recorded_at.date() - one.service_date).days >= 1
    assert late > 0


def test_a_credit_names_the_order_of_an_earlier_charge(ward: Ward) -> None:
    charged: dict[str, str] = {}
    taken_back = 0
    for message in ward.messages():
        for one in message.transactions if isinstance(message, Dft) else ():
            if one.type is TransactionType.CREDIT:
                assert charged[one.order] == one.code
                taken_back += 1
            else:
                charged[one.order] = one.code
    assert taken_back > 0


def test_without_an_answer_the_same_message_comes_again_ever_more_seldom() -> None:
    mute = Ward(days=1.0, answers=False)
    first = [(at, d) for at, d in mute.posted if d.id == "EHR-000000001"]
    assert len({d.content for _, d in first}) == 1
    assert len(first) == ATTEMPTS
    pauses = [later - earlier for (earlier, _), (later, _) in pairwise(first)]
    assert pauses == pytest.approx([ACK_WAIT_S * 2**n for n in range(ATTEMPTS - 1)])
    assert mute.town.noted()["unanswered"] >= 1
    assert {d.id for _, d in mute.posted} > {"EHR-000000001"}, "the line goes on"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MSH|", "one HL7 message in an MLLP frame, got 0"),
        (b"\x0bnonsense\x1c\r", "no readable answer"),
        (acknowledgement("EHR-999999999"), "no message 'EHR-999999999'"),
        (acknowledgement("CLINIC1-0000001"), "no message 'CLINIC1-0000001'"),
    ],
)
def test_anything_but_an_answer_to_its_own_is_refused(
    ward: Ward, content: bytes, reason: str
) -> None:
    assert reason in accept(ward.ehr, content)


def test_a_message_is_no_answer(ward: Ward) -> None:
    assert "expected an ACK" in accept(ward.ehr, ward.posted[0][1].content)


def test_a_negative_answer_is_noted_for_people(ward: Ward) -> None:
    before = ward.town.noted()["refused"]
    assert accept(ward.ehr, acknowledgement("EHR-000000001", AckCode.REJECT)) == ""
    assert ward.town.noted()["refused"] == before + 1


def test_billing_knows_the_payers_before_anybody_arrives(ward: Ward) -> None:
    first_s = next(at for at, _, e in ward.town.effects if e.kind == "ehr.admission")
    payers_s = [at for at, _, e in ward.town.effects if e.kind == "billing.payer"]
    assert payers_s
    assert max(payers_s) < first_s
    assert not ward.town.of("billing.encounter"), "nobody registers at the desk"


def test_the_same_seed_gives_the_same_messages_another_one_others() -> None:
    runs = [Ward(days=1.0, seed=seed).posted for seed in (7, 7, 8)]
    assert runs[0] == runs[1] != runs[2]
