"""HL7 messages: each answered at once, worked off once, for a person if nobody can use it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from integration_under_test.boundary import Document, OutcomeUnknown, Unavailable
from integration_under_test.reference import Reference
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal
from tests.unit.integration_under_test.reference.mediation.hl7_samples import (
    ADMISSION,
    CHARGED,
    CLINIC_CHARGED,
    CODING,
    CREDITED,
    DISCHARGE,
    framed,
)
from tests.unit.mock_systems.standards.hl7.referee import parsed

CODES = """HDR|CHARGEMAP|CLINIC1|{number}|20260414|1|1
ENC|CLINIC1-
MAP|C101|X RAY|{code}
TRL|{number}|2|2
"""


@dataclass
class Mailbox:
    """Fails on cue, else keeps what it gets."""

    failures: list[Exception] = field(default_factory=list)
    got: list[Document] = field(default_factory=list)

    async def send(self, document: Document) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.got.append(document)

    def answers(self) -> list[tuple[str, str]]:
        """(code, control id of the message) of each."""
        lines = [document.content.decode().split("\r")[1].split("|") for document in self.got]
        return [(line[1], line[2]) for line in lines]


@dataclass
class House:
    """A reference with the mailboxes of those who send HL7, on a fake host."""

    host: FakeHost
    mailbox: Mailbox = field(default_factory=Mailbox)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Starts an incarnation on what the last one left."""
        partners = {"EHR": self.mailbox, "CLINIC1": self.mailbox}
        self.reference = Reference()
        ports = replace(self.host.ports(), partners=partners)
        self.host.clock.run(self.reference.start(ports))

    def crash(self) -> None:
        self.host.clock.run(self.reference.stop())
        self.begin()

    def take(self, kind: str, *segments: str, number: str = "EHR-1", sender: str = "EHR") -> None:
        content = framed(kind, number, *segments)
        document = Document(number, sender, "application/hl7-v2+mllp", content)
        self.host.clock.run(self.reference.on_document(document))

    def learn(self, number: int, code: str) -> None:
        content = CODES.format(number=number, code=code).encode()
        name = f"CLINIC1.{number}.txt"
        document = Document(name, "CLINIC1", "text/plain;layout=charge-map", content)
        self.host.clock.run(self.reference.on_document(document))

    def wait(self, seconds: float = 600.0) -> None:
        self.host.clock.run_until(self.host.clock.now_s() + seconds)

    def bodies(self, operation: str) -> list[dict[str, object]]:
        calls = self.host.systems["billing"].calls
        return [dict(body) for name, body, _ in calls if name == operation]


@pytest.fixture
def house(host: FakeHost) -> House:
    return House(host)


def test_a_message_is_answered_before_its_work_is_done(house: House) -> None:
    house.host.systems["billing"].plan("register_encounter", *[Unavailable("away")] * 3)
    house.take("ADT^A01", *ADMISSION)
    house.wait(1.0)
    assert house.mailbox.answers() == [("AA", "EHR-1")]
    house.wait()
    assert len(house.bodies("register_encounter")) == 4


def test_a_message_that_comes_again_is_known_by_its_control_id(house: House) -> None:
    for _ in range(2):
        house.take("DFT^P03", *CHARGED)
        house.wait()
    assert len(house.bodies("create_charge")) == 1
    assert house.mailbox.answers() == [("AA", "EHR-1")]


def test_an_answer_is_sent_until_it_arrives_even_by_the_next_incarnation(house: House) -> None:
    house.mailbox.failures += [OutcomeUnknown(), OutcomeUnknown()]
    house.take("ADT^A01", *ADMISSION)
    house.crash()
    house.wait()
    assert house.mailbox.answers() == [("AA", "EHR-1")]


def test_the_answer_satisfies_the_official_structure(house: House) -> None:
    house.take("ADT^A01", *ADMISSION)
    house.take("ADT^A01", ADMISSION[0], number="EHR-2")
    house.wait()
    positive, negative = (document.content.decode()[1:-2] for document in house.mailbox.got)
    assert parsed(positive).msa.msa_2.value == "EHR-1"
    assert parsed(negative).msa.msa_1.value == "AE"
    header = positive.split("\r")[0].split("|")
    assert header[2:6] == ["HUB", "GROUP", "EHR", "1234567890128"]
    assert header[8:12] == ["ACK^A01^ACK", "AEHR-1", "T", "2.5.1"]
    assert "expected a segment PV1" in negative


@pytest.mark.parametrize(
    ("kind", "segments", "code"),
    [
        ("ADT^A01", ADMISSION[:2], "AE"),
        ("DFT^P03", CHARGED[:3], "AE"),
        ("ORU^R01", ADMISSION, "AR"),
    ],
)
def test_what_nobody_can_use_is_answered_negatively_and_shown_to_a_person(
    house: House, kind: str, segments: tuple[str, ...], code: str
) -> None:
    for _ in range(2):
        house.take(kind, *segments)
    house.wait()
    (item,) = house.host.items.values()
    assert (item.type, item.owner) == ("unreadable_document", "revenue integrity desk")
    assert house.mailbox.answers() == [(code, "EHR-1")]
    assert house.host.storage.keys("outbox") == []


