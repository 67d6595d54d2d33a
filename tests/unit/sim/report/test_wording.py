"""Names as the report says them."""

from __future__ import annotations

import pytest

from mock_systems import SYSTEMS
from sim.obligations.declared import declared_flows
from sim.report import wording
from sim.world.parties import PARTIES

BOOKS = {
    name for flow in declared_flows() for duty in flow.duties for name in (duty.origin, duty.system)
}


@pytest.mark.parametrize("name", sorted({*SYSTEMS, *PARTIES, *BOOKS}))
def test_everybody_has_a_name_to_be_read(name: str) -> None:
    spoken = wording.system(name)
    assert spoken[0].isupper()
    assert "_" not in spoken
    assert spoken.casefold() == name.replace("_", " ")


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("erp", "ERP"),
        ("legacy_erp", "Legacy ERP"),
        ("edi_suppliers", "EDI suppliers"),
        ("warehouse", "Warehouse"),
        ("BANK", "BANK"),
        ("integration", "integration"),
        ("world/dock", "world/dock"),
    ],
)
def test_a_name_keeps_its_abbreviations_and_an_unknown_one_stays(name: str, spoken: str) -> None:
    assert wording.system(name) == spoken


def test_ways_and_effects_name_who_is_at_their_ends() -> None:
    assert wording.pair("suppliers", "supplier_risk") == "Suppliers → Supplier risk"
    assert wording.hop("ehr>integration") == "EHR → integration"
    assert wording.effect("bank.payment_received") == "Bank: payment received"
