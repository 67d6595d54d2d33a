"""The warehouse (S19): goods in by bin and lot, picked in waves, shipped under an SSCC."""

from __future__ import annotations

from typing import Any

import pytest

from mock_systems.standards.identifiers import is_sscc
from mock_systems.warehouse import Warehouse
from mock_systems.warehouse.wire import ordinal_text, parse_ordinal
from tests.unit.mock_systems.procurement.stage import Body, Refused, Stage

DOCK = "0860000000011"
GAUZE, TUBE = "W000001", "W000002"


class Gate(Stage):
    """Two items; 30 of the first in two lots, the later to expire put away first."""

    def __init__(self) -> None:
        super().__init__(Warehouse)
        items = [(GAUZE, "100000001", "Gauze"), (TUBE, "100000002", "Tube")]
        self.system.load(
            "items", [dict(zip(("SKU", "PART_NO", "TEXT"), i, strict=True)) for i in items]
        )
        zone = "America/Chicago"
        self.system.load("ship_tos", [{"GLN": DOCK, "NAME": "H01", "TIME_ZONE": zone}])
        self.receive("A01", "LATE", 20, "2027-200")
        self.receive("A02", "SOON", 10, "2027-100")

    def state(self) -> str:
        documents = vars(self.system)["documents"]
        return repr((vars(documents), len(self.notes.effects), len(self.notes.events)))

    def receive(self, bin_: str, lot: str, qty: int, expires_on: str) -> None:
        place = {"BIN": bin_, "LOT": lot, "EXPIRES_ON": expires_on}
        body = {"REFERENCE": f"GR-{lot}", "SKU": GAUZE, **place, "QTY": qty}
        self.ok("receive_goods", body)

    def on_hand(self) -> dict[str, int]:
        return {entry.key: entry.quantity for entry in self.system.books()}

    def picked(self, quantity: int, **changes: Any) -> Body:
        """An order of one line, released and picked as the tasks say."""
        order = self.ok("create_pick_order", wanted(quantity, **changes))
        wave = self.ok("release_wave", {})
        picks = [{key: task[key] for key in ("BIN", "LOT", "QTY")} for task in wave["TASKS"]]
        body = {"PICK_ORDER": order["PICK_ORDER"], "LINE": 1, "PICKS": picks}
        answer: Body = self.ok("confirm_pick", body)
        return answer


def wanted(quantity: int, **changes: Any) -> Body:
    return {
        "SOURCE_REF": "RP-1",
        "SHIP_TO": DOCK,
        "DELIVER_TO": "H01-OR",
        "LINES": [{"LINE": 1, "SKU": GAUZE, "QTY": quantity}],
        **changes,
    }


def code(answer: Refused) -> tuple[int, str]:
    return answer.status, answer.text.partition('"NUMBER":"')[2][:6]


def test_a_date_is_the_day_of_the_year() -> None:
    assert ordinal_text(parse_ordinal("2024-366")) == "2024-366"
    for bad in ("2026-366", "2026-000", "20260414", 2026104):
        with pytest.raises(ValueError, match="YYYY-DDD"):
            parse_ordinal(bad)


def test_the_first_to_expire_is_picked_first() -> None:
    gate = Gate()
    order = gate.picked(12)
    assert (order["STATUS"], order["LINES"][0]["PICKED_QTY"]) == ("PICKED", 12)
    bins = gate.ok("get_stock", {"SKU": GAUZE})["BINS"]
    assert bins == [{"BIN": "A01", "LOT": "LATE", "EXPIRES_ON": "2027-200", "QTY": 18}]
    assert gate.on_hand() == {GAUZE: 18}


def test_a_shipment_has_every_lot_and_an_sscc() -> None:
    gate = Gate()
    order = gate.picked(12)
    shipped = gate.ok("dispatch_shipment", {"PICK_ORDER": order["PICK_ORDER"]})
    assert is_sscc(shipped["SSCC"])
    assert [(line["LOT"], line["QTY"]) for line in shipped["LINES"]] == [("SOON", 10), ("LATE", 2)]
    assert gate.events("warehouse.shipment.dispatched") == [shipped]
    assert [(e.key, e.quantity) for e in gate.effects("warehouse.shipment")] == [
        ("SH0000001/1", 10),
        ("SH0000001/2", 2),
    ]
    assert gate.ok("get_shipment", {"SHIPMENT": shipped["SHIPMENT"]}) == shipped
    again = gate.refused("dispatch_shipment", {"PICK_ORDER": order["PICK_ORDER"]})
    assert code(again) == (409, "WH-401")


def test_a_short_pick_is_told_and_the_rest_is_shipped() -> None:
    gate = Gate()
    order = gate.picked(40)
    assert (order["STATUS"], order["LINES"][0]["PICKED_QTY"]) == ("PICKED", 30)
    (event,) = gate.events("warehouse.pick.short")
    assert (event["SOURCE_REF"], event["ORDERED_QTY"], event["PICKED_QTY"]) == ("RP-1", 40, 30)
    assert gate.effects("warehouse.short_pick")[0].quantity == 10


