"""Kinds of drift: what a release does to a JSON document, and what it leaves alone."""

from __future__ import annotations

import pytest
from pydantic_core import from_json, to_json

from sim.faults.drift import (
    Added,
    Drift,
    Grossed,
    NewValue,
    Renamed,
    Retyped,
    Scaled,
    drifted,
)

ORDER = {"total": "10.55", "lines": [{"qty": 3, "uom": "box", "total": "-0.05"}]}


@pytest.mark.parametrize(
    ("drift", "line"),
    [
        (Added("rev", 2), {"qty": 3, "uom": "box", "total": "-0.05", "rev": 2}),
        (Renamed("qty", "quantity"), {"quantity": 3, "uom": "box", "total": "-0.05"}),
        (Retyped("qty"), {"qty": {"value": 3}, "uom": "box", "total": "-0.05"}),
        (NewValue("uom", "PACK"), {"qty": 3, "uom": "PACK", "total": "-0.05"}),
        (Scaled("qty", 10), {"qty": 30, "uom": "box", "total": "-0.05"}),
        (Scaled("qty", -1), {"qty": -3, "uom": "box", "total": "-0.05"}),
        (Grossed("total", 20), {"qty": 3, "uom": "box", "total": "-0.06"}),
    ],
)
def test_a_drift_reaches_rows_in_rows(drift: Drift, line: dict[str, object]) -> None:
    assert from_json(drifted((drift,), to_json(ORDER)))["lines"] == [line]


def test_gross_is_exact_and_keeps_its_decimals() -> None:
    assert from_json(drifted((Grossed("total", 8),), to_json(ORDER)))["total"] == "11.39"
    assert drifted((Grossed("total", 8),), b'{"total":"n/a"}') == b'{"total":"n/a"}'


@pytest.mark.parametrize("payload", [b"<html>", b"", b'{ "other" : 1 }', b"[1, 2]", b"7"])
def test_what_has_no_such_field_stays_byte_for_byte(payload: bytes) -> None:
    assert drifted((Renamed("qty", "quantity"), Retyped("uom")), payload) == payload


def test_drifts_apply_in_their_order() -> None:
    drifts = (Renamed("qty", "quantity"), Retyped("quantity"))
    assert drifted(drifts, b'{"qty":3}') == b'{"quantity":{"value":3}}'
