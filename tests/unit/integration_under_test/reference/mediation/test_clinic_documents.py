"""Charges of acquired clinics, whatever their form, in the group's codes."""

from __future__ import annotations

import pytest

from integration_under_test.reference.exceptions import UnknownCode, Unsendable
from integration_under_test.reference.mediation.billing import services as billing_services
from integration_under_test.reference.mediation.canonical.services import (
    ClinicCodes,
    ClinicService,
    MappedCode,
)
from integration_under_test.reference.mediation.clinics import codes, services
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.protocols import batch_file, hl7
from tests.unit.integration_under_test.reference.fakes import crosswalk
from tests.unit.integration_under_test.reference.mediation.hl7_samples import (
    CLINIC_CHARGED,
    framed,
)

FILE = b"""HDR|CHARGE|CLINIC2|1|20260414|1|1
CHG|T0000001|100001|C101|2|310.00|20260414|FAMILY|
CHG|T0000002|100002|C102|-1|-12.50|20260413|FAMILY|
TRL|1|2|29750
"""
CODES = b"""HDR|CHARGEMAP|CLINIC2|3|20260414|1|1
ENC|CLINIC2-
MAP|C101|RADIOLOGY EXAM 74|SVC00074
MAP|C102|GLUCOSE|SVC00002
TRL|3|3|3
"""
SERVICE = ClinicService("CLINIC2", "T0000001", "100001", "C101", 2, "2026-04-14")
MEANINGS = {"prefix": "CLINIC2-", "codes": {"C101": "SVC00074", "C102": "SVC00002"}}


def context() -> Context:
    return Context(crosswalk(), consulted=MEANINGS, posting_on="2026-04-14")


def test_a_file_holds_charges_of_one_clinic() -> None:
    first, second = services.read_file("CLINIC2", batch_file.read(FILE))
    assert first == SERVICE
    assert (second.quantity, second.rendered_on) == (-1, "2026-04-13")


def test_a_message_names_the_account_at_the_clinic() -> None:
    message = hl7.read(framed("DFT^P03", "CLINIC1-1", *CLINIC_CHARGED))
    first, _ = services.read_message("CLINIC1", message)
    assert first == ClinicService("CLINIC1", "T0000001", "100001", "C101", 2, "2026-04-14")


def test_what_is_billed_are_the_groups_code_and_encounter() -> None:
    assert billing_services.write_of_clinic(SERVICE, context()) == {
        "sourceReference": "CLINIC2/T0000001",
        "encounterId": "CLINIC2-100001",
        "chargeCode": "SVC00074",
        "quantity": 2,
        "serviceDate": "20260414",
    }


def test_a_code_that_the_clinic_never_mapped_is_told_with_its_clinic() -> None:
    unmapped = ClinicService("CLINIC2", "T1", "1", "C999", 1, "2026-04-14")
    with pytest.raises(UnknownCode, match=r"CLINIC2.*C999"):
        billing_services.write_of_clinic(unmapped, context())


def test_a_credit_without_its_charge_is_for_a_person() -> None:
    credit = ClinicService("CLINIC2", "T2", "1", "C101", -1, "2026-04-14")
    with pytest.raises(Unsendable, match="takes back 1"):
        billing_services.write_of_clinic(credit, context())


def test_codes_are_kept_by_clinic_and_number_of_the_file() -> None:
    read = codes.read("CLINIC2", batch_file.read(CODES))
    mapped = (MappedCode("C101", "SVC00074"), MappedCode("C102", "SVC00002"))
    assert read == ClinicCodes("CLINIC2", 3, "CLINIC2-", mapped)
    assert codes.kept(read) == ("clinic-codes/CLINIC2", MEANINGS)


@pytest.mark.parametrize(
    "content",
    [FILE.replace(b"|29750", b"|29751"), FILE.replace(b"TRL|1|2", b"TRL|1|3"), FILE[:-30]],
)
def test_nothing_of_a_damaged_file_is_used(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"CONTROL_TOTAL|TRUNCATED"):
        list(services.read_file("CLINIC2", batch_file.read(content)))
