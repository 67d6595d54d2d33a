"""What a day's cut says to the analytics warehouse."""

from __future__ import annotations

from integration_under_test.reference.mediation.analytics import batches, dimensions
from integration_under_test.reference.mediation.analytics.dimensions import NewMembers
from integration_under_test.reference.mediation.billing import cut_charges
from integration_under_test.reference.mediation.canonical.facts import DayCut, Fact
from integration_under_test.reference.mediation.context import Context
from integration_under_test.reference.mediation.erp import postings
from integration_under_test.reference.mediation.inventory import cut_usages
from tests.unit.integration_under_test.reference.fakes import ITEM, crosswalk

GLN = "1234567890128"
JOURNAL = {
    "JournalNumber": "J00000007",
    "BusinessUnit": "BU100",
    "AccountingDate": "2026-04-14",
    "Category": "Receiving",
    "Reference": "RC-1/1",
    "Lines": [
        {"Account": "14100", "CostCenter": "", "Amount": "412.00"},
        {"Account": "22200", "CostCenter": "", "Amount": "-412.00"},
    ],
}


def test_a_line_of_a_journal_is_a_row_and_debits_are_the_control_total() -> None:
    cut = DayCut("journal", "2026-04-14", GLN, (GLN,))
    facts = list(postings.read(JOURNAL))
    assert batches.write(cut, Context(crosswalk(), consulted=facts)) == {
        "batch_id": "journal-1234567890128-2026-04-14",
        "feed": "erp",
        "table": "journal",
        "facility": "1234567890128",
        "business_day": "2026-04-14",
        "control_count": 2,
        "control_total": "412.00",
        "rows": [
            {
                "transaction_id": "J00000007/1",
                "account": "14100",
                "item": "",
                "period": "2026-04",
                "quantity": 0,
                "amount": "412.00",
            },
            {
                "transaction_id": "J00000007/2",
                "account": "22200",
                "item": "",
                "period": "2026-04",
                "quantity": 0,
                "amount": "-412.00",
            },
        ],
    }


def test_a_charge_leaves_without_its_encounter() -> None:
    charge = {
        "chargeId": "CHG-1",
        "encounterId": "ENC-1",
        "facilityId": 11,
        "quantity": 2,
        "amountCents": 8005,
        "serviceDate": "20260331",
    }
    assert list(cut_charges.read(charge)) == [
        Fact("billing:11", "CHG-1", "2026-03", quantity=2, amount_minor=8005)
    ]


def test_a_usage_has_its_item_and_the_month_in_which_it_was_used() -> None:
    usage = {
        "usage_id": "US-1",
        "facility": "H01",
        "erp_item_number": ITEM,
        "qty": 3,
        "performed_at": "20260331235900",
        "encounter_id": "ENC-1",
    }
    assert list(cut_usages.read(usage)) == [
        Fact("inventory:H01", "US-1", "2026-03", item=ITEM, quantity=3)
    ]


def test_a_hospital_without_facts_has_no_batch() -> None:
    cut = DayCut("charge", "2026-04-14", GLN, (GLN,))
    assert batches.write(cut, Context(crosswalk(), consulted=[])) is None


def test_only_its_own_batch_proves_a_day() -> None:
    cut = DayCut("charge", "2026-04-14", GLN, (GLN,))
    assert batches.is_loaded(cut, {"rows": [{"batch_id": "charge-1234567890128-2026-04-14"}]})
    assert not batches.is_loaded(cut, {"rows": [{"batch_id": "by-hand"}]})
    assert not batches.is_loaded(cut, {})


def test_a_key_that_is_no_member_is_merged_under_its_own_name() -> None:
    cut = DayCut("journal", "2026-04-14", "", (GLN,))
    new = NewMembers("account", ("61990",))
    assert dimensions.write(cut, Context(crosswalk(), consulted=new)) == {
        "dimension": "account",
        "members": [{"key": "61990", "name": "61990"}],
    }
    assert dimensions.write(cut, Context(crosswalk())) is None
    assert dimensions.keys_of("account", postings.read(JOURNAL)) == {"14100", "22200"}
