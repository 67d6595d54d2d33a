"""P10 and P15: what billing, payers and the bank owe, and the chain behind a denied supply."""

from __future__ import annotations

import pytest

from mock_systems.service import Effect
from sim.history.schema import Row
from sim.obligations.book import ObligationBook
from sim.obligations.p10_claim_to_cash import FLOW as P10
from sim.obligations.p15_denial_investigation import FLOW as P15
from sim.world.calendar import HOUR_S
from tests.unit.sim.obligations.test_flows import NOW_US, Rows, Truth


def owed(*effects: Effect) -> list[Row]:
    """What the last effect makes due after the others."""
    written = Rows()
    book = ObligationBook(Truth(), written, (P10, P15))
    for effect in effects:
        written.rows.clear()
        book.on_effect(effect.kind.partition(".")[0], effect)
    return written.rows


@pytest.mark.parametrize(
    ("kind", "target", "hours"),
    [
        ("payers.claim_expected", "payers.claim_received", 24),
        ("payers.remittance_line", "billing.remittance_line", 24),
        ("payers.takeback", "billing.takeback", 24),
    ],
)
def test_p10_owes_the_same_key_and_amount(kind: str, target: str, hours: int) -> None:
    (row,) = owed(Effect(kind, "K/1", amount_minor=500))
    assert (row.flow, row.f, row.effect_key, row.amount_minor) == ("P10", target, "K/1", 500)
    assert row.due_us - NOW_US == hours * HOUR_S * 1e6


def test_p10_an_answer_to_a_claim_is_owed_with_its_outcome() -> None:
    (row,) = owed(Effect("payers.claim_status", "CL-1/1/rejected"))
    assert (row.f, row.effect_key) == ("billing.claim_answer", "CL-1/1/rejected")


def test_p10_a_deposit_is_owed_as_a_receipt_and_as_an_application() -> None:
    rows = owed(Effect("bank.deposit", "T1", amount_minor=900))
    assert {row.f for row in rows} == {"erp.cash_receipt", "erp.cash_application"}
    assert {(row.effect_key, row.amount_minor) for row in rows} == {("T1", 900)}


@pytest.mark.parametrize(
    ("kind", "source", "count"),
    [
        ("contractual", "RM-1", 1),
        ("charges", "20260414/2026-04", 1),
        ("payment", "patient_payment:PP-1", 1),
        ("payment", "RM-1", 0),
    ],
)
def test_p10_the_ledger_is_owed_what_is_no_payers_money(kind: str, source: str, count: int) -> None:
    posted = Effect(
        "billing.receivable_posting",
        f"{source}/11/{kind}",
        amount_minor=70,
        period="2026-04",
        facts={"kind": kind, "source": source, "raises": False},
    )
    rows = owed(posted)
    assert [(row.f, row.amount_minor, row.period) for row in rows] == count * [
        ("erp.receivable", 70, "2026-04")
    ]


LINE = {"line": 1, "item": "stent", "qty": 5, "uom": "EA", "unit_price_minor": 40_000}
ORDER = Effect("procurement.order", "PO-1", facts={"contract": "K-1", "lines": [LINE]})
RECEIPT = Effect(
    "inventory.receipt_line",
    "RC-1/2",
    quantity=10,
    facts={"item": "stent", "lot": "L7", "po": "PO-1", "po_line": 1, "implant": True},
)
USAGE = Effect("inventory.usage", "US-1", facts={"item": "stent", "lot": "L7"})
DENIAL = Effect("billing.denial", "DN-1", facts={"lines": [(3, "CH-9", "US-1")]})


def chains(*effects: Effect) -> list[str]:
    return [row.effect_key for row in owed(*effects) if row.flow == "P15"]


def test_p15_a_denied_supply_owes_the_chain_from_its_use_to_its_contract() -> None:
    found = chains(ORDER, RECEIPT, USAGE, DENIAL)
    assert found == ["DN-1/3/US-1/L7/RC-1/2/PO-1/K-1/CH-9"]


def test_p15_a_lot_of_before_the_first_day_has_an_opening_chain() -> None:
    assert chains(USAGE, DENIAL) == ["DN-1/3/US-1/L7/opening/opening/opening/CH-9"]


def test_p15_a_receipt_after_the_use_is_not_its_origin() -> None:
    assert chains(USAGE, ORDER, RECEIPT, DENIAL)[0].endswith("/opening/opening/opening/CH-9")


def test_p15_a_denied_service_owes_nothing() -> None:
    service = Effect("billing.denial", "DN-2", facts={"lines": [(1, "CH-1", "CARE-1")]})
    assert chains(USAGE, service) == []
