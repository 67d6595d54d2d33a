"""Held invoices as the contract's owner sees them (P07)."""

from __future__ import annotations

from tests.unit.mock_systems.contracts.stage import Platform, usd
from tests.unit.mock_systems.procurement.stage import Body

INVOICE = "30000001/INV-1"
WHERE: Body = {"contractNumber": "K-1", "invoiceReference": INVOICE}
HOLD: Body = WHERE | {"holdCode": "PRICE", "amount": usd("125.0000")}
LIFT: Body = WHERE | {"holdCode": "PRICE"}


def test_a_hold_is_told_once_and_lifted_once() -> None:
    platform = Platform()
    platform.ok("record_invoice_hold", HOLD)
    assert "DUPLICATE_HOLD" in platform.refused("record_invoice_hold", HOLD).text
    assert platform.ok("lift_invoice_hold", LIFT)["active"] is False
    assert "ALREADY_LIFTED" in platform.refused("lift_invoice_hold", LIFT).text
    for kind in ("contracts.invoice_hold", "contracts.invoice_hold_lift"):
        (effect,) = platform.effects(kind)
        assert (effect.key, effect.amount_minor) == (f"{INVOICE}/PRICE", 12500)
    (found,) = platform.ok("find_invoice_holds", WHERE)["holds"]
    assert (found["holdCode"], found["active"]) == ("PRICE", False)


def test_nothing_is_known_of_other_invoices_or_contracts() -> None:
    platform = Platform()
    assert platform.ok("find_invoice_holds", WHERE)["holds"] == []
    assert platform.refused("lift_invoice_hold", LIFT).status == 404
    other = HOLD | {"contractNumber": "K-9"}
    assert platform.refused("record_invoice_hold", other).status == 404