def test_an_order_of_which_nothing_is_found_is_closed() -> None:
    gate = Gate()
    body = wanted(1, LINES=[{"LINE": 1, "SKU": TUBE, "QTY": 1}])
    order = gate.ok("create_pick_order", body)
    gate.ok("release_wave", {})
    asked = {"PICK_ORDER": order["PICK_ORDER"], "LINE": 1, "PICKS": []}
    assert gate.ok("confirm_pick", asked)["STATUS"] == "CLOSED"
    assert code(gate.refused("confirm_pick", asked)) == (409, "WH-303")


def test_a_wave_takes_urgent_orders_first_and_gives_nothing_away_twice() -> None:
    gate = Gate()
    gate.ok("create_pick_order", wanted(25))
    urgent = gate.ok("create_pick_order", wanted(10, SOURCE_REF="RP-2", PRIORITY="U"))
    wave = gate.ok("release_wave", {})
    assert wave["PICK_ORDERS"][0] == urgent["PICK_ORDER"]
    assert sum(task["QTY"] for task in wave["TASKS"]) == 30
    assert code(gate.refused("release_wave", {})) == (409, "WH-302")


def test_the_expected_day_follows_the_cut_off_of_the_hospital() -> None:
    gate = Gate()
    assert gate.ok("create_pick_order", wanted(1))["EXPECTED_ON"] == "2026-093"
    urgent = gate.ok("create_pick_order", wanted(1, PRIORITY="U"))
    assert urgent["EXPECTED_ON"] == "2026-092"
    gate.clock.instant = gate.clock.instant.replace(hour=21)
    assert gate.ok("create_pick_order", wanted(1))["EXPECTED_ON"] == "2026-094"


def test_the_same_reference_again_is_another_pick_order() -> None:
    gate = Gate()
    gate.ok("create_pick_order", wanted(1))
    gate.ok("create_pick_order", wanted(1))
    found = gate.ok("find_pick_orders", {"SOURCE_REF": "RP-1"})["PICK_ORDERS"]
    assert [order["PICK_ORDER"] for order in found] == ["PK0000001", "PK0000002"]
    assert gate.ok("get_pick_order", {"PICK_ORDER": "PK0000002"}) == found[1]


def test_the_stock_file_has_a_number_of_its_own_and_a_total() -> None:
    gate = Gate()
    first = gate.ok("export_stock", {"SITE": "WAREHOUSE"})
    assert (first["FILE_NO"], first["TOTAL_QTY"], len(first["ITEMS"])) == (1, 30, 1)
    assert gate.ok("export_stock", {"SITE": "WAREHOUSE"})["FILE_NO"] == 2
    keys = [(e.key, e.quantity) for e in gate.effects("warehouse.stock_file")]
    assert keys == [("WAREHOUSE/1", 30), ("WAREHOUSE/2", 30)]


def test_items_are_listed_page_by_page() -> None:
    page = Gate().ok("list_items", {"LIMIT": 1, "OFFSET": 1})
    assert page == {
        "ITEMS": [{"SKU": TUBE, "PART_NO": "100000002", "TEXT": "Tube"}],
        "MORE": False,
    }


@pytest.mark.parametrize(
    ("operation", "body", "refusal"),
    [
        ("create_pick_order", wanted(1, SHIP_TO="0000000000000"), (422, "WH-110")),
        ("create_pick_order", wanted(1, LINES=[wanted(1)["LINES"][0]] * 2), (422, "WH-301")),
        (
            "create_pick_order",
            wanted(1, LINES=[{"LINE": 1, "SKU": "W999999", "QTY": 1}]),
            (422, "WH-104"),
        ),
        ("create_pick_order", wanted(0), (422, "INVALI")),
        ("get_pick_order", {"PICK_ORDER": "PK9"}, (404, "WH-120")),
        ("get_shipment", {"SHIPMENT": "SH9"}, (404, "WH-130")),
        (
            "receive_goods",
            {
                "REFERENCE": "GR-9",
                "SKU": GAUZE,
                "BIN": "A09",
                "LOT": "SOON",
                "EXPIRES_ON": "2027-101",
                "QTY": 1,
            },
            (409, "WH-201"),
        ),
    ],
)
def test_what_cannot_be_is_refused(operation: str, body: Body, refusal: tuple[int, str]) -> None:
    assert code(Gate().refused(operation, body)) == refusal


@pytest.mark.parametrize(
    ("picks", "refusal"),
    [
        ([{"BIN": "A09", "LOT": "SOON", "QTY": 1}], "WH-305"),
        ([{"BIN": "A02", "LOT": "SOON", "QTY": 1}] * 2, "WH-306"),
        ([{"BIN": "A02", "LOT": "SOON", "QTY": 11}], "WH-307"),
        ([{"BIN": "A02", "LOT": "SOON", "QTY": 6}], "WH-308"),
    ],
)
def test_no_picker_brings_what_is_not_there(picks: list[Body], refusal: str) -> None:
    gate = Gate()
    order = gate.ok("create_pick_order", wanted(5))
    gate.ok("release_wave", {})
    body = {"PICK_ORDER": order["PICK_ORDER"], "LINE": 1, "PICKS": picks}
    assert code(gate.refused("confirm_pick", body))[1] == refusal


def test_masters_are_checked() -> None:
    gate = Gate()
    with pytest.raises(ValueError, match="loaded already"):
        gate.system.load("items", [{"SKU": GAUZE, "PART_NO": "1", "TEXT": ""}])
    with pytest.raises(ValueError, match="warehouse loads items, ship_tos"):
        gate.system.load("bins", [])
