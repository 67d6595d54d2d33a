"""Files of acquired sites, read from literal text, in the group's words."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Document
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.mediation.acquisition import (
    handover_files,
    kept_sites,
    master_files,
    take_back_files,
)
from integration_under_test.reference.mediation.billing import site_codes
from integration_under_test.reference.mediation.canonical.acquired_sites import (
    AcquiredSite,
    OpenOrder,
    SiteAccount,
    SiteBill,
    SiteChargeCode,
    SiteItem,
    SiteReturn,
    SiteVendor,
)
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import site_crosswalk, take_backs, take_overs
from integration_under_test.reference.mediation.inventory import site_items
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from tests.unit.integration_under_test.reference.fakes import ITEM, crosswalk

MASTERS = """HDR|ONBOARD|CLINIC1|1|20260414|1|1
SIT|CLINIC1|Family Clinic 1|BU100|CL1
VND|V1001|Harper-Lope|32-1174218|NET30
ITM|100001|CATHETER 47MM #454|BX|10|100000001
ACC|5000|LAB SUPPLIES|5110
CHG|C101|RADIOLOGY EXAM 74|SVC00074
TRL|1|5|5
"""
HANDOVER = """HDR|HANDOVER|CLINIC1|1|20260415|1|1
OPO|PO000001|V1003|1234.50
OAP|AP000002|V1001|88.00
PRK|V000007|V1009|5100|120.00|20260414
TRL|1|3|144250
"""
TAKEBACK = """HDR|TAKEBACK|CLINIC1|1|20260416|1|1
OPO|PO000001|1234.50
OAP|AP000002|88.00
BIL|V000007|120.00
TRL|1|3|144250
"""
VENDOR = SiteVendor("CLINIC1", "V1001", "Harper-Lope", "32-1174218", "NET30")
MEANING = take_overs.Meaning("30000009", "BU100", "5110")


def opened(text: str, layout: str = "onboarding") -> Any:
    kind = f"text/plain;layout={layout}"
    return open_document(Document("CLINIC1.txt", "ONBOARDING", kind, text.encode()))


def test_a_master_file_holds_all_keys_of_one_site() -> None:
    site, vendors, codes, as_of = master_files.read(opened(MASTERS).content)
    assert site == AcquiredSite(
        code="CLINIC1",
        business_unit="BU100",
        store="CL1",
        version=1,
        accounts=(SiteAccount("CLINIC1", "5000", "5110"),),
        items=(SiteItem("CLINIC1", "100001", "100000001", 10),),
    )
    assert vendors == (VENDOR,)
    assert codes == (SiteChargeCode("CLINIC1", "C101", "SVC00074"),)
    assert as_of == "2026-04-14"


def test_each_site_counts_its_own_files_in_one_mailbox() -> None:
    other = MASTERS.replace("CLINIC1", "CLINIC2")
    assert opened(MASTERS).key == "ONBOARDING|onboarding|CLINIC1/1"
    assert opened(other).key == "ONBOARDING|onboarding|CLINIC2/1"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("TRL|1|5|5", "TRL|1|6|6", "CONTROL_TOTAL"),
        ("TRL|1|5|5\n", "", "TRUNCATED"),
        ("|32-1174218|", "|unknown|", "RECORD.*tax number of vendor V1001"),
        ("|BX|10|", "|BX|0|", "RECORD"),
        ("SIT|CLINIC1|", "SIT|CLINIC2|", "RECORD.*the site CLINIC1"),
        ("ACC|5000", "ZZZ|5000", "RECORD"),
    ],
)
def test_nothing_of_a_damaged_master_file_is_used(before: str, after: str, reason: str) -> None:
    with pytest.raises(Damaged, match=reason):
        master_files.read(opened(MASTERS.replace(before, after)).content)


def test_a_site_is_kept_by_its_code_and_by_its_store() -> None:
    site = master_files.read(opened(MASTERS).content).site
    facts = {"unit": "BU100", "accounts": {"5000": "5110"}}
    assert kept_sites.kept(site) == ("site/CLINIC1", facts)
    of_store = {"site": "CLINIC1", "unit": "BU100", "factors": {"100001": 10}}
    assert kept_sites.kept_store(site) == ("site-store/CL1", of_store)


def test_a_firm_is_told_by_the_digits_of_its_tax_number() -> None:
    assert VENDOR.firm == "321174218"
    active = {"TaxIdentifier": "321 174 218", "Status": "ACTIVE"}
    assert site_crosswalk.is_firm(active, "321174218")
    assert not site_crosswalk.is_firm({**active, "TaxIdentifier": "32-1174219"}, "321174218")
    assert not site_crosswalk.is_firm({**active, "Status": "INACTIVE"}, "321174218")


def test_a_firm_that_has_a_supplier_number_is_not_opened_again() -> None:
    assert site_crosswalk.write_supplier(VENDOR, Context(crosswalk(), consulted="300")) is None
    assert site_crosswalk.write_supplier(VENDOR, Context(crosswalk(), consulted="")) == {
        "SupplierName": "Harper-Lope",
        "TaxIdentifier": "32-1174218",
        "PaymentTerms": "NET30",
    }
    alias = site_crosswalk.write_alias(VENDOR, Context(crosswalk(), consulted="300"))
    assert alias == {"Site": "CLINIC1", "SiteVendor": "V1001", "SupplierNumber": "300"}
    assert site_crosswalk.write_alias(VENDOR, Context(crosswalk(), consulted="")) is None


def test_a_number_that_means_something_else_proves_nothing() -> None:
    account = SiteAccount("CLINIC1", "5000", "5110")
    assert site_crosswalk.is_mapped(account, {"items": [{"Account": "5110"}]})
    assert not site_crosswalk.is_mapped(account, {"items": [{"Account": "5120"}]})
    code = SiteChargeCode("CLINIC1", "C101", "SVC00074")
    assert site_codes.is_mapped(code, {"items": [{"chargeCode": "SVC00074"}]})
    assert not site_codes.is_mapped(code, {"items": [{"chargeCode": "SVC00075"}]})


def test_an_item_is_registered_by_the_inventorys_own_id() -> None:
    item = SiteItem("CLINIC1", "100001", ITEM, 10)
    assert site_items.write(item, Context(crosswalk(), consulted=True)) is None
    assert site_items.write(item, Context(crosswalk(), consulted=False)) == {
        "site": "CLINIC1",
        "site_item": "100001",
        "item_id": "IV-1",
        "factor": 10,
    }
    with pytest.raises(UnknownCode, match="100000099"):
        site_items.write(SiteItem("CLINIC1", "1", "100000099", 1), Context(crosswalk()))


def test_what_is_open_is_taken_over_under_the_sites_own_reference() -> None:
    order, accrued, in_flight = handover_files.read(opened(HANDOVER, "handover").content)
    assert order == OpenOrder("CLINIC1", "PO000001", "V1003", 123450)
    assert accrued == SiteBill("CLINIC1", "AP000002", "V1001", "", 8800, "2026-04-15")
    assert in_flight == SiteBill("CLINIC1", "V000007", "V1009", "5100", 12000, "2026-04-14")
    assert take_overs.write_order(order, Context(crosswalk(), consulted=MEANING)) == {
        "Site": "CLINIC1",
        "Reference": "PO000001",
        "SupplierNumber": "30000009",
        "BusinessUnit": "BU100",
        "OpenAmount": "1234.50",
    }


def test_a_bill_is_posted_on_its_day_to_the_groups_account() -> None:
    bill = SiteBill("CLINIC1", "V000007", "V1009", "5100", 12000, "2026-04-14")
    context = Context(crosswalk(), consulted=MEANING, posting_on="2026-04-14")
    body = take_overs.write_bill(bill, context)
    assert (body["AccountingDate"], body["Amount"]) == ("2026-04-14", "120.00")
    assert body["Account"] == "5110"
    assert take_overs.find(bill, context) == {"Site": "CLINIC1", "Reference": "V000007"}


def test_nothing_of_a_damaged_handover_is_taken_over() -> None:
    with pytest.raises(Damaged, match="CONTROL_TOTAL"):
        handover_files.read(opened(HANDOVER.replace("88.00", "89.00"), "handover").content)


def test_what_a_second_cut_over_hands_over_has_a_reference_of_its_own() -> None:
    """A bill in flight has none: its number is used up when its site takes it back."""
    second = HANDOVER.replace("CLINIC1|1|", "CLINIC1|2|").replace("TRL|1|", "TRL|2|")
    records = handover_files.read(opened(second, "handover").content)
    assert [record.number for record in records] == ["PO000001#2", "AP000002#2", "V000007"]


def test_what_a_site_takes_back_is_known_by_how_it_was_handed_over() -> None:
    order, accrued, bill = take_back_files.read(opened(TAKEBACK, "takeback").content)
    assert order == SiteReturn("CLINIC1", "PO000001", "ORDER", 123450, "2026-04-16")
    assert (accrued.number, accrued.kind) == ("AP000002", "OPENING_BILL")
    assert (bill.number, bill.kind) == ("V000007", "BILL")
    second = TAKEBACK.replace("CLINIC1|1|", "CLINIC1|2|").replace("TRL|1|", "TRL|2|")
    records = take_back_files.read(opened(second, "takeback").content)
    assert [record.number for record in records] == ["PO000001#2", "AP000002#2", "V000007"]


def test_nothing_of_a_damaged_take_back_file_is_used() -> None:
    with pytest.raises(Damaged, match="CONTROL_TOTAL"):
        take_back_files.read(opened(TAKEBACK.replace("144250", "1"), "takeback").content)


def test_a_return_is_reversed_on_its_own_day() -> None:
    order, *_ = take_back_files.read(opened(TAKEBACK, "takeback").content)
    assert take_backs.posting_day(order, crosswalk()) == "2026-04-16"
    assert take_backs.write(order, Context(crosswalk(), posting_on="2026-04-16")) == {
        "Site": "CLINIC1",
        "Reference": "PO000001",
        "Kind": "ORDER",
        "AccountingDate": "2026-04-16",
    }
    assert take_backs.find(order, Context(crosswalk())) == {
        "Site": "CLINIC1",
        "Reference": "PO000001",
    }
