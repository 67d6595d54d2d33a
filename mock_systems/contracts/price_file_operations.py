"""The operations on price files of the purchasing organisation (S10) in the platform (S03).

A file drafts a version of every contract that it names, or of none: its control totals are
checked first, and the same file number is refused, since a file may be delivered twice (P03).
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.contract_view import version_summary
from mock_systems.contracts.documents import (
    Contract,
    ContractVersion,
    Documents,
    Platform,
    PriceFile,
)
from mock_systems.contracts.drafting import contract_lines, next_version
from mock_systems.contracts.lookup import require_party
from mock_systems.contracts.price_file_messages import (
    FindPriceFiles,
    ImportPriceFile,
    PricedContract,
    PriceFileAnswer,
    PriceFilesFound,
)
from mock_systems.contracts.rules import require_dates_in_order
from mock_systems.contracts.wire import money_on_wire
from mock_systems.service import Effect, Operation, Refusal, Work


def import_price_file(platform: Platform, request: ImportPriceFile, work: Work) -> dict[str, Any]:
    documents = platform.documents
    _require_whole(documents, request)
    drafts = [_draft(documents, request, priced) for priced in request.contracts]
    for contract, version in drafts:
        if contract.contract_number not in documents.contracts:
            documents.add_contract(contract)
        contract.add_version(version)
    file = PriceFile(
        file_number=request.file_number,
        gpo_number=request.gpo_number,
        line_count=request.control_totals.line_count,
        price_total_minor=request.control_totals.price_total,
        versions=tuple((contract.contract_number, version.version) for contract, version in drafts),
    )
    documents.price_files[file.file_number] = file
    work.effect(
        Effect(
            "contracts.price_file",
            file.file_number,
            amount_minor=file.price_total_minor,
            quantity=file.line_count,
            facts={"gpo": file.gpo_number, "versions": [list(pair) for pair in file.versions]},
        )
    )
    on_wire = _on_wire(documents, file)
    work.emit("contracts.price_file.imported", file.file_number, on_wire)
    return on_wire


def find_price_files(platform: Platform, request: FindPriceFiles, work: Work) -> dict[str, Any]:
    found = platform.documents.price_files.get(request.file_number)
    return {"priceFiles": [] if found is None else [_on_wire(platform.documents, found)]}


def _require_whole(documents: Documents, request: ImportPriceFile) -> None:
    number = request.file_number
    if number in documents.price_files:
        raise Refusal(
            409,
            "DUPLICATE_FILE",
            f"file {number} was imported already; find it",
            field="fileNumber",
        )
    if request.gpo_number not in documents.memberships.organisations:
        raise Refusal(
            422, "UNKNOWN_GPO", f"nobody is a member of {request.gpo_number!r}", field="gpoNumber"
        )
    prices = [line.unit_price for priced in request.contracts for line in priced.lines]
    totals = request.control_totals
    if (len(prices), sum(prices)) != (totals.line_count, totals.price_total):
        raise Refusal(
            422,
            "CONTROL_TOTAL_MISMATCH",
            f"expected {totals.line_count} lines summing to {totals.price_total} cents, "
            f"got {len(prices)} summing to {sum(prices)}; ask for the whole file",
            field="controlTotals",
        )
    named = [priced.contract_number for priced in request.contracts]
    if len(set(named)) != len(named):
        raise Refusal(
            422, "DUPLICATE_CONTRACT", "a contract occurs twice in the file", field="contracts"
        )


def _draft(
    documents: Documents, request: ImportPriceFile, priced: PricedContract
) -> tuple[Contract, ContractVersion]:
    supplier, number = priced.erp_supplier_number, priced.contract_number
    require_party(documents, supplier, status=422)
    require_dates_in_order(priced.effective_from, priced.effective_to)
    lines = contract_lines(priced.lines, priced.effective_from, priced.effective_to)
    contract = documents.contracts.get(number)
    if contract is None:
        contract = Contract(number, supplier, gpo_number=request.gpo_number)
    if (contract.erp_supplier_number, contract.gpo_number) != (supplier, request.gpo_number):
        raise Refusal(
            422,
            "WRONG_SUPPLIER" if contract.gpo_number == request.gpo_number else "WRONG_GPO",
            f"{number} is a contract of {contract.gpo_number or 'no organisation'} "
            f"with {contract.erp_supplier_number}",
            field="contracts",
        )
    reason = f"price file {request.file_number}"
    return contract, next_version(
        contract, priced.effective_from, priced.effective_to, lines, reason
    )


def _on_wire(documents: Documents, file: PriceFile) -> dict[str, Any]:
    return {
        "fileNumber": file.file_number,
        "gpoNumber": file.gpo_number,
        "lineCount": file.line_count,
        "priceTotal": money_on_wire(file.price_total_minor),
        "versions": [
            version_summary(
                documents.contracts[number], documents.contracts[number].versions[version]
            )
            for number, version in file.versions
        ],
    }


OPERATIONS = (
    Operation(
        name="import_price_file",
        method="POST",
        path="/priceFiles",
        scope="contracts.prices.import",
        request=ImportPriceFile,
        response=PriceFileAnswer,
        handler=import_price_file,
        key=("fileNumber",),
        summary="Drafts a version of every contract in a price file, or of none.",
        status=201,
    ),
    Operation(
        name="find_price_files",
        method="GET",
        path="/priceFiles",
        scope="contracts.prices.read",
        request=FindPriceFiles,
        response=PriceFilesFound,
        handler=find_price_files,
        key=("fileNumber",),
        summary="Finds an imported price file by its number.",
    ),
)
