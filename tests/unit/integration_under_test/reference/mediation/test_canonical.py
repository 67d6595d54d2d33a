"""Documents come back from the outbox as they went in."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import is_dataclass
from typing import Any

import pytest

from integration_under_test.reference.mediation.canonical.invoices import InvoiceStatus
from integration_under_test.reference.mediation.canonical.json_form import (
    MODULES,
    from_json,
    to_json,
)
from integration_under_test.reference.mediation.canonical.prices import PriceLine, PriceList
from tests.unit.integration_under_test.reference.fakes import USAGE

DOCUMENTS = (
    USAGE,
    PriceList("C", 2, "S", "2026-05-01", "2026-12-31", (PriceLine(1, "I", "BX", 125000),)),
    InvoiceStatus("N", "S", "HELD", ("PRICE", "QTY_RECEIVED"), 3),
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_survives_the_store(document: Any) -> None:
    stored = json.loads(json.dumps(to_json(document)))
    assert from_json(stored) == document


def test_what_is_not_canonical_is_refused() -> None:
    with pytest.raises(KeyError):
        from_json({"is": "Supper"})


def test_a_document_has_one_name_in_the_store() -> None:
    names = Counter(
        name
        for module in MODULES
        for name, kind in vars(module).items()
        if is_dataclass(kind) and kind.__module__ == module.__name__
    )
    assert [name for name, count in names.items() if count > 1] == []
