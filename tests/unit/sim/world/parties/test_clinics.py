"""Two acquired clinics (S06): their keys collide, their documents hold every charge once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import batch_file, charge_file
from mock_systems.standards.files.charge_file import ChargeFile
from mock_systems.standards.hl7 import (
    Ack,
    AckCode,
    Decoder,
    Dft,
    Header,
    answer,
    build,
    encode,
    read,
)
from sim.obligations.known import Known
from sim.obligations.p14_acquisition_onboarding import FLOW
from sim.streams import Streams
from sim.world.builders.group_numbers import Numbering
from sim.world.calendar import CLOSES_H, OPENS_H
from sim.world.entities import ServiceCharge
from sim.world.parties.clinics.clinics import Clinics
from sim.world.parties.clinics.codes import MAPPING, own_codes
from sim.world.parties.party import Place
from tests.unit.sim.world.stand_in import Settings, Town

MESSAGES, FILES = "CLINIC1", "CLINIC2"
SENT_AT = datetime(2026, 4, 14, 9, tzinfo=UTC)
SERVICES = [ServiceCharge(f"SVC{n:05d}", f"VISIT {n}", 100 * n, "0510") for n in range(1, 60)]


class Neighbourhood:
    """The clinics alone in a group where nobody else works."""

    def __init__(self, days: float = 2.0, first_day: date = date(2026, 4, 14), seed: int = 7):
        self.town = Town(Settings(seed=seed, first_day=first_day, connected=False))
        self.posted: list[tuple[float, Document]] = []
        world = self.town.world
        world.agenda.stop_demand_at_s = days * 86_400
        place = Place(world.site, world.agenda, self.post, self.record)
        self.clinics = Clinics(place)
        self.clinics.start()
        self.town.clock.env.run(until=(days + 1) * 86_400)

    def post(self, mailbox: str, document: Document) -> None:
        assert mailbox == document.sender
        self.posted.append((self.town.clock.now_s(), document))

    def record(self, book: str, caller: str, effect: Effect) -> None:
        assert (book, caller) == ("clinics", "world/clinics")
        self.town.effect(book, caller, "", effect)

    def messages(self) -> list[Dft]:
        found = [d for _, d in self.posted if d.content_type == "application/hl7-v2+mllp"]
        texts = [text for d in found for text in Decoder().feed(d.content)]
        read_back = [read(text) for text in texts]
        assert len(read_back) == len(found)
        return [message for message in read_back if isinstance(message, Dft)]

    def files(self) -> list[ChargeFile]:
        found = [d for _, d in self.posted if d.content_type == "text/plain;layout=charge"]
        return [charge_file.read(d.content.decode()) for d in found]

    def charges(self, clinic: str) -> list[Effect]:
        return [e for e in self.town.of("clinics.charge") if e.key.startswith(f"{clinic}/")]

    def mapping(self, clinic: str) -> dict[str, str]:
        found = [d for _, d in self.posted if d.id == f"{clinic}.CHARGEMAP.txt"]
        _, rows = batch_file.read(MAPPING, found[0].content.decode())
        return {row.code: row.charge_code for row in rows[1:]}


@pytest.fixture(scope="module")
def two_days() -> Neighbourhood:
    return Neighbourhood()


def test_accounts_transactions_and_codes_of_the_clinics_collide(two_days: Neighbourhood) -> None:
    in_messages = [one for message in two_days.messages() for one in message.transactions]
    in_files = [one for file in two_days.files() for one in file.charges]
    accounts = {m.visit.encounter for m in two_days.messages()}
    assert accounts & {one.encounter for one in in_files}
    assert {t.transaction_id for t in in_messages} & {one.source_reference for one in in_files}
    first, second = two_days.mapping(MESSAGES), two_days.mapping(FILES)
    assert first.keys() == second.keys()
    assert sum(first[code] != second[code] for code in first) > len(first) // 2


def test_every_recorded_charge_is_in_one_document(two_days: Neighbourhood) -> None:
    in_messages = [
        (f"{MESSAGES}/{one.transaction_id}", one.quantity, (one.unit_amount_minor or 0))
        for message in two_days.messages()
        for one in message.transactions
    ]
    assert in_messages == [
        (e.key, e.quantity, e.amount_minor // e.quantity) for e in two_days.charges(MESSAGES)
    ]
    in_files = [
        (f"{FILES}/{one.source_reference}", one.quantity, one.amount_minor)
        for file in two_days.files()
        for one in file.charges
    ]
    assert in_files == [(e.key, e.quantity, e.amount_minor) for e in two_days.charges(FILES)]
    assert len(set(in_messages)) > 10
    assert len(set(in_files)) > 10


def test_billing_knows_every_encounter_before_its_charges(two_days: Neighbourhood) -> None:
    registered = {
        effect.key: at
        for at, _, effect in two_days.town.effects
        if effect.kind == "billing.encounter"
    }
    charged = [(at, e) for at, _, e in two_days.town.effects if e.kind == "clinics.charge"]
    assert all(registered[effect.facts["encounter"]] < at for at, effect in charged)
    assert two_days.town.noted()["refused"] == 0


def test_mappings_name_codes_of_the_charge_master_and_come_first(two_days: Neighbourhood) -> None:
    services = {service.code for service in two_days.town.enterprise.services}
    for clinic in (MESSAGES, FILES):
        assert set(two_days.mapping(clinic).values()) <= services
        own = [(at, d) for at, d in two_days.posted if d.sender == clinic]
        assert own[0][1].id == f"{clinic}.CHARGEMAP.txt"
    effects = two_days.charges(MESSAGES) + two_days.charges(FILES)
    for effect in effects:
        mapping = two_days.mapping(effect.key.partition("/")[0])
        assert mapping[effect.facts["code"]] == effect.facts["charge_code"]


def test_messages_go_out_in_office_hours_under_their_own_control_ids(
    two_days: Neighbourhood,
) -> None:
    headers = [message.header for message in two_days.messages()]
    assert [h.control_id for h in headers] == [
        f"{MESSAGES}-{n:07d}" for n in range(1, len(headers) + 1)
    ]
    assert all(OPENS_H - 1 <= h.sent_at.hour <= CLOSES_H for h in headers)


def test_a_file_comes_every_evening_even_without_charges() -> None:
    weekend = Neighbourhood(days=3, first_day=date(2026, 4, 17))
    batches = [file.batch for file in weekend.files()]
    assert [(b.number, b.business_date.day) for b in batches] == [(1, 17), (2, 18), (3, 19)]
    assert [bool(file.charges) for file in weekend.files()] == [True, False, False]


def test_the_same_seed_gives_the_same_documents_another_one_others() -> None:
    runs = [Neighbourhood(days=1, seed=seed).posted for seed in (7, 7, 8)]
    assert runs[0] == runs[1] != runs[2]


def acknowledgement(control_id: str, code: AckCode = AckCode.ACCEPT) -> bytes:
    header = Header("HUB-1", "HUB", "GROUP", "CLINBILL", MESSAGES, SENT_AT)
    return encode(build(Ack(header, code, control_id, "P03")))


def test_the_clinic_with_messages_takes_answers_to_its_own(two_days: Neighbourhood) -> None:
    first = next(d for _, d in two_days.posted if d.content_type.endswith("mllp"))
    judged = answer(Decoder().feed(first.content)[0])
    reply = encode(build(judged.ack("HUB-1", SENT_AT)))
    assert accept(two_days, reply) == ""
    assert two_days.town.noted()["refused"] == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MSH|", "one HL7 message in an MLLP frame, got 0"),
        (b"\x0bnonsense\x1c\r", "no readable answer"),
        (acknowledgement("CLINIC1-0009999"), "no message 'CLINIC1-0009999'"),
        (acknowledgement("CLINIC2-0000001"), "no message 'CLINIC2-0000001'"),
    ],
)
def test_anything_but_an_answer_to_its_own_is_refused(
    two_days: Neighbourhood, content: bytes, reason: str
) -> None:
    assert reason in accept(two_days, content)


def test_a_message_is_no_answer(two_days: Neighbourhood) -> None:
    first = next(d for _, d in two_days.posted if d.content_type.endswith("mllp"))
    assert "expected an ACK" in accept(two_days, first.content)


def test_a_negative_answer_is_noted_for_people() -> None:
    clinics = Neighbourhood(days=1)
    assert accept(clinics, acknowledgement("CLINIC1-0000001", AckCode.ERROR)) == ""
    assert [note[1:] for note in clinics.town.notes] == [
        ("refused", "clinics", "CLINIC1-0000001", "AE")
    ]


def test_the_clinic_with_files_takes_nothing(two_days: Neighbourhood) -> None:
    reply = Document("R-1", "integration", "text/plain", b"thanks")
    assert "takes no documents" in two_days.clinics.accept(FILES, reply)


def accept(neighbourhood: Neighbourhood, content: bytes) -> str:
    document = Document("HUB-1", "integration", "application/hl7-v2+mllp", content)
    return neighbourhood.clinics.accept(MESSAGES, document)


def test_a_charge_master_without_outpatient_services_is_an_error() -> None:
    rooms = [replace(service, revenue_code="0120") for service in SERVICES]
    with pytest.raises(ValueError, match="expected outpatient services"):
        own_codes(Numbering(Streams(7), MESSAGES, 0.0), rooms)


def test_codes_are_numbered_within_each_clinic() -> None:
    lists = [
        own_codes(Numbering(Streams(7), clinic, 0.0), SERVICES) for clinic in (MESSAGES, FILES)
    ]
    assert [one.code for one in lists[0]] == [one.code for one in lists[1]]
    assert len({one.charge_code for one in lists[0]}) == len(lists[0]) == 24
    assert any(one.price_minor != one.master_price_minor for one in lists[0])


@pytest.mark.parametrize(("feed", "within_s"), [("message", 3_600), ("file", 86_400)])
def test_p14_owes_the_groups_price_within_the_feeds_time(
    two_days: Neighbourhood, feed: str, within_s: int
) -> None:
    facts = {"feed": feed, "master_price_minor": 500}
    charge = Effect(
        "clinics.charge",
        "CLINIC1/T0000001",
        amount_minor=1_234,
        quantity=2,
        period="2026-04",
        facts=facts,
    )
    known = Known(two_days.town.enterprise)
    duties = [duty for duty in FLOW.duties if duty.on == charge.kind]
    owed = [(duty.within_s, one) for duty in duties for one in duty.owes(charge, known)]
    assert [(s, one.key, one.amount_minor, one.quantity) for s, one in owed] == [
        (within_s, "CLINIC1/T0000001", 1_000, 2)
    ]
