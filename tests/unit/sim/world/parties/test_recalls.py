"""The recall service and the safety office (S09) alone: what they send, what they take (C15)."""

from __future__ import annotations

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import batch_file
from sim.world.offers import LotRecall, RecalledLot
from sim.world.parties.recalls.files import NOTICE
from sim.world.parties.recalls.recalls import OFFICE, SERVICE, Recalls
from tests.unit.sim.world.parties.office import Office

RECALL = LotRecall(
    "Z-1",
    1,
    "cracks",
    (RecalledLot("100000001", "B1", True), RecalledLot("100000001", "N1", False)),
)
RESPONSE = """HDR|RECALLRESPONSE|GROUP|1|20260414|1|1
RSP|Z-1|100000001|B1|H01|4|2
RSP|Z-1|100000001|B1|H02|3|0
TRL|1|2|9
"""
PATIENTS = """HDR|RECALLPATIENTS|GROUP|2|20260414|1|1
PAT|Z-1|100000001|B1|US-00000017|H01|ENC-H01-I1000003|2|20260413101400
TRL|2|1|2
"""


def recalled() -> Office:
    """Three hours after a notice."""
    office = Office(Recalls)
    office.run(until=0.01)
    assert office.place.site.offers.recalls(RECALL)
    office.on(0.2)
    return office


def given(office: Office, mailbox: str, text: str, name: str = "RECALL.1.txt") -> str:
    document = Document(name, "GROUP", "text/plain", text.encode())
    return str(office.party.accept(mailbox, document))


def made(office: Office, kind: str) -> list[Effect]:
    return office.town.of(kind)


def test_a_grave_notice_is_sent_twice_and_names_every_lot() -> None:
    first, second = recalled().documents(SERVICE)
    assert first.id != second.id
    assert first.content == second.content
    batch, notices = batch_file.read(NOTICE, first.content.decode())
    assert batch.number == 1
    assert [(one.reference, one.grade, one.lot) for one in notices] == [
        ("Z-1", 1, "B1"),
        ("Z-1", 1, "N1"),
    ]


def test_each_lot_is_an_origin_of_its_own_that_says_whether_it_is_held() -> None:
    told = made(recalled(), "recalls.notice")
    assert [(one.key, one.facts["held"]) for one in told] == [
        ("Z-1/100000001/B1", True),
        ("Z-1/100000001/N1", False),
    ]


def test_a_response_counts_what_all_hospitals_set_aside() -> None:
    office = recalled()
    assert given(office, SERVICE, RESPONSE) == ""
    (answered,) = made(office, "recalls.response")
    assert (answered.key, answered.quantity) == ("Z-1/100000001/B1", 7)


def test_a_list_names_each_usage_once_however_often_it_comes() -> None:
    office = recalled()
    assert given(office, OFFICE, PATIENTS) == ""
    assert given(office, OFFICE, PATIENTS) == ""
    (affected,) = made(office, "safety.affected_usage")
    assert (affected.key, affected.quantity) == ("Z-1/100000001/B1/US-00000017", 2)
    assert "another file" in given(office, OFFICE, PATIENTS.replace("|2|", "|3|"))


def test_the_service_takes_no_patients_and_nobody_takes_a_damaged_file() -> None:
    office = recalled()
    assert "expected a file" in given(office, SERVICE, PATIENTS)
    assert "expected a file" in given(office, OFFICE, RESPONSE)
    assert "trailer" in given(office, SERVICE, RESPONSE.replace("TRL|1|2|9", "TRL|1|2|8"))
    assert made(office, "recalls.response") == made(office, "safety.affected_usage") == []


def test_a_usage_of_a_lot_after_its_notice_is_noted() -> None:
    office = recalled()
    office.party.on_effect("inventory", usage("B1"))
    office.party.on_effect("inventory", usage("B2"))
    assert office.town.noted()["recalled_lot_used"] == 1


def usage(lot: str) -> Effect:
    return Effect("inventory.usage", "US-1", facts={"item": "100000001", "lot": lot})
