"""The parties of an acquisition (P14, S06, S07, S08): colliding keys, files, what they refuse."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from integration_under_test.boundary import Document
from mock_systems.legacy_erp import LegacyErp
from mock_systems.service import Effect
from mock_systems.standards.files import (
    Batch,
    Cause,
    FileRejected,
    batch_file,
    inventory_extract,
    journal_file,
)
from sim.world.acquired import AcquiredSite
from sim.world.parties.acquisition.acquisition import Acquisition
from sim.world.parties.acquisition.checkpoint import CHECKPOINTS
from sim.world.parties.acquisition.handover_file import HANDOVER
from sim.world.parties.acquisition.master_file import MASTERS
from sim.world.parties.acquisition.take_back_file import TAKEBACK
from sim.world.parties.legacy_erp import vendor_file, voucher_file
from sim.world.parties.legacy_erp.sites import LOAD_S, LegacyErpSites
from sim.world.parties.legacy_erp.vendor_file import VendorRow
from sim.world.parties.legacy_materials.stores import LegacyStores
from sim.world.parties.party import Place
from tests.unit.sim.world.parties.site_files_referee import referee, whole
from tests.unit.sim.world.stand_in import Settings, Town

FIRST_DAY = date(2026, 4, 14)
READERS = {
    "ONBOARD": lambda text: batch_file.read(MASTERS, text),
    "HANDOVER": lambda text: batch_file.read(HANDOVER, text),
    "JOURNAL": journal_file.read,
    "VOUCHER": voucher_file.read,
    "VENDOR": vendor_file.read,
    "TAKEBACK": lambda text: batch_file.read(TAKEBACK, text),
    "INVEXTRACT": inventory_extract.read,
}


class Sites:
    """The three parties in a group where nobody else works and no integration answers."""

    def __init__(self, days: float = 3.0, seed: int = 7, rolled_back: float = 0.0) -> None:
        own = {"legacy_file_aborted_share": 0.5, "acquisition_rollback_share": rolled_back}
        settings = Settings(seed, 0.005, FIRST_DAY, own)
        settings.connected = False
        self.town = Town(settings)
        self.posted: list[Document] = []
        world = self.town.world
        world.agenda.stop_demand_at_s = days * 86_400
        place = Place(world.site, world.agenda, self.post, self.record)
        self.legacy_erp = LegacyErpSites(place)
        Acquisition(place).start()
        self.legacy_erp.start()
        LegacyStores(place).start()
        self.town.clock.env.run(until=(days + 1) * 86_400)

    def post(self, mailbox: str, document: Document) -> None:
        assert mailbox == document.sender
        self.posted.append(document)

    def record(self, book: str, caller: str, effect: Effect) -> None:
        self.town.effect(book, caller, "", effect)

    def of_kind(self, kind: str) -> list[Document]:
        return [document for document in whole(self.posted) if referee(document) == kind]

    @property
    def acquired(self) -> tuple[AcquiredSite, ...]:
        return self.town.enterprise.acquired


@pytest.fixture(scope="module")
def three_days() -> Sites:
    return Sites()


@pytest.fixture(scope="module")
def rolled_back() -> Sites:
    """Four days in which every site's first cut-over is undone."""
    return Sites(days=4.0, rolled_back=1.0)


@pytest.fixture(scope="module")
def quiet() -> Sites:
    """A night's few hours in which nobody works."""
    return Sites(days=0.1)


def vendor_document(text: str) -> Document:
    return Document("GROUP.VENDOR.1", "GROUP", "text/plain;layout=vendor", text.encode())


def vendor_text(site: str = "CLINIC1", vendor: str = "V1001", version: int = 4) -> str:
    row = VendorRow(site, vendor, "ACME", "NET60", "ACTIVE", version)
    return vendor_file.build(Batch("GROUP", 1, FIRST_DAY), [row])


def test_numbers_of_both_sites_collide_and_mean_different_things(three_days: Sites) -> None:
    first, second = three_days.acquired
    firms = {vendor.number: vendor.firm for vendor in first.vendors}
    assert any(firms.get(v.number, v.firm) != v.firm for v in second.vendors)
    items = {item.number: item.item for item in first.items}
    assert any(items.get(i.number, i.item) != i.item for i in second.items)
    accounts = {account.number: account.account for account in first.accounts}
    assert any(accounts[a.number] != a.account for a in second.accounts)


