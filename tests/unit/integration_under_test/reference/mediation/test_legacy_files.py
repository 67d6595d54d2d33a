"""Nightly files of the legacy systems, read from literal text; the vendor file, written."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Document
from integration_under_test.reference.exceptions import UnknownCode
from integration_under_test.reference.mediation.canonical.acquired_sites import (
    SiteBill,
    VendorChange,
)
from integration_under_test.reference.mediation.canonical.site_stock import (
    SiteReceipt,
    SiteReceipts,
    SiteStock,
)
from integration_under_test.reference.mediation.canonical.suppliers import Supplier
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import site_crosswalk, site_journals
from integration_under_test.reference.mediation.inventory import site_items
from integration_under_test.reference.mediation.legacy_erp import journals, vendors, vouchers
from integration_under_test.reference.mediation.legacy_materials import extracts
from integration_under_test.reference.mediation.protocols.batch_file import Damaged
from integration_under_test.reference.mediation.reading import open_document
from tests.unit.integration_under_test.reference.fakes import crosswalk

JOURNAL = """HDR,JOURNAL,LEGACYERP,3,20260414,1,1
JNL,CLINIC1-AP,1,SITEGL,CLINIC1,20260414,5000,,120.00,0.00,,
JNL,CLINIC1-AP,2,SITEGL,CLINIC1,20260414,2000,,0.00,120.00,,
TRL,3,2,24000
"""
VOUCHER = """HDR|VOUCHER|LEGACYERP|2|20260416|1|1
VCH|CLINIC1|V000009|V1001|5000|310.00|20260416
TRL|2|1|31000
"""
VENDOR = """HDR|VENDOR|LEGACYERP|3|20260415|1|1
VND|CLINIC1|V1003|Thomas-Green Co|NET45|ACTIVE|2
VND|CLINIC2|V1003|Other Co|NET10|ACTIVE|3
TRL|3|2|5
"""
CHARTS = {"CLINIC1": {"unit": "BU100", "accounts": {"5000": "5110", "2000": "2130"}}}
HEADER = "HDRINVEXTRACTLEGACYMM    00000003202604140101"
ON_HAND = "ONHCL1   MAIN      100001                                    00000000120000000415"
IN_BACK = "ONHCL1   BACK      100001                                    00000000030000000415"
ORDERED = "RCTCL1   R000001       0001CL1P00001     0001100001        "
RECEIPT = ORDERED + "                            0000000002BX20260414"
TRAILER = "TRL000000030000000300000000000017"
EXTRACT = "".join(f"{line}\n" for line in (HEADER, ON_HAND, IN_BACK, RECEIPT, TRAILER))
RECEIPTS = SiteReceipts(
    sender="LEGACYMM",
    number=3,
    came_as="LEGACYMM|inventory-extract|00000003",
    received_on="2026-04-14",
    receipts=(SiteReceipt("CL1", "100001", 2, 415),),
)
STORES = {"CL1": {"site": "CLINIC1", "unit": "BU100", "factors": {"100001": 10}}}


def opened(text: str, sender: str, content_type: str) -> Any:
    return open_document(Document(f"{sender}.txt", sender, content_type, text.encode()))


def journal(text: str = JOURNAL) -> Any:
    return opened(text, "LEGACYERP", "text/csv;layout=journal")


def extract(text: str = EXTRACT) -> Any:
    return opened(text, "LEGACYMM", "text/plain;layout=inventory-extract")


def test_a_nights_journal_is_posted_on_its_own_day_as_mapped() -> None:
    batch = journals.read(journal())
    body = site_journals.write(
        batch, Context(crosswalk(), consulted=CHARTS, posting_on="2026-04-14")
    )
    assert (body["Source"], body["BatchNumber"]) == ("LEGACYERP", "000003")
    assert (body["ControlCount"], body["ControlDebit"]) == (1, "120.00")
    (posted,) = body["Journals"]
    assert (posted["BusinessUnit"], posted["AccountingDate"]) == ("BU100", "2026-04-14")
    assert [line["Account"] for line in posted["Lines"]] == ["5110", "2130"]


def test_an_account_that_a_site_never_mapped_is_told_with_its_site() -> None:
    batch = journals.read(journal())
    chart = {"CLINIC1": {"unit": "BU100", "accounts": {"5000": "5110"}}}
    with pytest.raises(UnknownCode, match=r"CLINIC1.*2000"):
        site_journals.write(batch, Context(crosswalk(), consulted=chart))


def test_nothing_of_a_transfer_that_broke_is_posted() -> None:
    with pytest.raises(Damaged, match="TRUNCATED"):
        journals.read(journal("".join(JOURNAL.splitlines(keepends=True)[:3])))


def test_a_forwarded_bill_is_one_of_its_site() -> None:
    received = opened(VOUCHER, "LEGACYERP", "text/plain;layout=voucher")
    (bill,) = vouchers.read(received.content)
    assert bill == SiteBill("CLINIC1", "V000009", "V1001", "5000", 31000, "2026-04-16")


def test_the_terms_of_a_vendor_are_changed_by_its_sites_number() -> None:
    received = opened(VENDOR, "LEGACYERP", "text/plain;layout=vendor")
    first, second = vendors.read(received.content)
    assert second == VendorChange("CLINIC2", "V1003", "NET10", 3)
    assert site_crosswalk.write_change(first, Context(crosswalk())) == {
        "Site": "CLINIC1",
        "SiteVendor": "V1003",
        "SiteVersion": 2,
        "PaymentTerms": "NET45",
    }


def test_a_suppliers_change_is_told_under_all_its_numbers() -> None:
    supplier = Supplier("30000009", "Thomas-Green Co", "32-1174218", "NET45", True, 2)
    known_as = [("CLINIC1", "V1003"), ("CLINIC2", "V1007")]
    written_at = "2026-04-15T10:00:00+00:00"
    context = Context(crosswalk(), number=4, written_at=written_at)
    assert vendors.name(context) == "GROUP.VENDOR.000004.txt"
    assert vendors.write(supplier, known_as, context).decode() == (
        "HDR|VENDOR|GROUP|4|20260415|1|1\n"
        "VND|CLINIC1|V1003|Thomas-Green Co|NET45|ACTIVE|2\n"
        "VND|CLINIC2|V1007|Thomas-Green Co|NET45|ACTIVE|2\n"
        "TRL|4|2|4\n"
    )


def test_an_extract_says_what_a_store_has_and_what_it_received() -> None:
    receipts, stock = extracts.read(extract())
    assert receipts == RECEIPTS
    assert stock == (SiteStock("CL1", "100001", 15, 3),)
    report = site_items.write_stock(stock[0], Context(crosswalk(), consulted=STORES["CL1"]))
    assert report == {"site": "CLINIC1", "site_item": "100001", "qty": 15, "report": 3}


def test_receipts_are_accrued_at_the_cost_of_each_in_a_pack() -> None:
    context = Context(crosswalk(), consulted=STORES, posting_on="2026-04-14")
    body = site_journals.write_receipts(RECEIPTS, context)
    assert (body["Source"], body["BatchNumber"]) == ("LEGACYMM", "000003")
    (accrual,) = body["Journals"]
    assert (accrual["Reference"], accrual["Category"]) == ("CL1-000003", "SITERCT")
    sides = [(line["Account"], line["Debit"], line["Credit"]) for line in accrual["Lines"]]
    assert sides == [("5110", "83.00", "0.00"), ("2130", "0.00", "83.00")]


def test_a_receipt_of_what_the_site_never_mapped_waits() -> None:
    store = {"CL1": {"site": "CLINIC1", "unit": "BU100", "factors": {}}}
    with pytest.raises(UnknownCode, match=r"CLINIC1.*100001"):
        site_journals.write_receipts(RECEIPTS, Context(crosswalk(), consulted=store))


def test_nothing_of_a_damaged_extract_is_used() -> None:
    with pytest.raises(Damaged, match="CONTROL_TOTAL"):
        extracts.read(extract(EXTRACT.replace("0000000002BX", "0000000003BX")))
    costless = EXTRACT.replace("0001100001  ", "0001100002  ")
    with pytest.raises(KeyError, match="100002"):
        extracts.read(extract(costless))
