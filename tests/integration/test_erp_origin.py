"""Orders or receipts begin in the ERP: the same group, the other way round (P04, P05, P06)."""

from __future__ import annotations

from typing import Any

import pytest

from integration_under_test.boundary import Event
from sim.world.origins import Origins
from tests.couriers.erp_origin import ErpEdiCourier, ErpOriginCourier, ErpReceiptCourier
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.substitution import SubstitutionCourier

ORDERS = Origins(orders="erp")
RECEIPTS = Origins(receipts="erp")


def test_an_order_that_begins_in_the_erp_is_one_order_everywhere() -> None:
    found, _ = serve((ErpOriginCourier,), (), origins=ORDERS)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P04")
    orders = effects(found, "erp.order")
    for target in ("erp.direct_order", "erp.encumbrance", "procurement.order_import"):
        assert owed[f"{target} met"] == len(orders) > 20, target
    assert not effects(found, "procurement.order")
    assert states(found, "P06")["erp.accrual met"] > 20


def test_a_receipt_that_begins_in_the_erp_is_put_on_the_shelf_once() -> None:
    found, _ = serve((ErpReceiptCourier,), (), origins=RECEIPTS)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    owed = states(found, "P06")
    booked = effects(found, "erp.receipt")
    assert owed["inventory.receipt_line met"] == len(booked) > 20
    assert owed["procurement.order_receipt met"] == len(booked)
    assert "erp.accrual met" not in owed
    assert effects(found, "erp.accrual").keys() == booked.keys()


def test_both_begin_in_the_erp() -> None:
    found, _ = serve((ErpOriginCourier, ErpReceiptCourier), (), origins=Origins("erp", "erp"))
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    assert states(found, "P06")["inventory.receipt_line met"] > 20


EDI = (ErpOriginCourier, ErpEdiCourier, SubstitutionCourier)


def test_an_order_of_the_erp_reaches_its_supplier_by_edi_once() -> None:
    found, _ = serve(EDI, ("edi_suppliers",), days=6, origins=ORDERS)
    assert (found.verdict.outcome, outcomes(found)) == ("pass", {})
    expected = effects(found, "suppliers.order_expected")
    assert effects(found, "suppliers.order_received") == expected
    assert 20 < len(expected.keys() & effects(found, "erp.order").keys()) == len(expected)
    met = states(found, "P05") + states(found, "P07")
    assert met["procurement.acknowledgement met"] > 20
    assert met["procurement.ship_notice met"] > 20
    assert met["procurement.invoice met"] > 15


def test_an_order_of_the_erp_that_its_supplier_never_hears_of_is_lost() -> None:
    found, _ = serve((ErpOriginCourier,), ("edi_suppliers",), origins=ORDERS)
    assert states(found, "P05")["suppliers.order_received lost_silent"] > 5
    assert outcomes(found)["loss"].startswith("fail")


def test_without_who_serves_it_the_other_origin_is_lost() -> None:
    found, _ = serve((), (), origins=ORDERS)
    assert outcomes(found)["loss"].startswith("fail")


class OrdersTwice(ErpOriginCourier):
    async def order(self, data: dict[str, Any], today: str) -> None:
        await super().order(data, today)
        await super().order(data, today)

    async def on_event(self, event: Event) -> None:
        if event.type == "erp.order.issued":
            return  # procurement would refuse the second
        await super().on_event(event)


class NeverImports(ErpOriginCourier):
    subscriptions = ErpOriginCourier.subscriptions[:1]


class OrdersCheaper(ErpOriginCourier):
    def price(self, line: dict[str, Any]) -> str:
        """Drops the cents."""
        return super().price(line)[:-3] + ".00"


class ShelvesEaches(ErpReceiptCourier):
    """Takes purchase units for eaches."""

    def shelved(self, line: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        body = super().shelved(line, item)
        return {**body, "lines": [{**body["lines"][0], "uom": "EA"}]}


class ShelvesAlone(ErpReceiptCourier):
    """Forgets the name under which the receipt began: then it seems to begin here."""

    def shelved(self, line: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
        return {**super().shelved(line, item), "source_ref": ""}


@pytest.mark.parametrize(
    ("courier", "origins", "checker"),
    [
        (OrdersTwice, ORDERS, "duplicates"),
        (NeverImports, ORDERS, "loss"),
        (OrdersCheaper, ORDERS, "variance"),
        (ShelvesEaches, RECEIPTS, "variance"),
        (ShelvesAlone, RECEIPTS, "loss"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_broken_carrier_is_found(courier: type[Courier], origins: Origins, checker: str) -> None:
    found, _ = serve((courier,), (), origins=origins)
    assert found.verdict.outcome == "fail"
    assert outcomes(found)[checker].startswith("fail")
