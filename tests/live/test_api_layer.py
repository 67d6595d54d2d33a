"""Schemathesis against the API layer of the reference, served beside its group."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from typing import Any

import httpx
import pytest

from integration_under_test.reference.gateway.services.register import SERVICES
from tests.conformance.surface import Effort, assert_sound, known_values, tried
from tests.live.stacks import stack, wait_until_ready

pytestmark = pytest.mark.live

FEW = Effort(coverage=False, examples=2)
WHOLE = Effort(coverage=True, examples=25)
SEED, SCALE = 1, 0.005
SAID_HERE = {
    "item": ("erp", "ItemNumber"),
    "supplier": ("erp", "SupplierNumber"),
    "cost_center": ("erp", "CostCenter"),
    "business_unit": ("erp", "BusinessUnit"),
    "facility": ("erp", "GLN"),
    "contract": ("contracts", "contractNumber"),
    "location": ("inventory", "location"),
    "order": ("erp", "SourceOrderNumber"),
    "store": ("legacy_materials", "store"),
    "site": ("legacy_erp", "site"),
    "vendor": ("legacy_erp", "vendor"),
    "tax_id": ("erp", "TaxIdentifier"),
}
"""Field of the API layer -> where the masters have its values."""


def known() -> dict[str, list[Any]]:
    masters = known_values({system for system, _ in SAID_HERE.values()}, SEED, SCALE)
    found = {name: masters[system][field] for name, (system, field) in SAID_HERE.items()}
    return found | {"number": [1, *masters["erp"]["SupplierNumber"]]}


def bearer() -> str:
    """A token for everything; where nobody issues any, it is read as it is."""
    scopes = {service.scope for service in SERVICES.values()}
    claims = {"sub": "portal", "exp": time.time() + 3600, "scope": " ".join(sorted(scopes))}
    compact = urlsafe_b64encode(json.dumps(claims | {"facilities": ["*"]}).encode())
    return f"Bearer e30.{compact.decode().rstrip('=')}."


@pytest.mark.parametrize(
    "effort", [FEW, pytest.param(WHOLE, marks=pytest.mark.slow)], ids=["few", "whole"]
)
def test_the_api_layer_answers_as_its_document_says(effort: Effort) -> None:
    with stack("--store", "sqlite") as (_, at):
        with httpx.Client(timeout=10.0) as client:
            wait_until_ready(client, at["integration"])
        headers = {"Authorization": bearer()}
        tally = tried(f"{at['integration']}/openapi.json", effort, known(), headers=headers)
    assert_sound(tally, len(SERVICES))
    assert {200, 202} & set(tally.statuses), tally
