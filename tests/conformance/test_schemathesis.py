"""Schemathesis against every OpenAPI document: all its checks, and our own beside them.

Here each operation is called a few times; `make nightly` tries each document to the last keyword.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from pydantic_core import from_json

from mock_systems import SYSTEMS
from mock_systems.service.http_app import build_app
from mock_systems.service.wire import path_fields
from sim.clock import VirtualClock
from sim.live.serving.group import Group, Seeding
from tests.conformance.own_checks import KEY, Effects, changed, watch
from tests.conformance.surface import Effort, Tally, assert_sound, known_values, tried

SEED, SCALE = 1, 0.005
FEW = Effort(coverage=False, examples=2)
WHOLE = Effort(coverage=True, examples=0)
MANY = Effort(coverage=False, examples=25)
SMALL = {"legacy_materials", "supplier_risk", "warehouse"}
"""Systems of few operations, whose documents are tried to the last keyword here too."""


class Served:
    """The seeded group, each system behind its own application and none before it."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.effects = Effects()
        group.recorder.effect = self.effects.effect  # type: ignore[assignment, method-assign]
        self.known = known_values(group.systems, SEED, SCALE)
        self.apps = {name: build_app(system) for name, system in group.systems.items()}
        for name, app in self.apps.items():
            watch(app, group.systems[name], self.effects)

    def tried(self, name: str, effort: Effort) -> Tally:
        return tried(self.apps[name], effort, self.known[name])


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with VirtualClock() as clock:
        yield Served(Group(Seeding(SEED, SCALE), clock))


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_system_answers_as_its_document_says(served: Served, name: str) -> None:
    effort = WHOLE if name in SMALL else FEW
    tally = served.tried(name, effort)
    assert_sound(tally, len(served.group.systems[name].operations))
    assert any(200 <= status < 300 for status in tally.statuses)


@pytest.mark.slow
@pytest.mark.parametrize("effort", [WHOLE, MANY], ids=["whole", "many"])
@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_a_system_answers_as_its_document_says_to_the_last_keyword(
    served: Served, name: str, effort: Effort
) -> None:
    assert_sound(served.tried(name, effort), len(served.group.systems[name].operations))


# --------------------------------------------------------------------------- keys


def case_of(app: FastAPI, operation: str, body: dict[str, Any], key: str) -> schemathesis.Case:
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    found = schema.find_operation_by_id(operation)
    in_path = {name: body[name] for name in path_fields(found.path)}
    rest = {name: value for name, value in body.items() if name not in in_path}
    return found.Case(
        path_parameters=in_path, body=rest, headers={KEY: key}, media_type="application/json"
    )


DONE = {"create_charge": 201, "register_supply_lot": 200}


def keyed(served: Served, number: int) -> dict[str, dict[str, Any]]:
    """A new body that is done, for each operation whose vendor takes keys."""
    known = served.known["billing"]
    encounter = known["encounterId"][0]
    lot = {"chargeCode": known["chargeCode"][0], "lot": known["lot"][0]}
    charge = {
        **lot,
        "sourceReference": f"USE-{number}",
        "encounterId": encounter,
        "quantity": 1,
        "serviceDate": "20260401",
    }
    return {
        "create_charge": charge,
        "register_supply_lot": {**lot, "lot": f"LOT-{number}", "receiptReference": f"R-{number}/1"},
    }


def test_these_are_all_operations_that_take_keys(served: Served) -> None:
    systems = served.group.systems.values()
    found = {name for s in systems for name, o in s.operations.items() if o.idempotent_by_key}
    assert found == DONE.keys()


@pytest.mark.parametrize("operation", sorted(DONE))
def test_a_key_is_worth_one_effect(served: Served, operation: str) -> None:
    body = keyed(served, 1)[operation]
    case = case_of(served.apps["billing"], operation, body, f"one-{operation}")
    done = len(served.effects.all)
    answer = case.call_and_validate()  # the own check asks twice more
    assert answer.status_code == DONE[operation]
    assert len(served.effects.all) > done
    other_body = {**body, **changed(case.body)}
    refused = case_of(served.apps["billing"], operation, other_body, f"one-{operation}").call()
    assert refused.status_code == 422
    assert from_json(refused.content)["errors"][0]["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize("operation", sorted(DONE))
def test_of_those_who_come_at_once_with_one_key_one_wins(served: Served, operation: str) -> None:
    body = keyed(served, 2)[operation]
    case = case_of(served.apps["billing"], operation, body, f"race-{operation}")
    done = len(served.effects.all)
    case.call()
    worth = len(served.effects.all) - done
    body = keyed(served, 3)[operation]
    case = case_of(served.apps["billing"], operation, body, f"races-{operation}")
    done = len(served.effects.all)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: case.call(), range(16)))
    expected = (DONE[operation], answers[0].content)
    assert {(one.status_code, one.content) for one in answers} == {expected}
    assert len(served.effects.all) - done == worth > 0
