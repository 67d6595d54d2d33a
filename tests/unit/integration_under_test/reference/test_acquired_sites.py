"""Acquired sites, served by the whole reference on fake systems."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from integration_under_test.boundary import Document, Event
from integration_under_test.reference import Reference
from integration_under_test.reference.policies import ONBOARDING_DESK, UNREADABLE
from tests.unit.integration_under_test.reference.fakes import FakeHost, refusal
from tests.unit.integration_under_test.reference.mediation.test_acquired_sites import MASTERS
from tests.unit.integration_under_test.reference.mediation.test_legacy_files import JOURNAL
from tests.unit.integration_under_test.reference.orchestration.test_acquisition import SUPPLIER
from tests.unit.integration_under_test.reference.test_batches import Mailbox

NOBODY: dict[str, Any] = {"items": [], "hasMore": False}
ALIASES = {"items": [{"Site": "CLINIC1", "SiteVendor": "V1003"}], "hasMore": False}
CHART = {"unit": "BU100", "accounts": {"5000": "5110", "2000": "2130"}}
WITHIN_S = 1800.0


@dataclass
class House:
    """A reference that runs, with the legacy ERP's mailbox."""

    host: FakeHost
    reference: Reference
    mailbox: Mailbox

    def wait(self) -> None:
        clock = self.host.clock
        clock.run_until(clock.now_s() + WITHIN_S)

    def take(self, text: str, sender: str, layout: str, name: str) -> None:
        kind = f"text/plain;layout={layout}"
        document = Document(name, sender, kind, text.encode())
        self.host.clock.run(self.reference.on_document(document))
        self.wait()

    def change_supplier(self, version: int, at: str = "2026-04-14T15:00:00+00:00") -> None:
        data = SUPPLIER | {"ObjectVersionNumber": version}
        event = Event(f"e-{version}", "/erp", "erp.supplier.changed", at, "30000009", data)
        self.host.clock.run(self.reference.on_event(event))
        self.wait()

    def sent(self, operation: str) -> list[Any]:
        return [body for name, body, _ in self.host.systems["erp"].calls if name == operation]

    def files(self) -> list[str]:
        return [document.content.decode().splitlines()[1] for document in self.mailbox.got]


@pytest.fixture
def house(host: FakeHost) -> House:
    mailbox, reference = Mailbox(), Reference()
    host.clock.run(reference.start(replace(host.ports(), partners={"LEGACYERP": mailbox})))
    return House(host, reference, mailbox)


def test_a_firm_that_two_sites_bring_is_opened_once(house: House) -> None:
    erp = house.host.systems["erp"]
    erp.plan("list_suppliers", NOBODY)
    erp.plan("create_supplier", {"SupplierNumber": "300"})
    erp.plan("register_supplier_alias", *2 * [{"SupplierNumber": "300"}])
    house.take(MASTERS, "ONBOARDING", "onboarding", "CLINIC1.ONBOARD.txt")
    other = MASTERS.replace("CLINIC1", "CLINIC2").replace("CL1", "CL2")
    house.take(other, "ONBOARDING", "onboarding", "CLINIC2.ONBOARD.txt")
    assert len(house.sent("create_supplier")) == 1
    assert house.sent("register_supplier_alias") == [
        {"Site": site, "SiteVendor": "V1001", "SupplierNumber": "300"}
        for site in ("CLINIC1", "CLINIC2")
    ]


def test_a_nights_journal_waits_for_the_master_file_of_its_site(house: House) -> None:
    house.take(JOURNAL, "LEGACYERP", "journal", "LEGACYERP.JOURNAL.000003.txt")
    assert house.sent("import_journal_batch") == []
    masters = MASTERS.replace("TRL|1|5|5", "ACC|2000|PAYABLES|2130\nTRL|1|6|6")
    house.take(masters, "ONBOARDING", "onboarding", "CLINIC1.ONBOARD.txt")
    (posted,) = house.sent("import_journal_batch")
    assert (posted["Source"], posted["BatchNumber"]) == ("LEGACYERP", "000003")


