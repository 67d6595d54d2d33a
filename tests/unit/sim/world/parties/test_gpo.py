"""The purchasing organisation (S10) alone: whole contracts, right totals, files without gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from integration_under_test.boundary import Document
from mock_systems.service import Effect
from mock_systems.standards.files import FileRejected, item_price_file
from mock_systems.standards.files.item_price_file import ItemPriceFile
from sim.obligations.known import Known
from sim.obligations.p03_contract_price import FLOW
from sim.world.parties.gpo.gpo import Gpo
from sim.world.parties.party import Place
from tests.couriers.gpo import price_rows
from tests.unit.sim.world.stand_in import Settings, Town

EVENTFUL = {
    "gpo_file_d": 5.0,
    "gpo_file_correction_share": 1.0,
    "gpo_file_resent_share": 1.0,
    "contract_changes_late_share": 0.5,
}


class Office:
    """The organisation in a group; nobody imports its files."""

    def __init__(self, days: float = 16.0, seed: int = 7) -> None:
        self.town = Town(Settings(seed=seed, connected=False, parameters=EVENTFUL))
        self.posted: list[Document] = []
        world = self.town.world
        self.gpo = Gpo(Place(world.site, world.agenda, self.post, self.record))
        self.gpo.start()
        self.town.run(days)

    def post(self, mailbox: str, document: Document) -> None:
        assert mailbox == document.sender == "GPO"
        self.posted.append(document)

    def record(self, book: str, caller: str, effect: Effect) -> None:
        assert (book, caller) == ("gpo", "world/gpo")
        self.town.effect(book, caller, "", effect)

    def files(self) -> list[ItemPriceFile]:
        """Each once, in order of their numbers."""
        texts = {document.content.decode() for document in self.posted}
        return sorted(map(item_price_file.read, texts), key=lambda file: file.batch.number)


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


def test_files_are_numbered_without_gaps_and_all_sent_again(office: Office) -> None:
    numbers = [file.batch.number for file in office.files()]
    assert numbers == list(range(1, len(numbers) + 1))
    copies = [d for d in office.posted if d.id.startswith("COPY.")]
    originals = {d.id: d.content for d in office.posted if not d.id.startswith("COPY.")}
    assert copies
    assert all(originals[d.id.removeprefix("COPY.")] == d.content for d in copies)
    assert office.town.noted()["refused"] == 0


def test_a_second_reader_finds_the_totals_that_the_group_owes_itself(office: Office) -> None:
    owed = {effect.key: effect for effect in office.town.of("gpo.price_file")}
    for document in office.posted:
        header, rows, trailer = price_rows(document.content.decode())
        effect = owed[f"GPO1-{int(header[3]):06d}"]
        assert (effect.quantity, effect.amount_minor) == (len(rows), int(trailer[3]))
        duty = next(one for one in FLOW.duties if one.on == "gpo.price_file")
        (found,) = duty.owes(effect, Known(office.town.enterprise))
        assert (found.key, found.quantity) == (effect.key, effect.quantity)


def test_a_file_names_every_line_of_its_contracts(office: Office) -> None:
    lines = {c.number: {line.item for line in c.lines} for c in office.town.enterprise.contracts}
    for file in office.files():
        named: dict[str, set[str]] = {}
        for price in file.prices:
            named.setdefault(price.contract_number, set()).add(price.catalogue_number)
        assert all(items == lines[contract] for contract, items in named.items())


def test_some_prices_come_late_others_with_notice(office: Office) -> None:
    notices = {
        (price.effective_from - file.batch.business_date).days
        for file in office.files()
        for price in file.prices
    }
    assert min(notices) < 0 < max(notices)


def test_prices_change_from_file_to_file_but_little(office: Office) -> None:
    last = {
        (c.number, one.item): one.price_minor
        for c in office.town.enterprise.contracts
        for one in c.lines
    }
    changes = 0
    for file in office.files():
        for price in file.prices:
            key = (price.contract_number, price.catalogue_number)
            changes += last[key] != price.unit_price_minor
            assert 0.9 * last[key] - 1 <= price.unit_price_minor <= 1.1 * last[key] + 1
            last[key] = price.unit_price_minor
    assert changes > 0


def test_a_cut_file_is_rejected_whole(office: Office) -> None:
    text = office.posted[0].content.decode()
    lines = text.splitlines(keepends=True)
    with pytest.raises(FileRejected):
        item_price_file.read("".join(lines[:1] + lines[2:]))
    with pytest.raises(FileRejected):
        item_price_file.read("".join(lines[:-1]))


def test_an_import_is_signed_version_by_version_and_left_by_the_desk(office: Office) -> None:
    ours = {file.prices[0].contract_number for file in office.files()}
    amended = {effect.key.partition("/")[0] for effect in office.town.of("contracts.activation")}
    assert not ours & amended
    assert office.town.of("contracts.adoption")


def test_it_takes_no_documents(office: Office) -> None:
    document = Document("X-1", "GROUP", "text/plain", b"")
    assert "takes no documents, got X-1" in office.gpo.accept("GPO", document)


def test_a_file_comes_every_period(office: Office) -> None:
    days = sorted({file.batch.business_date for file in office.files()})
    first = date(2026, 4, 1)
    assert {first + timedelta(days=n) for n in (0, 5, 10, 15)} <= set(days)


def test_the_same_seed_gives_the_same_files_another_one_others() -> None:
    runs = [Office(days=2.0, seed=seed).posted for seed in (7, 7, 8)]
    assert runs[0] == runs[1] != runs[2]