def test_a_site_knows_one_firm_twice_and_a_stranger_by_a_known_name(three_days: Sites) -> None:
    names = {supplier.name for supplier in three_days.town.enterprise.suppliers}
    for site in three_days.acquired:
        firms = [vendor.firm for vendor in site.vendors]
        assert len(set(firms)) < len(firms)
        assert any(v.name in names and not v.supplier for v in site.vendors)
    shared = [{v.firm for v in site.vendors if not v.supplier} for site in three_days.acquired]
    assert shared[0] & shared[1], "a firm that is new in both sites is to be opened once"


def test_every_kind_of_file_was_sent_and_passes_both_readers(rolled_back: Sites) -> None:
    kinds = set()
    for document in whole(rolled_back.posted):
        kind = referee(document)
        READERS[kind](document.content.decode())
        kinds.add(kind)
    assert kinds == set(READERS)


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_is_cut_or_changed_is_refused_by_line(rolled_back: Sites, kind: str) -> None:
    text = rolled_back.of_kind(kind)[0].content.decode()
    lines = text.splitlines(keepends=True)
    read = READERS[kind]
    with pytest.raises(FileRejected) as refused:
        read("".join(lines[:-1]))
    assert refused.value.cause is Cause.TRUNCATED
    with pytest.raises(FileRejected) as refused:
        read(text[:-1])
    assert refused.value.cause is Cause.TRUNCATED
    with pytest.raises(FileRejected) as refused:
        read("".join([*lines[:-2], lines[-1]]))
    assert refused.value.cause is Cause.RECORD_COUNT
    wrong = lines[-1][:-2] + ("1" if lines[-1][-2] != "1" else "2") + "\n"
    with pytest.raises(FileRejected) as refused:
        read("".join([*lines[:-1], wrong]))
    assert refused.value.cause is Cause.CONTROL_TOTAL


