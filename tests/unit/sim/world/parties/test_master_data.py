"""The master data desks (S01): new references and items of every kind, then changes (P02, P17)."""

from __future__ import annotations

from collections import Counter

from integration_under_test.boundary import Document
from mock_systems.standards.identifiers import is_gtin
from sim.world.parties.master_data.master_data import MasterData
from tests.unit.sim.world.parties.office import Office


def test_the_first_morning_has_every_kind_of_reference_and_a_second_version() -> None:
    office = Office(MasterData)
    office.run()
    kinds = Counter(e.key.partition("/")[0] for e in office.town.of("erp.reference"))
    assert set(kinds) == {"ACCOUNT", "COST_CENTER", "LOCATION", "TAX_CODE"}
    assert max(effect.version for effect in office.town.of("erp.reference")) >= 2
    assert not [note for note in office.town.notes if note[1] == "refused"]


def test_new_items_have_a_pack_and_a_valid_gtin_of_their_own() -> None:
    office = Office(MasterData, new_items_per_month=20_000.0)
    office.run()
    new = [e for e in office.town.of("erp.item") if e.version == 1]
    assert len(new) > 3
    tables = office.town.systems["erp"].tables  # type: ignore[attr-defined]
    gtins = [tables.items[effect.key].gtin for effect in new]
    assert len(set(gtins)) == len(gtins)
    assert all(is_gtin(gtin) for gtin in gtins)
    assert all(effect.uom.endswith(f"/{effect.quantity}") for effect in new)


def test_a_disputed_pack_is_left_to_those_who_dispute_it() -> None:
    office = Office(MasterData, item_changes_per_month=60_000.0)
    office.run()
    changed = {e.key for e in office.town.of("erp.item") if e.version > 1}
    assert changed
    assert not changed & set(office.town.enterprise.erp_packs)


def test_a_new_cost_centre_is_used_from_its_announced_day_on() -> None:
    office = Office(MasterData)
    office.run()
    used = [t for t, caller, _ in office.town.effects if caller == "world/finance/controllers"
            and _.kind == "procurement.requisition"]  # fmt: skip
    assert used
    assert min(used) >= 86_400


def test_nothing_can_be_sent_to_a_screen() -> None:
    party = Office(MasterData).party
    document = Document("x", "GROUP", "text/plain", b"")
    assert tuple(party.mailboxes()) == ()
    assert party.accept("S01", document).startswith("the master data desks take no documents")
