"""The operations that change or end a contract of the platform (S03): amend, expire, terminate.

An amendment is a draft of the next version that starts from the active one. An ended version
stays ended: a contract goes on with a newer version only (P03).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from mock_systems.contracts.amendment_messages import (
    AmendContract,
    ExpireContracts,
    ExpiredContracts,
    TerminateContract,
)
from mock_systems.contracts.contract_messages import VersionAnswer
from mock_systems.contracts.contract_view import ended_event, version_summary
from mock_systems.contracts.documents import Contract, ContractLine, ContractVersion, Platform
from mock_systems.contracts.drafting import contract_line, next_version, require_sound_lines
from mock_systems.contracts.lookup import require_active, require_contract
from mock_systems.contracts.rules import require_dates_in_order
from mock_systems.service import Effect, Operation, Refusal, Work


def amend_contract(platform: Platform, request: AmendContract, work: Work) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    active = require_active(contract)
    effective_to = request.effective_to or active.effective_to
    require_dates_in_order(request.effective_from, effective_to)
    lines = _amended(active, request)
    require_sound_lines(lines, request.effective_from, effective_to)
    version = next_version(contract, request.effective_from, effective_to, lines, request.reason)
    contract.add_version(version)
    facts = {"from_version": active.version, "changed": [line.line for line in request.lines]}
    work.effect(_effect("contracts.amendment", contract, version)._replace(facts=facts))
    return version_summary(contract, version)


def expire_contracts(platform: Platform, request: ExpireContracts, work: Work) -> dict[str, Any]:
    documents = platform.documents
    expired = []
    for number, version_number in documents.expiries.take_before(request.as_of):
        contract = documents.contracts[number]
        version = contract.versions[version_number]
        if version.status != "ACTIVE":
            continue
        _end(contract, version, "EXPIRED")
        work.effect(_effect("contracts.expiry", contract, version))
        key = f"{number}/{version_number}"
        work.emit("contracts.contract.expired", key, ended_event(contract, version))
        expired.append(version_summary(contract, version))
    return {"expired": expired}


def terminate_contract(
    platform: Platform, request: TerminateContract, work: Work
) -> dict[str, Any]:
    contract = require_contract(platform.documents, request.contract_number)
    version = require_active(contract)
    _require_within(version, request.last_day)
    version.ended_on = request.last_day
    version.reason = request.reason
    _end(contract, version, "TERMINATED")
    work.effect(_effect("contracts.termination", contract, version))
    key = f"{contract.contract_number}/{version.version}"
    data = {**ended_event(contract, version), "reason": request.reason}
    work.emit("contracts.contract.terminated", key, data)
    return version_summary(contract, version)


def _amended(active: ContractVersion, request: AmendContract) -> tuple[ContractLine, ...]:
    removed = set(request.removed_lines)
    unknown = removed - {line.line for line in active.lines}
    if unknown:
        raise Refusal(
            422,
            "UNKNOWN_LINE",
            f"version {active.version} has no line {min(unknown)} to remove",
            field="removedLines",
        )
    changed = {line.line: contract_line(line) for line in request.lines}
    if len(changed) != len(request.lines) or removed & changed.keys() or not (removed or changed):
        raise Refusal(
            422,
            "INVALID_AMENDMENT",
            "expected at least one line, each changed or removed once",
            field="lines",
        )
    kept = {
        line.line: _within(line, request.effective_from)
        for line in active.lines
        if line.line not in removed and not _is_over(line, request.effective_from)
    }
    return tuple({**kept, **changed}.values())


def _is_over(line: ContractLine, day: date) -> bool:
    return line.effective_to is not None and line.effective_to < day


def _within(line: ContractLine, starts: date) -> ContractLine:
    """A line taken over: what started before the new version now starts with it."""
    if line.effective_from is not None and line.effective_from < starts:
        return line._replace(effective_from=starts)
    return line


def _require_within(version: ContractVersion, last_day: date) -> None:
    if last_day > version.effective_to:
        raise Refusal(
            422,
            "INVALID_DATES",
            f"version {version.version} ends on {version.effective_to} by itself",
            field="lastDay",
        )


def _end(contract: Contract, version: ContractVersion, status: str) -> None:
    version.status = status
    contract.active_version = 0


def _effect(kind: str, contract: Contract, version: ContractVersion) -> Effect:
    key = f"{contract.contract_number}/{version.version}"
    return Effect(kind, key, version=version.version)


OPERATIONS = (
    Operation(
        name="amend_contract",
        method="POST",
        path="/contracts/{contractNumber}/amendments",
        scope="contracts.contracts.write",
        request=AmendContract,
        response=VersionAnswer,
        handler=amend_contract,
        key=("contractNumber", "effectiveFrom"),
        summary="Drafts the next version from the active one with changed or removed lines.",
        status=201,
    ),
    Operation(
        name="expire_contracts",
        method="POST",
        path="/expirations",
        scope="contracts.contracts.write",
        request=ExpireContracts,
        response=ExpiredContracts,
        handler=expire_contracts,
        key=("asOf",),
        summary="Expires the active versions whose last day lies before a date.",
    ),
    Operation(
        name="terminate_contract",
        method="POST",
        path="/contracts/{contractNumber}/termination",
        scope="contracts.contracts.activate",
        request=TerminateContract,
        response=VersionAnswer,
        handler=terminate_contract,
        key=("contractNumber",),
        summary="Ends the active version of a contract before its time.",
    ),
)
