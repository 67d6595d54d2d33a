"""Documents come back from the outbox as they went in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from integration_under_test.reference.mediation import canonical
from integration_under_test.reference.mediation.canonical import (
    InvoiceStatus,
    PriceLine,
    PriceList,
)
from tests.unit.integration_under_test.reference.fakes import USAGE

DOCUMENTS = (
    USAGE,
    PriceList("C", 2, "S", "2026-05-01", "2026-12-31", (PriceLine(1, "I", "BX", 125000),)),
    InvoiceStatus("N", "S", "HELD", ("PRICE", "QTY_RECEIVED"), 3),
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_survives_the_store(document: Any) -> None:
    stored = json.loads(json.dumps(canonical.to_json(document)))
    assert canonical.from_json(stored) == document


def test_what_is_not_canonical_is_refused() -> None:
    with pytest.raises(KeyError):
        canonical.from_json({"is": "Supper"})
