"""The API layer's door: every service, and every check that a request passes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from integration_under_test.boundary import OutcomeUnknown, Rejected, Throttled, Unavailable
from integration_under_test.reference.gateway.services.register import SERVICES
from integration_under_test.reference.gateway.services.service import Fallback
from tests.unit.integration_under_test.reference.fakes import ITEM
from tests.unit.integration_under_test.reference.gateway.services.asking import (
    CALLER,
    GLN,
    SCOPES,
    Caller,
)
from tests.unit.integration_under_test.reference.gateway.services.release_samples import ACTS
from tests.unit.integration_under_test.reference.gateway.services.rows import ORDER_ROW, QUOTE_ROW
from tests.unit.integration_under_test.reference.gateway.services.samples import (
    EVERYWHERE,
    READS,
    WRITES,
    Sample,
)

ALL: Mapping[str, Any] = {**READS, **WRITES, **ACTS}
KEPT = [name for name in READS if SERVICES[name].fallback is Fallback.LAST_KNOWN]
RETRIED = [name for name in READS if SERVICES[name].fallback is Fallback.RETRY]
PRICE = {"item": ITEM, "facility": GLN}


def plan(caller: Caller, sample: Sample) -> None:
    for system, operation, answer in sample.calls:
        caller.host.systems[system].plan(operation, answer)


def everywhere(caller: Caller, name: str) -> dict[str, Any]:
    return {"token": caller.token(facilities=("*",))} if name in EVERYWHERE else {}


def code(answer: Any) -> str:
    return str(answer.body["error"]["code"])


def test_every_service_has_a_sample() -> None:
    assert set(ALL) == set(SERVICES)


@pytest.mark.parametrize("name", READS)
def test_a_read_answers_in_canonical_terms(caller: Caller, name: str) -> None:
    sample = READS[name]
    plan(caller, sample)
    answer = caller.ask(name, sample.body, **everywhere(caller, name))
    assert (answer.status, answer.body["result"]) == (200, sample.result)
    assert (answer.body["stale"], answer.body["age_s"]) == (False, 0.0)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_a_release_is_done_when_it_is_answered(caller: Caller, name: str) -> None:
    for act in ACTS[name].before:
        assert caller.act(*act).status == 200
    answer = caller.ask(name, ACTS[name].body)
    result = answer.body["result"]
    assert answer.status == 200, answer.body
    assert {field: result[field] for field in ACTS[name].result} == ACTS[name].result


@pytest.mark.parametrize("name", WRITES)
def test_a_write_that_comes_twice_has_effect_once(caller: Caller, name: str) -> None:
    sample = WRITES[name]
    plan(caller, sample)
    answers = [caller.ask(name, sample.body) for _ in range(2)]
    caller.wait(5.0)
    assert [answer.status for answer in answers] == [202, 202]
    assert [answer.body["result"] for answer in answers] == [sample.result, sample.result]
    system, operation, _ = sample.calls[-1]
    assert caller.host.systems[system].called(operation) == 1
    assert not caller.host.items


@pytest.mark.parametrize("name", ALL)
def test_a_missing_scope_is_refused(caller: Caller, name: str) -> None:
    scopes = tuple(scope for scope in SCOPES if scope != SERVICES[name].scope)
    answer = caller.ask(name, ALL[name].body, token=caller.token(scopes=scopes))
    assert (answer.status, code(answer)) == (403, "SCOPE_MISSING")


@pytest.mark.parametrize("name", ALL)
def test_a_field_that_nobody_declared_is_refused(caller: Caller, name: str) -> None:
    answer = caller.ask(name, {**ALL[name].body, "status": "approved"})
    assert (answer.status, code(answer)) == (422, "SCHEMA")
    assert {"at": "status", "rule": "Extra inputs are not permitted"} in (
        answer.body["error"]["mistakes"]
    )
    assert "approved" not in str(answer.body), "a refusal repeats nothing"


@pytest.mark.parametrize("name", ALL)
def test_who_asks_too_often_waits(caller: Caller, name: str) -> None:
    rate = SERVICES[name].rate
    answers = [caller.ask(name, {}) for _ in range(rate.burst + 1)]
    assert {answer.status for answer in answers[:-1]} == {422}
    assert (answers[-1].status, code(answers[-1])) == (429, "TOO_MANY_REQUESTS")
    assert 0 < answers[-1].retry_after_s <= 60 / rate.per_min
    other = caller.ask(name, {}, caller="other", token=caller.token(subject="other"))
    assert other.status == 422, "another caller has a bucket of its own"
    caller.wait(answers[-1].retry_after_s)
    assert caller.ask(name, {}).status == 422


@pytest.mark.parametrize("name", KEPT)
def test_an_outage_gets_the_last_known_answer_with_its_age(caller: Caller, name: str) -> None:
    sample, allowed = READS[name], everywhere(caller, name)
    plan(caller, sample)
    fresh = caller.ask(name, sample.body, **allowed)
    caller.wait(120.0)
    _break(caller, sample)
    answer = caller.ask(name, sample.body, **allowed)
    assert (answer.status, answer.body["result"]) == (200, sample.result)
    assert answer.body["stale"] is True
    assert answer.body["as_of"] == fresh.body["as_of"]
    assert 120.0 <= answer.body["age_s"] <= 180.0


@pytest.mark.parametrize("name", KEPT)
def test_what_is_known_for_too_long_says_nothing(caller: Caller, name: str) -> None:
    sample, allowed = READS[name], everywhere(caller, name)
    plan(caller, sample)
    assert caller.ask(name, sample.body, **allowed).status == 200
    caller.wait(SERVICES[name].most_age_s + 1.0)
    _break(caller, sample)
    assert code(caller.ask(name, sample.body, **allowed)) == "UNAVAILABLE"


def test_an_answer_is_kept_for_its_own_question_alone(caller: Caller) -> None:
    plan(caller, READS["find_price@1"])
    assert caller.ask("find_price", PRICE).status == 200
    _break(caller, READS["find_price@1"])
    assert code(caller.ask("find_price", {**PRICE, "quantity": 9})) == "UNAVAILABLE"


@pytest.mark.parametrize("name", RETRIED)
def test_an_outage_is_told_where_an_old_answer_would_be_none(caller: Caller, name: str) -> None:
    sample, allowed = READS[name], everywhere(caller, name)
    plan(caller, sample)
    assert caller.ask(name, sample.body, **allowed).status == 200
    _break(caller, sample)
    answer = caller.ask(name, sample.body, **allowed)
    assert (answer.status, code(answer)) == (503, "UNAVAILABLE")
    assert answer.retry_after_s > 0


def _break(caller: Caller, sample: Sample) -> None:
    system, operation, _ = sample.calls[0]
    caller.host.systems[system].plan(operation, Unavailable("connection refused"))


@pytest.mark.parametrize(
    "trouble",
    [
        OutcomeUnknown("500"),
        Throttled(1.0),
        Rejected(401, "EXPIRED", "no"),
        {"unitPrice": "an answer of another shape"},
        {**QUOTE_ROW, "version": "three"},
    ],
    ids=["error", "throttled", "our token", "nonsense", "wrong type"],
)
def test_no_useful_answer_is_an_outage(caller: Caller, trouble: Any) -> None:
    caller.host.systems["contracts"].plan("quote_price", trouble)
    assert code(caller.ask("find_price", PRICE)) == "UNAVAILABLE"


def test_a_system_that_takes_too_long_is_given_up(caller: Caller) -> None:
    async def hang(*_: Any, **__: Any) -> dict[str, Any]:
        caller.host.clock.loop.call_later(3600.0, lambda: None)
        return await caller.host.clock.loop.create_future()

    before = caller.host.clock.now_s()
    caller.host.systems["contracts"].call = hang  # type: ignore[method-assign]
    answer = caller.ask("find_price", PRICE)
    assert code(answer) == "UNAVAILABLE"
    assert caller.host.clock.now_s() - before < SERVICES["find_price@1"].timeout_s + 2.0


@pytest.mark.parametrize("name", ["find_order@1", "find_invoice@1", "find_payment@1"])
def test_a_document_of_another_facility_looks_as_if_it_did_not_exist(
    caller: Caller, name: str
) -> None:
    sample = READS[name]
    stranger = caller.token(facilities=("9999999999999",))
    plan(caller, sample)
    foreign = caller.ask(name, sample.body, token=stranger)
    caller.host.systems["procurement"].plan("get_order", Rejected(404, "UNKNOWN_ORDER", "no"))
    missing = caller.ask(name, sample.body)
    assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert foreign.status == 404


def test_what_is_kept_is_shown_to_its_own_facility_alone(caller: Caller) -> None:
    plan(caller, READS["find_order@1"])
    assert caller.ask("find_order", {"order": "PO-1"}).status == 200
    _break(caller, READS["find_order@1"])
    stranger = caller.token(facilities=("9999999999999",))
    assert caller.ask("find_order", {"order": "PO-1"}, token=stranger).status == 404


@pytest.mark.parametrize("name", ["submit_requisition@1", "submit_order@1", "submit_journal@1"])
def test_nobody_submits_in_the_name_of_another_facility(caller: Caller, name: str) -> None:
    stranger = caller.token(facilities=("9999999999999",))
    assert caller.ask(name, WRITES[name].body, token=stranger).status == 404
    caller.wait(5.0)
    system, operation, _ = WRITES[name].calls[-1]
    assert caller.host.systems[system].called(operation) == 0


def test_a_document_of_no_known_facility_is_for_the_whole_group_only(caller: Caller) -> None:
    nowhere = {**ORDER_ROW, "ship-to": "SHIP-9999"}
    caller.host.systems["procurement"].plan("get_order", nowhere, nowhere)
    assert caller.ask("find_order", {"order": "PO-1"}).status == 404
    group = caller.token(facilities=("*",))
    assert caller.ask("find_order", {"order": "PO-1"}, token=group).status == 200


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"subject": "somebody else"}, "INVALID_TOKEN"),
        ({"expires_at": timedelta(0)}, "EXPIRED_TOKEN"),
        (None, "INVALID_TOKEN"),
    ],
)
def test_a_token_is_needed_that_is_the_callers_own_and_valid(
    caller: Caller, changes: dict[str, Any] | None, word: str
) -> None:
    if changes and "expires_at" in changes:
        changes = {"expires_at": caller.host.now() + changes["expires_at"]}
    token = None if changes is None else caller.token(**changes)
    answer = caller.ask("find_price", PRICE, token=token)
    assert (answer.status, code(answer)) == (401, word)


def test_an_unknown_service_or_version_names_the_nearest(caller: Caller) -> None:
    for asked, nearest in (("find_prices", "find_price"), ("find_price@7", "find_price")):
        answer = caller.ask(asked, PRICE)
        assert (answer.status, code(answer)) == (404, "UNKNOWN_SERVICE")
        assert nearest in answer.body["error"]["message"]


def test_a_deprecated_version_answers_with_a_notice(caller: Caller) -> None:
    sample = READS["find_supplier@1"]
    plan(caller, sample)
    old = caller.ask("find_supplier@1", sample.body)
    assert "find_supplier@2" in old.body["notice"]
    plan(caller, sample)
    new = caller.ask("find_supplier", sample.body)
    assert (new.body["service"], "notice" in new.body) == ("find_supplier@2", False)
    assert new.body["result"] == old.body["result"]


def test_an_id_used_for_another_request_is_refused(caller: Caller) -> None:
    first = WRITES["submit_order@1"]
    plan(caller, first)
    assert caller.ask("submit_order", first.body).status == 202
    answer = caller.ask("submit_order", {**first.body, "supplier": "200"})
    assert (answer.status, code(answer)) == (409, "REQUEST_ID_REUSED")


@pytest.mark.parametrize("id_", ["", "x" * 41])
def test_a_write_needs_an_id_that_fits(caller: Caller, id_: str) -> None:
    answer = caller.ask("submit_order", WRITES["submit_order@1"].body, id=id_)
    assert (answer.status, code(answer)) == (400, "REQUEST_ID")


def test_a_write_is_taken_while_its_system_is_down(caller: Caller) -> None:
    sample = WRITES["submit_requisition@1"]
    caller.host.systems["procurement"].plan(
        "create_requisition", Unavailable("connection refused"), {}
    )
    caller.host.systems["procurement"].plan("find_requisitions", {"requisitions": []})
    assert caller.ask("submit_requisition", sample.body).status == 202
    caller.wait(600.0)
    assert caller.host.systems["procurement"].called("create_requisition") == 2


def test_a_code_that_no_master_knows_is_told_without_repeating_it(caller: Caller) -> None:
    answer = caller.ask("check_budget", {"cost_center": "CC-XYZ", "amount_minor": 1})
    assert (answer.status, code(answer)) == (422, "UNKNOWN_CODE")
    assert "CC-XYZ" not in str(answer.body)


def test_a_rule_of_the_system_of_record_is_told_by_its_code(caller: Caller) -> None:
    caller.host.systems["contracts"].plan("quote_price", Rejected(422, "BAD_DAY", "secret"))
    answer = caller.ask("find_price", PRICE)
    assert (answer.status, code(answer)) == (422, "REFUSED")
    assert "BAD_DAY" in answer.body["error"]["message"]
    assert "secret" not in str(answer.body)


def test_no_encounter_leaves_with_a_charge(caller: Caller) -> None:
    plan(caller, READS["confirm_charge@1"])
    answer = caller.ask("confirm_charge", {"reference": "US-1"})
    assert "ENC-1" not in str(answer.body)


def test_a_fault_in_an_envelope_is_no_answer(caller: Caller) -> None:
    """S07 sends its faults with HTTP 200."""
    fault = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>'
        "<faultstring>no</faultstring><detail><Code>{}</Code></detail></e:Fault>"
        "</e:Body></e:Envelope>"
    )
    group = caller.token(facilities=("*",))
    soap = caller.host.systems["legacy_materials"]
    soap.plan("soap", {"xml": fault.format("MM-101")}, {"xml": fault.format("MM-999")})
    body = {"store": "1", "item": "A-9"}
    assert caller.ask("find_store_balance", body, token=group).status == 404
    assert code(caller.ask("find_store_balance", body, token=group)) == "UNAVAILABLE"


def test_the_callers_name_is_in_the_reference_so_that_ids_may_repeat(caller: Caller) -> None:
    sample = WRITES["submit_order@1"]
    caller.host.systems["erp"].plan(
        "create_direct_order", {"OrderNumber": "9"}, {"OrderNumber": "10"}
    )
    mine = caller.ask("submit_order", sample.body)
    theirs = caller.ask(
        "submit_order", sample.body, caller="other", token=caller.token(subject="other")
    )
    assert CALLER in mine.body["result"]["reference"]
    assert mine.body["result"] != theirs.body["result"]


def test_a_write_waits_at_the_door_while_too_much_is_unfinished(caller: Caller) -> None:
    sample = WRITES["submit_order@1"]
    caller.settings["max_backlog"] = 1
    erp = caller.host.systems["erp"]
    erp.plan("create_direct_order", *[Unavailable("connection refused")] * 9)
    assert caller.ask("submit_order", sample.body).status == 202
    refused = caller.ask("submit_order", sample.body, id="R-2")
    assert (refused.status, code(refused)) == (429, "BUSY")
    assert refused.retry_after_s > 0