def test_a_message_that_its_sender_mended_is_taken_under_the_same_control_id(house: House) -> None:
    house.take("ADT^A01", *ADMISSION[:2])
    house.take("ADT^A01", *ADMISSION)
    house.wait()
    assert sorted(house.mailbox.answers()) == [("AA", "EHR-1"), ("AE", "EHR-1")]
    assert len(house.bodies("register_encounter")) == 1


def test_a_control_id_with_another_content_is_answered_negatively(house: House) -> None:
    house.take("DFT^P03", *CHARGED)
    house.take("DFT^P03", *CREDITED)
    house.wait()
    assert house.mailbox.answers()[1] == ("AE", "EHR-1")
    (item,) = house.host.items.values()
    assert item.type == "conflicting_document"


def test_what_has_no_readable_header_has_no_answer(house: House) -> None:
    document = Document("EHR-1", "EHR", "application/hl7-v2+mllp", b"\x0bPID|1\r\x1c\r")
    house.host.clock.run(house.reference.on_document(document))
    house.wait()
    assert len(house.host.items) == 1
    assert house.mailbox.got == []


def test_a_discharge_that_comes_first_waits_for_its_encounter(house: House) -> None:
    billing = house.host.systems["billing"]
    billing.plan("discharge_encounter", refusal("UNKNOWN_ENCOUNTER"))
    billing.plan("code_encounter", refusal("ILLEGAL_ENCOUNTER_STATE", 409))
    house.take("ADT^A08", *CODING, number="EHR-1")
    house.take("ADT^A03", *DISCHARGE, number="EHR-2")
    house.wait()
    assert len(house.bodies("discharge_encounter")) == len(house.bodies("code_encounter")) == 2
    assert house.host.items == {}


@pytest.mark.parametrize(
    ("kind", "segments", "operation", "code"),
    [
        ("ADT^A01", ADMISSION, "register_encounter", "DUPLICATE_ENCOUNTER"),
        ("ADT^A03", DISCHARGE, "discharge_encounter", "ILLEGAL_ENCOUNTER_STATE"),
    ],
)
def test_a_refusal_that_says_it_is_there_ends_the_retries(
    house: House, kind: str, segments: tuple[str, ...], operation: str, code: str
) -> None:
    house.host.systems["billing"].plan(operation, OutcomeUnknown(), refusal(code, 409))
    house.take(kind, *segments)
    house.wait()
    assert len(house.bodies(operation)) == 2
    assert house.host.storage.keys("outbox") == []
    assert house.host.items == {}


def test_a_credit_waits_for_its_charge_and_finds_it_after_a_restart(house: House) -> None:
    charge = {"chargeId": "CH-1", "status": "posted", "serviceDate": "20260414"}
    house.host.systems["billing"].plan("find_charges", {"charges": [charge]})
    house.take("DFT^P03", *CREDITED, number="EHR-2")
    house.wait(60.0)
    assert house.bodies("credit_charge") == []
    house.take("DFT^P03", *CHARGED, number="EHR-1")
    house.wait(1.0)
    house.crash()
    house.wait()
    assert house.bodies("find_charges") == [{"sourceReference": "EHR/T000000001"}]
    (credit,) = house.bodies("credit_charge")
    assert (credit["chargeId"], credit["creditReference"]) == ("CH-1", "EHR/T000000002")


def test_charges_of_a_clinic_wait_for_what_its_codes_mean(house: House) -> None:
    house.take("DFT^P03", *CLINIC_CHARGED, number="CLINIC1-1", sender="CLINIC1")
    house.wait(60.0)
    assert house.mailbox.answers() == [("AA", "CLINIC1-1")]
    assert house.bodies("create_charge") == []
    house.learn(1, "SVC00074")
    house.crash()
    house.wait()
    (charged,) = house.bodies("create_charge")
    assert charged["sourceReference"] == "CLINIC1/T0000001"
    assert charged["chargeCode"] == "SVC00074"


def test_a_code_that_is_not_mapped_is_for_a_person_who_mends_it(house: House) -> None:
    house.learn(1, "SVC00074")
    house.take("DFT^P03", *CLINIC_CHARGED, number="CLINIC1-1", sender="CLINIC1")
    house.wait(6 * 3600.0)
    (item,) = house.host.items.values()
    assert (item.type, item.owner, item.keys) == (
        "unmapped_code",
        "master data desk",
        ("CLINIC1/T0000002",),
    )
    assert len(house.bodies("create_charge")) == 1


def test_an_older_mapping_that_comes_late_changes_nothing(house: House) -> None:
    house.learn(2, "SVC00002")
    house.wait(60.0)
    house.learn(1, "SVC00001")
    house.wait(60.0)
    house.take("DFT^P03", *CLINIC_CHARGED, number="CLINIC1-1", sender="CLINIC1")
    house.wait(60.0)
    (charged,) = house.bodies("create_charge")
    assert charged["chargeCode"] == "SVC00002"
