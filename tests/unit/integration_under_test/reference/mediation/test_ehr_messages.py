"""What the EHR's messages mean, and how billing is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.mediation.billing import encounters as billing_encounters
from integration_under_test.reference.mediation.billing import services as billing_services
from integration_under_test.reference.mediation.canonical.encounters import (
    Admission,
    Coding,
    Discharge,
)
from integration_under_test.reference.mediation.canonical.json_form import from_json, to_json
from integration_under_test.reference.mediation.canonical.services import (
    RenderedService,
    ServiceCredit,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.ehr import encounters, services
from integration_under_test.reference.mediation.protocols import hl7
from tests.unit.integration_under_test.reference.fakes import crosswalk
from tests.unit.integration_under_test.reference.mediation import hl7_samples
from tests.unit.integration_under_test.reference.mediation.hl7_samples import framed

SERVICE = RenderedService("EHR/T000000001", "E-1", "LAB00001", 2, "2026-04-14", "LAB", "O000000001")
CODED = Coding("E-1", ("J189", "E119"), ("0BH17EZ",), "194")


def message(kind: str, segments: tuple[str, ...]) -> hl7.Message:
    return hl7.read(framed(kind, "EHR-1", *segments))


def test_an_admission_opens_an_encounter_at_its_hospital() -> None:
    admission = encounters.read_admission(message("ADT^A01", hl7_samples.ADMISSION))
    assert admission == Admission(
        "E-1", "gln:1234567890128", "I", "2026-04-14", ("PAY-MCR", "PAY-SUP")
    )
    assert billing_encounters.write_admission(admission, Context(crosswalk())) == {
        "encounterId": "E-1",
        "facilityId": 11,
        "class": "I",
        "admittedOn": "20260414",
        "coverages": ["PAY-MCR", "PAY-SUP"],
    }
    with pytest.raises(UnknownCode, match="1234567890128"):
        billing_encounters.write_admission(admission, Context(Crosswalk()))


def test_a_discharge_has_its_day() -> None:
    discharge = encounters.read_discharge(message("ADT^A03", hl7_samples.DISCHARGE))
    assert discharge == Discharge("E-1", "2026-04-16")
    body = billing_encounters.write_discharge(discharge, Context(crosswalk()))
    assert body == {"encounterId": "E-1", "dischargedOn": "20260416"}


def test_a_coding_is_taken_whole() -> None:
    coding = encounters.read_coding(message("ADT^A08", hl7_samples.CODING))
    assert coding == CODED
    assert billing_encounters.write_coding(CODED, Context(crosswalk())) == {
        "encounterId": "E-1",
        "diagnosisCodes": ["J189", "E119"],
        "procedureCodes": ["0BH17EZ"],
        "drg": "194",
    }
    assert encounters.read_coding(message("ADT^A08", hl7_samples.CODING[:3])) is None


@pytest.mark.parametrize(
    ("status", "drg", "proven"),
    [("coded", "194", True), ("final_billed", "194", True), ("coded", "195", False),
     ("discharged", "194", False)],
)  # fmt: skip
def test_only_the_same_coding_proves_that_it_was_taken(status: str, drg: str, proven: bool) -> None:
    answer = {
        "status": status,
        "diagnosisCodes": ["J189", "E119"],
        "procedureCodes": ["0BH17EZ"],
        "drg": drg,
    }
    assert billing_encounters.is_coded(CODED, answer) is proven


def test_a_service_is_charged_in_billings_terms() -> None:
    (service,) = services.read(message("DFT^P03", hl7_samples.CHARGED))
    assert service == SERVICE
    context = Context(crosswalk(), posting_on="2026-04-14")
    assert billing_services.write(SERVICE, context) == {
        "sourceReference": "EHR/T000000001",
        "encounterId": "E-1",
        "chargeCode": "LAB00001",
        "quantity": 2,
        "serviceDate": "20260414",
        "departmentCode": "LAB",
    }


def test_a_credit_takes_back_the_charge_of_its_order_that_stands() -> None:
    (credit,) = services.read(message("DFT^P03", hl7_samples.CREDITED))
    assert credit == ServiceCredit("EHR/T000000002", "O000000001", "LAB00001", "2026-04-14")
    assert billing_services.ordered(credit) == billing_services.ordered(SERVICE)
    charges = [
        {"chargeId": "CH-1", "status": "credited", "serviceDate": "20260414"},
        {"chargeId": "CH-2", "status": "posted", "serviceDate": "20260414"},
    ]
    own_day = Context(crosswalk(), consulted={"charges": charges}, posting_on=credit.rendered_on)
    body = billing_services.write_credit(credit, own_day)
    assert body == {
        "chargeId": "CH-2",
        "reason": "taken back by the department",
        "creditReference": "EHR/T000000002",
    }
    moved = replace(own_day, posting_on="2026-05-01")
    assert billing_services.write_credit(credit, moved) == {**body, "creditDate": "20260501"}
    gone = Context(crosswalk(), consulted={"charges": charges[:1]})
    assert billing_services.write_credit(credit, gone) is None


def _without(segments: tuple[str, ...], text: str, by: str = "") -> tuple[str, ...]:
    return tuple(segment.replace(text, by) for segment in segments)


@pytest.mark.parametrize(
    ("read", "segments"),
    [
        (encounters.read_admission, hl7_samples.ADMISSION[:2]),
        (encounters.read_admission, _without(hl7_samples.ADMISSION, "20260414081500")),
        (encounters.read_admission, _without(hl7_samples.ADMISSION, "^1234567890128")),
        (encounters.read_discharge, hl7_samples.ADMISSION),
        (services.read, hl7_samples.CHARGED[:3]),
        (services.read, _without(hl7_samples.CHARGED, "|CG|", "|XX|")),
        (services.read, _without(hl7_samples.CHARGED, "|||2|", "|||0|")),
        (services.read, _without(hl7_samples.CHARGED, "|||2|", "||||")),
        (services.read, _without(hl7_samples.CREDITED, "O000000001")),
    ],
)
def test_what_lacks_something_is_refused(read: Any, segments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"empty|segment|transaction|whole number"):
        list(read(message("ADT^A01", segments)))


@pytest.mark.parametrize("document", [CODED, SERVICE])
def test_it_survives_the_store(document: Any) -> None:
    assert from_json(to_json(document)) == document