def test_batches_count_without_a_gap(three_days: Sites) -> None:
    for kind in ("JOURNAL", "VENDOR", "INVEXTRACT"):
        numbers = [int(d.id.split(".")[2]) for d in three_days.of_kind(kind)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_broken_transfer_comes_again_in_full(three_days: Sites) -> None:
    """F28, F30: the first is whole lines without a trailer, so that only a reader of it tells."""
    again = [document for document in three_days.posted if ".RESENT" in document.id]
    assert again, "no transfer broke in this run"
    for document in again:
        journal_file.read(document.content.decode())
        name = document.id.replace(".RESENT", "")
        cut = next(one for one in three_days.posted if one.id == name)
        assert document.content.startswith(cut.content)
        with pytest.raises(FileRejected) as refused:
            journal_file.read(cut.content.decode())
        assert refused.value.cause is Cause.TRUNCATED


def test_the_nights_journals_add_up_to_the_trial_balance_of_every_site(three_days: Sites) -> None:
    """AX3: nothing that was posted, opening balances included, stays behind."""
    left: Counter[str] = Counter()
    for document in three_days.of_kind("JOURNAL"):
        for line in journal_file.read(document.content.decode()).lines:
            key = f"{line.business_unit}/{line.account}"
            left[key] += line.debit_minor - line.credit_minor
    books = three_days.town.systems["legacy_erp"].books()
    assert left == {entry.key: entry.amount_minor for entry in books}
    assert {"CLINIC1/1000", "CLINIC2/2000"} <= set(left)


def test_a_bill_that_is_handed_over_is_handed_over_once(three_days: Sites) -> None:
    left = three_days.town.of("legacy_erp.parked_voucher")
    left += three_days.town.of("legacy_erp.forwarded_voucher")
    assert len(left) == len({effect.key for effect in left}) > 0


def test_a_bill_in_flight_is_in_the_hand_over_and_in_the_next_forwarding_file(
    three_days: Sites,
) -> None:
    flight = {effect.key for effect in three_days.town.of("legacy_erp.parked_voucher")}
    forwarded = {
        f"{voucher.site}/{voucher.number}"
        for document in three_days.of_kind("VOUCHER")
        for voucher in voucher_file.read(document.content.decode())[1]
    }
    assert flight
    assert flight <= forwarded


def test_no_cut_over_is_undone_unless_a_run_is_about_it(three_days: Sites) -> None:
    assert not three_days.of_kind("TAKEBACK")
    assert len(three_days.of_kind("HANDOVER")) == 2


def test_a_cut_over_that_failed_at_a_checkpoint_is_undone_and_made_again(
    rolled_back: Sites,
) -> None:
    """The second site's next evening is after the last day: it stays where it was."""
    names = [d.id for d in rolled_back.posted if d.sender == "ONBOARDING" and "ONB" not in d.id]
    assert names == [
        *("CLINIC1.HANDOVER.txt", "CLINIC1.TAKEBACK.txt", "CLINIC2.HANDOVER.txt"),
        *("CLINIC2.TAKEBACK.txt", "CLINIC1.HANDOVER.2.txt"),
    ]
    noted = [note[3:] for note in rolled_back.town.notes if note[1] == "rolled_back"]
    assert [site for site, _ in noted] == ["CLINIC1", "CLINIC2"]
    assert {name for _, name in noted} <= {checkpoint.name for checkpoint in CHECKPOINTS}


def test_a_site_takes_back_what_it_handed_over_and_what_came_since(rolled_back: Sites) -> None:
    town = rolled_back.town
    gone = {e.key for e in town.of("legacy_erp.parked_voucher") if e.key.startswith("CLINIC1")}
    gone |= {e.key for e in town.of("legacy_erp.forwarded_voucher") if "CLINIC1" in e.key}
    back = {e.key for e in town.of("legacy_erp.returned_bill") if e.key.startswith("CLINIC1")}
    assert back
    assert back <= gone
    payables = [effect.key for effect in town.of("legacy_erp.open_payable")]
    assert {effect.key for effect in town.of("legacy_erp.returned_payable")} <= set(payables)
    assert len(payables) == len(set(payables)), "a second cut-over's have numbers of their own"


def test_a_bill_that_came_back_is_posted_on_the_next_working_day(rolled_back: Sites) -> None:
    system = rolled_back.town.systems["legacy_erp"]
    assert isinstance(system, LegacyErp)
    vouchers = system.tables.vouchers.values()
    again = [v.status for v in vouchers if v.was and v.site == "CLINIC1"]
    assert again
    assert set(again) <= {"POSTED", "PAID"}


def test_the_extract_shows_what_soap_shows(three_days: Sites) -> None:
    last = three_days.of_kind("INVEXTRACT")[-1].content.decode()
    system = three_days.town.systems["legacy_materials"]
    books = {entry.key: entry.quantity for entry in system.books()}
    lines = inventory_extract.read(last).on_hand
    assert {f"{o.site}/{o.site}-{o.item}": o.quantity for o in lines} == books


def test_a_vendor_file_is_taken_and_told_as_the_integrations_doing() -> None:
    sites = Sites(days=0.1)
    assert sites.legacy_erp.accept("LEGACYERP", vendor_document(vendor_text())) == ""
    env = sites.town.clock.env
    env.run(until=env.now + 2 * LOAD_S)
    (told,) = [
        (caller, effect.key, effect.version)
        for _, caller, effect in sites.town.effects
        if effect.kind == "legacy_erp.vendor"
    ]
    assert told == ("integration", "CLINIC1/V1001", 4)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("".join(vendor_text().splitlines(keepends=True)[:-1]), "no trailer"),
        (vendor_text()[:-1], "not ended"),
        (vendor_text().replace("TRL|1|1|4", "TRL|1|1|5"), "control total"),
        (vendor_text().replace("TRL|1|1|4", "TRL|1|2|4"), "record count"),
        (vendor_text().replace("NET60", "COD"), "expected terms"),
        (vendor_text().replace("ACTIVE", "GONE"), "expected status"),
        (vendor_text(vendor="V9999"), "got CLINIC1/V9999"),
        (vendor_text(site="CLINIC9"), "got CLINIC9/V1001"),
        (vendor_text().replace("HDR|VENDOR", "HDR|VOUCHER"), "layout"),
    ],
)
def test_a_spoilt_vendor_file_is_refused_noted_and_changes_nothing(
    quiet: Sites, text: str, reason: str
) -> None:
    quiet.town.notes.clear()
    assert reason in quiet.legacy_erp.accept("LEGACYERP", vendor_document(text))
    env = quiet.town.clock.env
    env.run(until=env.now + 2 * LOAD_S)
    assert not quiet.town.of("legacy_erp.vendor")
    (noted,) = [note for note in quiet.town.notes if note[1] == "refused"]
    assert noted[3] == "GROUP.VENDOR.1"
    assert reason in noted[4]


def test_who_only_sends_takes_nothing(three_days: Sites) -> None:
    world = three_days.town.world
    place = Place(world.site, world.agenda, three_days.post, three_days.record)
    for party in (Acquisition(place), LegacyStores(place)):
        (mailbox,) = party.mailboxes()
        assert "takes no documents" in party.accept(mailbox, vendor_document(vendor_text()))
