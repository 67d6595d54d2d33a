"""What P02, P16, P17 and P18 owe for one effect, computed by hand."""

from __future__ import annotations

from typing import Any

from mock_systems.service import Effect
from sim.obligations.flow import Flow, Owed
from sim.obligations.known import Known
from sim.obligations.p02_item_master import FLOW as P02
from sim.obligations.p16_record_to_report import FLOW as P16
from sim.obligations.p17_reference_data import FLOW as P17
from sim.obligations.p18_project_to_capitalisation import FLOW as P18


class NoTruth:
    """These flows ask the group for nothing but an item's pack."""

    def facility_code(self, system: str, own_code: str) -> str:
        return own_code

    def item(self, erp_number: str) -> Any:
        raise KeyError(erp_number)


def owed(flow: Flow, effect: Effect, known: Known | None = None) -> dict[str, list[Owed]]:
    """Target -> what is owed there, kinds that owe nothing left out."""
    asked = known or Known(NoTruth())
    found = {duty.target: list(duty.owes(effect, asked)) for duty in flow.duties
             if duty.on == effect.kind}  # fmt: skip
    return {target: some for target, some in found.items() if some}


def test_a_batch_owes_its_debits_its_journals_and_its_period() -> None:
    effect = Effect("feeds.journal_batch", "PAYROLL/17", amount_minor=900, quantity=2)
    effect = effect._replace(period="2026-04")
    assert owed(P16, effect) == {
        "erp.journal_batch": [Owed("PAYROLL/17", 900, 2, period="2026-04")]
    }


def test_a_bought_asset_belongs_to_p16_a_built_one_to_p18() -> None:
    bought = Effect("feeds.asset_in_service", "FA-1", amount_minor=5, facts={"project": ""})
    built = bought._replace(facts={"project": "CIP-1"})
    assert (list(owed(P16, bought)), list(owed(P18, bought))) == (["erp.asset"], [])
    assert (list(owed(P16, built)), list(owed(P18, built))) == ([], ["erp.asset"])


def test_a_reference_is_owed_where_its_kind_is_used() -> None:
    def targets(key: str) -> set[str]:
        return set(owed(P17, Effect("erp.reference", key, version=2)))

    everywhere = {f"{name}.reference" for name in ("procurement", "inventory", "billing")}
    assert targets("COST_CENTER/CC-9001") == everywhere
    assert targets("LOCATION/H01-R1") == everywhere - {"billing.reference"}
    assert targets("ACCOUNT/6700") == targets("PROJECT/CIP-1") == {"procurement.reference"}


def test_a_budget_file_owes_every_month_of_every_cost_centre() -> None:
    grants = [("CC-1", "2026-04", 700), ("CC-1", "2026-05", 800)]
    effect = Effect("planning.budget_file", "FY2026/2", facts={"grants": grants})
    assert owed(P17, effect)["erp.budget"] == [
        Owed("FY2026/2/CC-1/2026-04", 700, period="2026-04"),
        Owed("FY2026/2/CC-1/2026-05", 800, period="2026-05"),
    ]


def test_an_item_is_owed_in_its_pack_and_on_the_bill_only_if_billable() -> None:
    effect = Effect("erp.item", "9", quantity=10, uom="BX/10", version=3, facts={"billable": False})
    found = owed(P02, effect)
    assert set(found) == {"procurement.item", "inventory.item"}
    assert found["inventory.item"] == [Owed("9", quantity=10, uom="BX/10", version=3)]
    assert "billing.item" in owed(P02, effect._replace(facts={"billable": True}))


def test_a_project_line_and_its_receipt_are_owed_at_the_orders_price() -> None:
    line = {"line": 1, "item": "9", "qty": 4, "uom": "BX", "unit_price_minor": 500}
    order = Effect("procurement.order", "PO-1", facts={"lines": [{**line, "project": "CIP-1"}]})
    known = Known(NoTruth())
    known.remember(order)
    assert owed(P18, order, known) == {"erp.project_line": [Owed("PO-1/1", 2000)]}
    facts = {"po": "PO-1", "po_line": 1, "item": "9", "qty_purchase": 3, "uom": "BX"}
    receipt = Effect("inventory.receipt_line", "RC-7/1", quantity=30, facts=facts)
    assert owed(P18, receipt, known) == {"erp.project_cost": [Owed("CIP-1/RC-7", 1500)]}
    other = Effect("procurement.order", "PO-2", facts={"lines": [line]})
    known.remember(other)
    assert owed(P18, other, known) == {}
    without = receipt._replace(facts={**facts, "po": "PO-2"})
    assert owed(P18, without, known) == {}
