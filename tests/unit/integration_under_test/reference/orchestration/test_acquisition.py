"""What the files of acquired sites ask for, and what a changed supplier owes to them."""

from __future__ import annotations

from typing import Any

from integration_under_test.boundary import Document, Event
from integration_under_test.reference.events.command import Step
from integration_under_test.reference.mediation.reading import open_document
from integration_under_test.reference.orchestration.documents import flow_of
from integration_under_test.reference.orchestration.supplier_master import on_supplier_changed
from tests.unit.integration_under_test.reference.fakes import crosswalk
from tests.unit.integration_under_test.reference.mediation.test_acquired_sites import (
    HANDOVER,
    MASTERS,
    TAKEBACK,
)
from tests.unit.integration_under_test.reference.mediation.test_legacy_files import (
    EXTRACT,
    JOURNAL,
    RECEIPT,
    VENDOR,
    VOUCHER,
)

SUPPLIER = {
    "SupplierNumber": "30000009",
    "SupplierName": "Thomas-Green Co",
    "TaxIdentifier": "32-1174218",
    "PaymentTerms": "NET45",
    "Status": "ACTIVE",
    "ObjectVersionNumber": 2,
}


def planned(
    sender: str, layout: str, text: str, media_type: str = "text/plain", partners: str = ""
) -> list[Step]:
    kind = f"{media_type};layout={layout}"
    received = open_document(Document(f"{sender}.txt", sender, kind, text.encode()))
    flow = flow_of(received)
    assert flow is not None
    assert flow.id == "P14"
    known = crosswalk()
    known.partners = frozenset(partners.split())
    return list(flow.plan(received, known))


def named(steps: list[Step]) -> list[tuple[str, str]]:
    return [(step.kind, step.key) for step in steps]


def test_every_key_of_a_site_is_mapped() -> None:
    assert named(planned("ONBOARDING", "onboarding", MASTERS)) == [
        ("open_supplier", "321174218"),
        ("register_alias", "CLINIC1/V1001"),
        ("keep_site", "CLINIC1"),
        ("keep_store", "CL1"),
        ("map_account", "CLINIC1/5000"),
        ("register_site_item", "CLINIC1/100001"),
        ("map_charge_code", "CLINIC1/C101"),
    ]


def test_one_firm_is_opened_by_one_site_after_the_other_whatever_it_is_called() -> None:
    here = planned("ONBOARDING", "onboarding", MASTERS)
    other = MASTERS.replace("CLINIC1", "CLINIC2").replace("|32-1174218|", "|321174218|")
    there = planned("ONBOARDING", "onboarding", other)
    assert {step.sequence for step in (*here[:2], *there[:2])} == {"firm/321174218"}


def test_what_a_firm_means_to_a_site_and_what_is_told_of_it_stay_in_order() -> None:
    steps = planned("ONBOARDING", "onboarding", MASTERS, partners="LEGACYERP")
    told = [step for step in steps if step.sequence == "firm/321174218"]
    assert [step.kind for step in told] == ["open_supplier", "register_alias", "tell_newcomer"]
    assert sequence_of_change(SUPPLIER) == "firm/321174218"


def test_a_bill_in_flight_is_one_bill_whichever_file_brings_it() -> None:
    handed = planned("ONBOARDING", "handover", HANDOVER)
    assert named(handed) == [
        ("take_over_order", "CLINIC1/PO000001"),
        ("take_over_bill", "CLINIC1/AP000002"),
        ("take_over_bill", "CLINIC1/V000007"),
    ]
    forwarded = planned("LEGACYERP", "voucher", VOUCHER.replace("V000009", "V000007"))
    assert named(forwarded) == [("take_over_bill", "CLINIC1/V000007")]


def test_what_a_site_takes_back_waits_for_no_take_over() -> None:
    steps = planned("ONBOARDING", "takeback", TAKEBACK)
    assert named(steps) == [
        ("return_to_site", "CLINIC1/PO000001"),
        ("return_to_site", "CLINIC1/AP000002"),
        ("return_to_site", "CLINIC1/V000007"),
    ]
    assert {step.sequence for step in steps} == {""}


def test_a_second_cut_over_asks_for_what_the_first_did_again() -> None:
    second = HANDOVER.replace("CLINIC1|1|", "CLINIC1|2|").replace("TRL|1|", "TRL|2|")
    first = set(named(planned("ONBOARDING", "handover", HANDOVER)))
    again = set(named(planned("ONBOARDING", "handover", second)))
    assert first & again == {("take_over_bill", "CLINIC1/V000007")}


def test_a_nights_files_are_a_batch_of_journals_and_changes_vendor_by_vendor() -> None:
    journals = planned("LEGACYERP", "journal", JOURNAL, "text/csv")
    assert named(journals) == [("import_site_journals", "LEGACYERP/000003")]
    changes = planned("LEGACYERP", "vendor", VENDOR)
    assert named(changes) == [
        ("change_vendor", "CLINIC1/V1003#2"),
        ("change_vendor", "CLINIC2/V1003#3"),
    ]
    assert [step.sequence for step in changes] == ["vendor/CLINIC1/V1003", "vendor/CLINIC2/V1003"]


def test_a_night_without_receipts_owes_no_accrual() -> None:
    stock = ("report_site_stock", "CL1/100001")
    assert named(planned("LEGACYMM", "inventory-extract", EXTRACT)) == [
        ("accrue_site_receipts", "LEGACYMM/3"),
        stock,
    ]
    trailer = "TRL000000030000000200000000000015"
    quiet = EXTRACT.replace(f"{RECEIPT}\n", "").replace(EXTRACT.splitlines()[-1], trailer)
    assert named(planned("LEGACYMM", "inventory-extract", quiet)) == [stock]


def steps_of_change(data: dict[str, Any], *partners: str) -> list[Step]:
    known = crosswalk()
    known.partners = frozenset(partners)
    at = "2026-04-14T15:00:00+00:00"
    event = Event("e-1", "/erp", "erp.supplier.changed", at, data["SupplierNumber"], data)
    return list(on_supplier_changed(event, known))


def sequence_of_change(data: dict[str, Any]) -> str:
    return steps_of_change(data, "LEGACYERP")[-1].sequence


def changed(data: dict[str, Any], *partners: str) -> list[str]:
    return [step.kind for step in steps_of_change(data, *partners)]


def test_sites_are_told_of_changes_as_long_as_there_is_a_legacy_erp() -> None:
    everywhere = ["sync_supplier", "sync_party"]
    assert changed(SUPPLIER, "LEGACYERP") == [*everywhere, "send_vendor_file"]
    assert changed(SUPPLIER) == everywhere
    assert changed({**SUPPLIER, "ObjectVersionNumber": 1}, "LEGACYERP") == everywhere
