"""Dispatch: the one door of a system."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json, to_json

from mock_systems.service import CallContext, Response
from tests.unit.mock_systems.service.ledger_system import Desk, TinyLedger

ME = CallContext("me")


def post(system: TinyLedger, body: dict[str, Any], key: str = "") -> Response:
    return system.dispatch("post_entry", to_json(body), CallContext("me", key))


def test_a_commit_records_its_effect_and_publishes_its_event() -> None:
    desk = Desk()
    response = post(TinyLedger(desk), {"account-code": "a", "amount": 5})
    assert (response.status, from_json(response.payload)) == (201, {"number": 1, "amount": 5})
    assert [(caller, e.kind, e.amount_minor) for caller, e in desk.effects] == [
        ("me", "tiny.entry", 5)
    ]
    assert [(e.id, e.source, e.type, e.payload) for e in desk.events] == [
        ("tiny-00000001", "/tiny", "tiny.entry.posted", b'{"number":1}')
    ]


def test_a_refusal_leaves_nothing_behind() -> None:
    desk = Desk()
    system = TinyLedger(desk)
    response = post(system, {"account-code": "closed", "amount": 5})
    assert response.status == 409
    assert from_json(response.payload) == {"code": "CLOSED", "message": "the account is closed"}
    assert (system.entries, desk.effects, desk.events) == ([], [], [])


def test_bad_input_names_the_field_and_what_it_got() -> None:
    response = post(TinyLedger(Desk()), {"account-code": "a", "amount": -5})
    assert response.status == 422
    message = from_json(response.payload)["message"]
    assert "amount" in message
    assert "-5" in message


def test_bytes_that_are_no_json_are_refused() -> None:
    response = TinyLedger(Desk()).dispatch("post_entry", b"{", ME)
    assert response.status == 422


def test_same_key_and_body_return_the_stored_answer_once_posted() -> None:
    desk = Desk()
    system = TinyLedger(desk)
    first = post(system, {"account-code": "a", "amount": 5}, "k1")
    again = post(system, {"account-code": "a", "amount": 5}, "k1")
    assert again == first
    assert len(system.entries) == len(desk.effects) == 1


def test_same_key_with_another_body_is_refused() -> None:
    system = TinyLedger(Desk())
    post(system, {"account-code": "a", "amount": 5}, "k1")
    response = post(system, {"account-code": "a", "amount": 6}, "k1")
    assert response.status == 422
    assert from_json(response.payload)["code"] == "IDEMPOTENCY_KEY_REUSED"


def test_a_key_is_forgotten_after_its_retention() -> None:
    desk = Desk()
    system = TinyLedger(desk)
    post(system, {"account-code": "a", "amount": 5}, "k1")
    desk.wait(hours=24)
    post(system, {"account-code": "a", "amount": 5}, "k1")
    assert len(system.entries) == 2


def test_a_refused_call_does_not_use_up_its_key() -> None:
    system = TinyLedger(Desk())
    assert post(system, {"account-code": "closed", "amount": 5}, "k1").status == 409
    assert post(system, {"account-code": "a", "amount": 5}, "k1").status == 201
