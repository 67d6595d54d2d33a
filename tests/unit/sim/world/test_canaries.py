"""Canaries: every patient's identities are known, and nothing else is taken for one."""

from __future__ import annotations

from mock_systems.billing.claim_files import pseudonym_of
from mock_systems.service import Effect
from sim.world.canaries import ENCOUNTER, PERSON, Canaries, Canary

ENC = "ENC-H01-I0000004"


def test_an_encounter_is_found_wherever_it_stands() -> None:
    canaries = Canaries([ENC])
    for text in (f'{{"memo": "{ENC}"}}', f"PV1|1|I|||||||||||||||||{ENC}|", f"x{ENC}/1"):
        assert canaries.found_in(text.encode()) == (Canary(ENCOUNTER, ENC),)


def test_the_person_of_a_claim_is_found_by_name_or_number() -> None:
    name, member = pseudonym_of(ENC)
    text = f"NM1*QC*1*PSEUDO*{name}****MI*{member}~".encode()
    assert {one.kind for one in Canaries([ENC]).found_in(text)} == {PERSON}
    assert len(Canaries([ENC]).found_in(text)) == 2


def test_what_looks_like_a_patient_and_is_none_is_no_canary() -> None:
    canaries = Canaries([ENC])
    for text in (b"ENC-H01-I0000005", b"M1234567890", b"PO-00000011 P123456789", b""):
        assert canaries.found_in(text) == ()


def test_whoever_is_registered_becomes_a_canary_once() -> None:
    canaries = Canaries()
    for kind in ("ehr.admission", "billing.encounter", "billing.charge"):
        canaries.on_effect("billing", Effect(kind=kind, key=ENC))
    assert canaries.patients == 1
    assert canaries.found_in(ENC.encode())


def test_each_canary_is_told_once() -> None:
    assert len(Canaries([ENC]).found_in(f"{ENC} {ENC}".encode())) == 1
