"""P04 and P06 in whole runs of the plain reference, where orders or receipts begin in the ERP."""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import run
from sim.host import Crashes
from sim.world.origins import Origins
from tests.couriers.house import effects, outcomes, states
from tests.integration.reference.runs import judged

ORDERS = Origins(orders="erp")
RECEIPTS = Origins(receipts="erp")


def test_an_order_that_begins_in_the_erp_is_one_order_everywhere() -> None:
    found = judged((), origins=ORDERS)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P04")
    orders = effects(found, "erp.order")
    for target in ("erp.direct_order", "erp.encumbrance", "procurement.order_import"):
        assert owed[f"{target} met"] == len(orders) > 20, target
    assert not effects(found, "procurement.order")
    assert states(found, "P06")["erp.accrual met"] > 20


def test_a_receipt_that_begins_in_the_erp_is_put_on_the_shelf_once() -> None:
    found = judged((), origins=RECEIPTS)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P06")
    booked = effects(found, "erp.receipt")
    assert owed["inventory.receipt_line met"] == len(booked) > 20
    assert owed["procurement.order_receipt met"] == len(booked)
    assert "erp.accrual met" not in owed


def test_an_order_of_the_erp_reaches_its_supplier_by_edi_once() -> None:
    found = judged(("edi_suppliers",), days=6, origins=ORDERS)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    expected = effects(found, "suppliers.order_expected")
    assert effects(found, "suppliers.order_received") == expected
    assert len(expected.keys() & effects(found, "erp.order").keys()) == len(expected) > 20


def test_a_rough_week_of_both_is_owed_nothing_at_its_end() -> None:
    found = judged((), faults="rough_day", days=6, origins=Origins("erp", "erp"))
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert states(found, "P04")["procurement.order_import met"] > 20
    assert states(found, "P06")["billing.lot_eligible met"] > 0


def test_a_sequence_goes_on_where_a_crash_interrupted_it() -> None:
    """Order, import and date need each other's numbers, so their turn must survive."""
    parties = ("replenishment", "warehouse", "analytics")
    asked = RunRequest("ordinary_day", "reference", scale=0.01, parties=parties)
    spec = replace(build_spec(asked), crashes=Crashes(tuple(range(500, 40_000, 401))))
    both = replace(spec.scenario, origins=Origins("erp", "erp"))
    found = run(replace(spec, scenario=both), Reference(), None)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert (found.history.integration["f"] == "crashed").sum() > 10
