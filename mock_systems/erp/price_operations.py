"""Price agreements (S01): contract prices that P03 activates, a version as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field

from mock_systems.erp.documents import AgreementLine, PriceAgreement
from mock_systems.erp.lookups import factor_of, item_of, supplier_of
from mock_systems.erp.money import UnitPrice, amount_text
from mock_systems.erp.tables import HasTables, Tables
from mock_systems.erp.wire import BusinessDate, Code, LineNumber, WireModel
from mock_systems.service import Effect, Operation, Refusal, Work


class PriceLine(WireModel):
    line_number: LineNumber
    item_number: Code
    uom_code: Code
    unit_price: UnitPrice
    start_date: BusinessDate
    end_date: BusinessDate


class ImportPriceAgreement(WireModel):
    agreement_number: Code
    version: Annotated[int, Field(ge=1)]
    supplier_number: Code
    lines: Annotated[list[PriceLine], Field(min_length=1, max_length=10_000)]


class ImportResult(WireModel):
    agreement_number: str
    version: int
    lines_loaded: int


class GetPriceAgreement(WireModel):
    agreement_number: Code


class PriceLineView(WireModel):
    line_number: int
    item_number: str
    uom_code: str
    unit_price: str
    start_date: str
    end_date: str


class PriceAgreementView(WireModel):
    agreement_number: str
    version: int
    supplier_number: str
    lines: list[PriceLineView]


def import_price_agreement(
    erp: HasTables, request: ImportPriceAgreement, work: Work
) -> dict[str, Any]:
    """All lines or none. The version that is loaded already is answered with LinesLoaded 0."""
    tables = erp.tables
    loaded = tables.agreements.get(request.agreement_number)
    if loaded and request.version < loaded.version:
        raise Refusal(
            409,
            "STALE_VERSION",
            f"version {loaded.version} of {loaded.number} is loaded, got {request.version}",
        )
    if loaded and request.version == loaded.version:
        return _result(loaded, 0)
    supplier_of(tables, request.supplier_number)
    lines = tuple(_line(tables, line) for line in request.lines)
    _check_numbers(lines)
    _check_overlap(lines)
    agreement = PriceAgreement(
        request.agreement_number, request.version, request.supplier_number, lines, _by_item(lines)
    )
    tables.agreements[agreement.number] = agreement
    for line in lines:
        key = f"{agreement.number}/{agreement.version}/{line.number}"
        amount = line.unit_price_minor
        work.effect(
            Effect("erp.price_condition", key, amount_minor=amount, version=agreement.version)
        )
    return _result(agreement, len(lines))


def get_price_agreement(erp: HasTables, request: GetPriceAgreement, _work: Work) -> dict[str, Any]:
    agreement = erp.tables.agreements.get(request.agreement_number)
    if agreement is None:
        raise Refusal(404, "AGREEMENT_NOT_FOUND", f"no agreement {request.agreement_number!r}")
    return {
        "AgreementNumber": agreement.number,
        "Version": agreement.version,
        "SupplierNumber": agreement.supplier,
        "Lines": [_line_view(line) for line in agreement.lines],
    }


def _line(tables: Tables, line: PriceLine) -> AgreementLine:
    factor_of(item_of(tables, line.item_number), line.uom_code)
    if line.end_date < line.start_date:
        raise Refusal(422, "INVALID_DATES", f"line {line.line_number}: EndDate is before StartDate")
    return AgreementLine(
        line.line_number,
        line.item_number,
        line.uom_code,
        line.unit_price,
        line.start_date,
        line.end_date,
    )


def _check_numbers(lines: Sequence[AgreementLine]) -> None:
    number, count = Counter(line.number for line in lines).most_common(1)[0]
    if count > 1:
        raise Refusal(422, "DUPLICATE_LINE", f"LineNumber {number} occurs {count} times")


def _check_overlap(lines: Sequence[AgreementLine]) -> None:
    """One price for an item, unit and day (CP1)."""
    ordered = sorted(lines, key=lambda line: (line.item, line.uom, line.start_date))
    for first, second in pairwise(ordered):
        same = (first.item, first.uom) == (second.item, second.uom)
        if same and second.start_date <= first.end_date:
            raise Refusal(
                422,
                "OVERLAPPING_LINES",
                f"lines {first.number} and {second.number} price {first.item} on the same days",
            )


def _by_item(
    lines: Sequence[AgreementLine],
) -> dict[tuple[str, str], tuple[AgreementLine, ...]]:
    found: dict[tuple[str, str], tuple[AgreementLine, ...]] = {}
    for line in lines:
        key = (line.item, line.uom)
        found[key] = (*found.get(key, ()), line)
    return found


def _result(agreement: PriceAgreement, lines_loaded: int) -> dict[str, Any]:
    return {
        "AgreementNumber": agreement.number,
        "Version": agreement.version,
        "LinesLoaded": lines_loaded,
    }


def _line_view(line: AgreementLine) -> dict[str, Any]:
    return {
        "LineNumber": line.number,
        "ItemNumber": line.item,
        "UOMCode": line.uom,
        "UnitPrice": amount_text(line.unit_price_minor),
        "StartDate": line.start_date,
        "EndDate": line.end_date,
    }


OPERATIONS = (
    Operation(
        name="import_price_agreement",
        method="POST",
        path="/priceAgreementImports",
        scope="erp.price_agreements.write",
        request=ImportPriceAgreement,
        response=ImportResult,
        handler=import_price_agreement,
        key=("AgreementNumber", "Version"),
        summary="Loads all lines of one version of a price agreement, or none.",
    ),
    Operation(
        name="get_price_agreement",
        method="GET",
        path="/priceAgreements/{AgreementNumber}",
        scope="erp.price_agreements.read",
        request=GetPriceAgreement,
        response=PriceAgreementView,
        handler=get_price_agreement,
        key=("AgreementNumber",),
        summary="The version of a price agreement that is loaded, with its lines.",
    ),
)
