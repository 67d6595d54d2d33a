"""Loading: a world that is built wrong is told so at once."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.procurement.stage import Body, Suite, item_row, supplier_row

SHIP_TO: Body = {"code": "SHIP-1003", "name": "West", "gln": "0614141000036"}


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("ship_tos", SHIP_TO | {"code": "SHIP-1001"}),
        ("ship_tos", SHIP_TO | {"gln": "123"}),
        ("ship_tos", SHIP_TO | {"time-zone": "Mars/Olympus"}),
        ("suppliers", supplier_row(1)),
        ("suppliers", supplier_row(8) | {"colour": "red"}),
        ("catalogue", item_row("100", 1, "1.0000")),
        ("catalogue", item_row("900", 99, "1.0000")),
        ("catalogue", item_row("900", 1, "1.00001")),
        ("periods", {"period": "2026-4", "status": "open"}),
        ("unicorns", {}),
    ],
)
def test_a_bad_row_raises_value_error(kind: str, row: Body) -> None:
    with pytest.raises(ValueError, match=r"."):
        Suite().system.load(kind, [row])


def test_loading_records_no_effect() -> None:
    suite = Suite()
    suite.system.load("ship_tos", [SHIP_TO])
    assert suite.notes.effects == []