def test_a_transfer_that_broke_is_seen_and_posted_when_it_comes_again(house: House) -> None:
    house.host.clock.run(house.reference.store.remember("site/CLINIC1", CHART))
    broken = "".join(JOURNAL.splitlines(keepends=True)[:3])
    house.take(broken, "LEGACYERP", "journal", "LEGACYERP.JOURNAL.000003.txt")
    (item,) = house.host.items.values()
    assert (item.type, item.owner, item.flow) == (UNREADABLE, ONBOARDING_DESK, "P14")
    assert house.sent("import_journal_batch") == []
    for _ in range(2):
        house.take(JOURNAL, "LEGACYERP", "journal", "LEGACYERP.JOURNAL.000003.RESENT.txt")
    assert len(house.sent("import_journal_batch")) == 1


def test_a_version_of_a_supplier_that_another_overtook_is_not_told(house: House) -> None:
    house.host.systems["erp"].plan("find_supplier_aliases", ALIASES)
    house.change_supplier(3)
    house.change_supplier(2)
    assert house.files() == ["VND|CLINIC1|V1003|Thomas-Green Co|NET45|ACTIVE|3"]


def test_a_supplier_that_no_site_knows_is_told_to_nobody(house: House) -> None:
    house.host.systems["erp"].plan("find_supplier_aliases", NOBODY)
    house.change_supplier(2)
    assert house.files() == []


def test_an_alias_that_came_while_it_was_in_doubt_is_found_by_the_next_attempt(
    house: House,
) -> None:
    erp = house.host.systems["erp"]
    own = {"SupplierNumber": "300", "TaxIdentifier": "321174218", "Status": "ACTIVE"}
    known = {"items": [own], "hasMore": False}
    erp.plan("list_suppliers", known, known, known)
    erp.plan("register_supplier_alias", refusal("ALIAS_EXISTS", 409))
    erp.plan("find_supplier_aliases", NOBODY, {"items": [{"SupplierNumber": "300"}]})
    house.take(MASTERS, "ONBOARDING", "onboarding", "CLINIC1.ONBOARD.txt")
    assert len(house.sent("register_supplier_alias")) == 1
    assert house.host.items == {}


def join(house: House) -> None:
    """CLINIC1 joins with V1001, a firm that the ERP has as 30000009."""
    erp = house.host.systems["erp"]
    own = {"SupplierNumber": "30000009", "TaxIdentifier": "32-1174218", "Status": "ACTIVE"}
    erp.plan("list_suppliers", *2 * [{"items": [own], "hasMore": False}])
    erp.plan("find_supplier_aliases", NOBODY)
    erp.plan("register_supplier_alias", {"SupplierNumber": "30000009"})
    house.take(MASTERS, "ONBOARDING", "onboarding", "CLINIC1.ONBOARD.txt")


@pytest.mark.parametrize(
    ("changed_at", "told"),
    [
        ("2026-04-14T04:59:00+00:00", []),
        ("2026-04-14T05:00:00+00:00", ["VND|CLINIC1|V1001|Thomas-Green Co|NET45|ACTIVE|2"]),
    ],
    ids=["the day before in Chicago", "the master file's day"],
)
def test_a_site_that_joins_late_is_told_what_changed_since_its_master_file_was_made(
    house: House, changed_at: str, told: list[str]
) -> None:
    house.host.systems["erp"].plan("find_supplier_aliases", NOBODY)
    house.change_supplier(2, changed_at)
    assert house.files() == []
    join(house)
    assert house.files() == told
    assert house.host.items == {}


def test_an_older_version_does_not_reach_a_site_after_the_one_that_it_was_told_of_when_it_joined(
    house: House,
) -> None:
    erp = house.host.systems["erp"]
    erp.plan("find_supplier_aliases", NOBODY)
    house.change_supplier(3)
    join(house)
    erp.plan("find_supplier_aliases", ALIASES)
    house.change_supplier(2)
    assert house.files() == ["VND|CLINIC1|V1001|Thomas-Green Co|NET45|ACTIVE|3"]


def test_a_site_that_joins_is_told_nothing_where_nothing_changed_and_nobody_is_asked(
    house: House,
) -> None:
    join(house)
    assert house.files() == []
    assert len(house.sent("find_supplier_aliases")) == 1
