"""The testbed's own checks beside those of Schemathesis, on every answer of a watched system.

They are registered once for the process, and look only at applications that were handed to `watch`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from pydantic_core import from_json
from starlette.types import ASGIApp

from mock_systems.erp import Erp
from mock_systems.service import Effect, System

KEY = "Idempotency-Key"
REUSED = 422
SCHEMA_WORDS = re.compile(
    r"Field required|Extra inputs|Input should be a valid|should match pattern"
    r"|should have at (least|most)|Input should be '"
)
"""How a refusal begins that the document should have foretold."""
WHOLE_FLOAT = re.compile(r"valid integer, got -?\d+\.0\b")
"""JSON Schema takes 1.0 for an integer; a vendor who reads strictly does not."""


@dataclass
class Effects:
    """A recorder that counts."""

    all: list[Effect] = field(default_factory=list)

    def effect(self, _: str, __: str, ___: str, effect: Effect) -> None:
        self.all.append(effect)


@dataclass(frozen=True)
class Watched:
    """A system under an application, with what it did."""

    app: ASGIApp
    system: System
    effects: Effects


WATCHED: dict[int, Watched] = {}


def watch(app: ASGIApp, system: System, effects: Effects) -> None:
    """From now on the own checks look at this application."""
    WATCHED[id(app)] = Watched(app, system, effects)


def _watched(case: schemathesis.Case) -> Watched | None:
    found = WATCHED.get(id(case.operation.app))
    return found if found is not None and found.app is case.operation.app else None


@schemathesis.check
def the_ledger_sums_to_zero(_: Any, __: schemathesis.Response, case: schemathesis.Case) -> bool:
    """Debits and credits of each business unit and period are equal, whatever was called."""
    watched = _watched(case)
    if watched is None or not isinstance(watched.system, Erp):
        return True
    for place, balances in watched.system.tables.ledger.balances.items():
        assert sum(balances.values()) == 0, f"the trial balance of {place} is off"
    return False


@schemathesis.check
def a_key_is_worth_one_effect(
    _: Any, response: schemathesis.Response, case: schemathesis.Case
) -> bool:
    """The same key with the same body: the stored answer and nothing done. With another: 422."""
    watched = _watched(case)
    key = dict(case.headers or {}).get(KEY)
    if watched is None or not key or response.status_code >= 300:
        return True
    if not watched.system.operations[_name(case)].idempotent_by_key:
        return True
    done = len(watched.effects.all)
    again = case.call()
    assert (again.status_code, again.content) == (response.status_code, response.content)
    other = case.operation.Case(
        body=changed(case.body),
        headers=case.headers,
        path_parameters=case.path_parameters,
        media_type=case.media_type,
    ).call()
    assert other.status_code == REUSED, f"same key, other body: {other.status_code}"
    assert len(watched.effects.all) == done, "a key was worth two effects"
    return False


@schemathesis.check
def the_document_tells_what_is_validated(
    _: Any, response: schemathesis.Response, case: schemathesis.Case
) -> bool:
    """What fits the document is refused by rules of business only, never by another schema."""
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if not positive or response.status_code != REUSED:
        return True
    words = str(from_json(response.content))
    found = None if WHOLE_FLOAT.search(words) else SCHEMA_WORDS.search(words)
    assert found is None, f"fits the document, yet: {words}"
    return False


def changed(body: Any) -> dict[str, Any]:
    """Another body."""
    name = next(iter(body))
    value = body[name]
    return {**body, name: value + 1 if isinstance(value, int) else f"{value}X"}


def _name(case: schemathesis.Case) -> str:
    return str(case.operation.definition.raw["operationId"])
