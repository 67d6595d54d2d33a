"""The operations of a contract version's approval in the platform (S03).

DRAFT, IN_REVIEW, APPROVED, then ACTIVE; a refused one is a draft again. Where the platform does
not require approval a draft may also be activated straight away, as a short cut.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.contract_messages import VersionAnswer
from mock_systems.contracts.contract_view import version_summary
from mock_systems.contracts.documents import Contract, ContractVersion, Platform
from mock_systems.contracts.lookup import require_contract, require_version
from mock_systems.contracts.review_messages import DecideReview, SubmitContract
from mock_systems.contracts.rules import activatable
from mock_systems.service import Effect, Operation, Refusal, Work


def submit_contract(platform: Platform, request: SubmitContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    version = activatable(contract, request.version, ("DRAFT",))
    version.status = "IN_REVIEW"
    version.submitted_by = request.submitted_by
    work.effect(_effect("contracts.review", contract, version))
    _tell("contracts.contract.submitted", contract, version, work)
    return version_summary(contract, version)


def decide_review(platform: Platform, request: DecideReview, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    version = require_version(contract, request.version)
    name = f"{contract.contract_number} version {version.version}"
    if version.status != "IN_REVIEW":
        raise Refusal(
            409,
            "ILLEGAL_TRANSITION",
            f"{name} is {version.status}, expected IN_REVIEW",
            field="version",
        )
    if request.approver == version.submitted_by:
        raise Refusal(
            403, "SELF_APPROVAL", f"{request.approver} submitted {name}", field="approver"
        )
    version.status = "APPROVED" if request.decision == "APPROVED" else "DRAFT"
    version.approver = request.approver
    facts = {"decision": request.decision, "approver": request.approver}
    work.effect(_effect("contracts.review_decision", contract, version)._replace(facts=facts))
    _tell(f"contracts.contract.{request.decision.lower()}", contract, version, work)
    return version_summary(contract, version)


def _effect(kind: str, contract: Contract, version: ContractVersion) -> Effect:
    key = f"{contract.contract_number}/{version.version}"
    return Effect(kind, key, version=version.version)


def _tell(type_: str, contract: Contract, version: ContractVersion, work: Work) -> None:
    data = {
        **version_summary(contract, version),
        "erpSupplierNumber": contract.erp_supplier_number,
        "submittedBy": version.submitted_by,
        "approver": version.approver,
    }
    work.emit(type_, f"{contract.contract_number}/{version.version}", data)


OPERATIONS = (
    Operation(
        name="submit_contract",
        method="POST",
        path="/contracts/{contractNumber}/reviews",
        scope="contracts.contracts.write",
        request=SubmitContract,
        response=VersionAnswer,
        handler=submit_contract,
        key=("contractNumber", "version"),
        summary="Submits a draft version for review.",
        status=201,
    ),
    Operation(
        name="decide_review",
        method="POST",
        path="/contracts/{contractNumber}/reviewDecisions",
        scope="contracts.contracts.approve",
        request=DecideReview,
        response=VersionAnswer,
        handler=decide_review,
        key=("contractNumber", "version"),
        summary="Approves a version in review, or sends it back as a draft.",
    ),
)
