"""The operations on the catalogue of the suite (S02): its items, and imported contract prices.

Prices have days on which they are good (P03). The import takes all lines or none; a version older
than the loaded one is accepted and overwrites it, which is this vendor's quirk.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from mock_systems.procurement.catalogue_messages import (
    CataloguePage,
    CataloguePricesFound,
    FindCataloguePrices,
    ImportAnswer,
    ImportCataloguePrices,
    PriceLine,
)
from mock_systems.procurement.documents import (
    CatalogueItem,
    CataloguePrice,
    Documents,
    PriceAgreement,
    Suite,
)
from mock_systems.procurement.lookup import require_item, require_uom
from mock_systems.procurement.repricing import consider_item
from mock_systems.procurement.rules import require_disjoint, require_distinct
from mock_systems.procurement.wire import (
    UNITS,
    UNITS_ON_WIRE,
    Page,
    date_text,
    page,
    price_text,
)
from mock_systems.service import Effect, Operation, Refusal, Work


def import_catalogue_prices(
    suite: Suite, request: ImportCataloguePrices, work: Work
) -> dict[str, Any]:
    documents = suite.documents
    agreement = documents.agreements.get(request.contract_number)
    if agreement is not None and agreement.version == request.contract_version:
        return _imported(agreement, lines_loaded=0)
    prices = _accept(documents, request)
    if agreement is None:
        agreement = PriceAgreement(request.contract_number)
        documents.agreements[agreement.contract] = agreement
    _replace(documents, agreement, request.contract_version, prices)
    for price in prices:
        work.effect(_priced(price))
    return _imported(agreement, lines_loaded=len(prices))


def find_catalogue_prices(suite: Suite, request: FindCataloguePrices, work: Work) -> dict[str, Any]:
    contract = request.contract_number
    agreement = suite.documents.agreements.get(contract) or PriceAgreement(contract)
    return {
        "contract-number": contract,
        "contract-version": agreement.version,
        "lines": [_line_on_wire(price) for price in agreement.lines],
    }


def list_catalogue(suite: Suite, request: Page, work: Work) -> dict[str, Any]:
    rows, more = page(suite.documents.catalogue_rows, request)
    return {"catalogue": [_item_on_wire(item) for item in rows], "has-more": more}


def _accept(documents: Documents, request: ImportCataloguePrices) -> tuple[CataloguePrice, ...]:
    if not documents.suppliers_by_erp_number.get(request.erp_supplier_number):
        raise Refusal(
            422, "UNKNOWN_SUPPLIER", f"no supplier has erp-number {request.erp_supplier_number!r}"
        )
    require_distinct([line.line for line in request.lines], "line")
    prices = tuple(_price(documents, request, line) for line in request.lines)
    require_disjoint(prices)
    return prices


def _price(documents: Documents, request: ImportCataloguePrices, line: PriceLine) -> CataloguePrice:
    item = require_item(documents, line.item_number)
    require_uom(line.uom, UNITS_ON_WIRE[item.uom], f"line {line.line}, item {item.item_number}")
    _require_order_of_dates(line.start_date, line.end_date, line.line)
    return CataloguePrice(
        contract=request.contract_number,
        version=request.contract_version,
        line=line.line,
        item_number=line.item_number,
        uom=UNITS[line.uom],
        unit_price_minor=line.unit_price,
        start=line.start_date,
        end=line.end_date,
    )


def _require_order_of_dates(start: date, end: date, line: int) -> None:
    if end < start:
        raise Refusal(
            422,
            "INVALID_DATES",
            f"line {line} ends {date_text(end)}, before it starts {date_text(start)}",
        )


def _replace(
    documents: Documents,
    agreement: PriceAgreement,
    version: int,
    prices: tuple[CataloguePrice, ...],
) -> None:
    # Prices of earlier versions stay good until this version starts; those of the same or a
    # newer version are what this import overwrites.
    for item_number in agreement.items:
        item = documents.catalogue[item_number]
        item.prices = [
            price
            for price in item.prices
            if price.contract != agreement.contract or price.version < version
        ]
    for price in prices:
        documents.catalogue[price.item_number].prices.insert(0, price)
        agreement.items[price.item_number] = None
    agreement.version = version
    agreement.lines = prices
    for item_number in agreement.items:
        consider_item(documents, documents.catalogue[item_number])


def _priced(price: CataloguePrice) -> Effect:
    return Effect(
        "procurement.catalogue_price",
        f"{price.contract}/{price.version}/{price.line}",
        amount_minor=price.unit_price_minor,
        uom=price.uom,
        version=price.version,
    )


def _imported(agreement: PriceAgreement, lines_loaded: int) -> dict[str, Any]:
    return {
        "contract-number": agreement.contract,
        "contract-version": agreement.version,
        "lines-loaded": lines_loaded,
    }


def _line_on_wire(price: CataloguePrice) -> dict[str, Any]:
    return {
        "line": price.line,
        "item-number": price.item_number,
        "uom": UNITS_ON_WIRE[price.uom],
        "unit-price": price_text(price.unit_price_minor),
        "start-date": date_text(price.start),
        "end-date": date_text(price.end),
    }


def _item_on_wire(item: CatalogueItem) -> dict[str, Any]:
    return {
        "item-number": item.item_number,
        "description": item.description,
        "supplier-id": item.supplier_id,
        "uom": UNITS_ON_WIRE[item.uom],
        "unit-price": price_text(item.unit_price_minor),
        "contract-number": item.contract,
        "prices": [_dated_price_on_wire(price) for price in item.prices],
    }


def _dated_price_on_wire(price: CataloguePrice) -> dict[str, Any]:
    return {
        "contract-number": price.contract,
        "contract-version": price.version,
        "unit-price": price_text(price.unit_price_minor),
        "start-date": date_text(price.start),
        "end-date": date_text(price.end),
    }


OPERATIONS = (
    Operation(
        name="import_catalogue_prices",
        method="POST",
        path="/catalogue/prices",
        scope="procurement.catalogue.write",
        request=ImportCataloguePrices,
        response=ImportAnswer,
        handler=import_catalogue_prices,
        key=("contract-number", "contract-version"),
        summary="Loads all prices of a contract version, or none; an older version overwrites.",
    ),
    Operation(
        name="find_catalogue_prices",
        method="GET",
        path="/catalogue/prices",
        scope="procurement.catalogue.read",
        request=FindCataloguePrices,
        response=CataloguePricesFound,
        handler=find_catalogue_prices,
        key=("contract-number",),
        summary="Reads the prices last imported for a contract; version 0 when there are none.",
    ),
    Operation(
        name="list_catalogue",
        method="GET",
        path="/catalogue",
        scope="procurement.catalogue.read",
        request=Page,
        response=CataloguePage,
        handler=list_catalogue,
        summary="Lists catalogue items with their seeded and their dated prices.",
    ),
)
