"""The operations on commitments under a contract of the platform (S03).

Spend that is booked under the contract counts towards them, so that a payment booked twice also
reaches a tier too early: the variance shows where nobody expects it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from mock_systems.contracts.commitment import Commitment, CommitmentLevel
from mock_systems.contracts.commitment_messages import (
    CommitmentAnswer,
    CommitmentsFound,
    RecordCommitment,
)
from mock_systems.contracts.contract_messages import GetContract
from mock_systems.contracts.documents import Contract, Platform, Spend
from mock_systems.contracts.lookup import require_contract
from mock_systems.contracts.rules import require_dates_in_order
from mock_systems.contracts.wire import money_on_wire
from mock_systems.service import Effect, Operation, Refusal, Work


def record_commitment(platform: Platform, request: RecordCommitment, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    require_dates_in_order(request.starts_on, request.ends_on)
    if request.commitment_number in contract.commitments:
        raise Refusal(
            409,
            "DUPLICATE_COMMITMENT",
            f"{contract.contract_number} has a commitment {request.commitment_number!r}",
            field="commitmentNumber",
        )
    levels = tuple(
        CommitmentLevel(level.amount, level.tier, level.min_quantity) for level in request.levels
    )
    _require_rising(levels)
    commitment = Commitment(
        number=request.commitment_number,
        amount_minor=request.amount,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        levels=levels,
    )
    contract.commitments[commitment.number] = commitment
    work.effect(
        Effect("contracts.commitment", _key(contract, commitment), amount_minor=request.amount)
    )
    # What was spent in the term before it was agreed in writing counts as well.
    for spend in contract.spend:
        _count(contract, commitment, spend, work)
    return _on_wire(contract, commitment)


def find_commitments(platform: Platform, request: GetContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    rows = [_on_wire(contract, commitment) for commitment in contract.commitments.values()]
    return {"commitments": rows}


def count_spend(contract: Contract, spend: Spend, work: Work) -> None:
    """Counts spend towards every commitment of its day; tells each tier that it reaches."""
    for commitment in contract.commitments.values():
        _count(contract, commitment, spend, work)


def _count(contract: Contract, commitment: Commitment, spend: Spend, work: Work) -> None:
    if not commitment.covers(spend.paid_on):
        return
    crossed = commitment.crossed_by(spend.amount_minor)
    commitment.spent_minor += spend.amount_minor
    for level in crossed:
        key = f"{_key(contract, commitment)}/{level.tier}"
        work.effect(Effect("contracts.tier", key, amount_minor=level.amount_minor))
        work.emit(
            "contracts.tier.reached",
            key,
            {
                "contractNumber": contract.contract_number,
                "commitmentNumber": commitment.number,
                "erpSupplierNumber": contract.erp_supplier_number,
                "tier": level.tier,
                "minQuantity": level.min_quantity,
                "amount": money_on_wire(level.amount_minor),
                "spent": money_on_wire(commitment.spent_minor),
                "reachedOn": spend.paid_on.isoformat(),
            },
        )


def _require_rising(levels: tuple[CommitmentLevel, ...]) -> None:
    rising = all(low.amount_minor < high.amount_minor for low, high in pairwise(levels))
    if not rising or len({level.tier for level in levels}) != len(levels):
        raise Refusal(
            422, "INVALID_LEVELS", "expected distinct tiers with rising amounts", field="levels"
        )


def _key(contract: Contract, commitment: Commitment) -> str:
    return f"{contract.contract_number}/{commitment.number}"


def _on_wire(contract: Contract, commitment: Commitment) -> dict[str, Any]:
    return {
        "contractNumber": contract.contract_number,
        "commitmentNumber": commitment.number,
        "amount": money_on_wire(commitment.amount_minor),
        "spent": money_on_wire(commitment.spent_minor),
        "startsOn": commitment.starts_on.isoformat(),
        "endsOn": commitment.ends_on.isoformat(),
        "tiersReached": [level.tier for level in commitment.reached],
    }


OPERATIONS = (
    Operation(
        name="record_commitment",
        method="POST",
        path="/contracts/{contractNumber}/commitments",
        scope="contracts.contracts.write",
        request=RecordCommitment,
        response=CommitmentAnswer,
        handler=record_commitment,
        key=("contractNumber", "commitmentNumber"),
        summary="Agrees a commitment of spend over a term with the tiers that it opens.",
        status=201,
    ),
    Operation(
        name="find_commitments",
        method="GET",
        path="/contracts/{contractNumber}/commitments",
        scope="contracts.contracts.read",
        request=GetContract,
        response=CommitmentsFound,
        handler=find_commitments,
        key=("contractNumber",),
        summary="Reads the commitments of a contract with what was spent towards them.",
    ),
)
