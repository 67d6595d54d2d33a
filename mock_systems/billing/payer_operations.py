"""Payers: set up at the screen, listed for whoever must tell one by its tax id (P10)."""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal

from pydantic import Field

from mock_systems.billing.claims import Payer
from mock_systems.billing.tables import HasTables
from mock_systems.billing.wire import Code, Message, Page
from mock_systems.service import Effect, Operation, Work


class PayerRequest(Message):
    """A payer; the tax id leads from TRN03 of a remittance to it."""

    payer_id: Code
    name: str = Field(min_length=1, max_length=60)
    npi: str = Field(default="", pattern=r"^([12][0-9]{9})?$")
    tax_id: str = Field(default="", pattern=r"^([0-9]{9})?$")
    filing_code: Literal["BL", "CI", "HM", "MA", "MB", "MC"] = "CI"


class PayersAnswer(Message):
    """One page of payers."""

    items: list[PayerRequest]
    has_more: bool


def register_payer(system: HasTables, request: PayerRequest, work: Work) -> dict[str, Any]:
    """Sets up a payer; the same again changes nothing."""
    tables = system.tables
    payer = Payer(**request.model_dump())
    if tables.payers.get(payer.payer_id) != payer:
        tables.payers[payer.payer_id] = payer
        work.effect(Effect("billing.payer", payer.payer_id))
    return request.model_dump(by_alias=True)


def list_payers(system: HasTables, request: Page, work: Work) -> dict[str, Any]:
    """Lists the payers."""
    del work
    payers = system.tables.payers
    end = request.offset + request.limit
    page = islice(payers.values(), request.offset, end)
    return {"items": [_wire(payer) for payer in page], "hasMore": end < len(payers)}


def _wire(payer: Payer) -> dict[str, str]:
    return {
        "payerId": payer.payer_id,
        "name": payer.name,
        "npi": payer.npi,
        "taxId": payer.tax_id,
        "filingCode": payer.filing_code,
    }


DECLARED = (
    Operation(
        name="register_payer",
        method="PUT",
        path="/payers/{payerId}",
        scope="billing.payers.write",
        request=PayerRequest,
        response=PayerRequest,
        handler=register_payer,
        key=("payerId",),
        summary="Sets up a payer",
    ),
    Operation(
        name="list_payers",
        method="GET",
        path="/payers",
        scope="billing.payers.read",
        request=Page,
        response=PayersAnswer,
        handler=list_payers,
        summary="Lists the payers with their tax ids",
    ),
)
