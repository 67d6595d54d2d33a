"""The operations on purchasing organisations of the platform (S03): who joined, which contracts.

A group joins an organisation (S10) facility by facility. A contract that it already has may be put
under the organisation's, from when on price files alone reprice it.
"""

from __future__ import annotations

from typing import Any

from mock_systems.contracts.contract_messages import ContractRowAnswer
from mock_systems.contracts.contract_view import contract_row
from mock_systems.contracts.documents import Platform
from mock_systems.contracts.lookup import require_contract
from mock_systems.contracts.membership import Membership
from mock_systems.contracts.wire import Code, Day, Message
from mock_systems.service import Effect, Operation, Refusal, Work


class JoinOrganisation(Message):
    gpo_number: Code
    facility_code: Code
    member_from: Day
    member_to: Day | None = None


class MembershipAnswer(Message):
    gpo_number: str
    facility_code: str
    member_from: str
    member_to: str | None = None


class AdoptContract(Message):
    contract_number: Code
    gpo_number: Code


def join_organisation(platform: Platform, request: JoinOrganisation, work: Work) -> dict[str, Any]:
    starts, ends = request.member_from, request.member_to
    if ends is not None and ends < starts:
        raise Refusal(422, "INVALID_DATES", f"it ends on {ends}, before {starts}", field="memberTo")
    membership = Membership(request.gpo_number, request.facility_code, starts, ends)
    if not platform.documents.memberships.add(membership):
        raise Refusal(
            409,
            "DUPLICATE_MEMBERSHIP",
            f"{request.facility_code} is a member of {request.gpo_number} on some of these days",
            field="memberFrom",
        )
    key = f"{request.gpo_number}/{request.facility_code}"
    work.effect(Effect("contracts.membership", key, facts={"from": starts.isoformat()}))
    answer = {"gpoNumber": request.gpo_number, "facilityCode": request.facility_code}
    ending = {"memberTo": ends.isoformat()} if ends is not None else {}
    return {**answer, "memberFrom": starts.isoformat(), **ending}


def adopt_contract(platform: Platform, request: AdoptContract, work: Work) -> dict[str, Any]:
    documents = platform.documents
    contract = require_contract(documents, request.contract_number)
    if request.gpo_number not in documents.memberships.organisations:
        raise Refusal(
            422, "UNKNOWN_GPO", f"nobody is a member of {request.gpo_number!r}", field="gpoNumber"
        )
    if contract.gpo_number not in {"", request.gpo_number}:
        raise Refusal(
            409,
            "WRONG_GPO",
            f"{contract.contract_number} belongs to {contract.gpo_number}",
            field="gpoNumber",
        )
    if not contract.gpo_number:
        contract.gpo_number = request.gpo_number
        work.effect(Effect("contracts.adoption", contract.contract_number))
    return contract_row(contract)


OPERATIONS = (
    Operation(
        name="join_organisation",
        method="POST",
        path="/memberships",
        scope="contracts.memberships.write",
        request=JoinOrganisation,
        response=MembershipAnswer,
        handler=join_organisation,
        key=("gpoNumber", "facilityCode", "memberFrom"),
        summary="Makes a facility a member of a group purchasing organisation.",
        status=201,
    ),
    Operation(
        name="adopt_contract",
        method="PUT",
        path="/contracts/{contractNumber}/purchasingOrganisation",
        scope="contracts.memberships.write",
        request=AdoptContract,
        response=ContractRowAnswer,
        handler=adopt_contract,
        key=("contractNumber",),
        summary="Puts a contract under a purchasing organisation; the same again changes nothing.",
    ),
)
