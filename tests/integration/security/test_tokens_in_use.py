"""Tokens that end, keys that change, and clients beside one another (API2; F41, F42)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from mock_systems.billing.tables import Tables
from mock_systems.identity import RememberedAccess
from mock_systems.identity.remembered import MOST_TOKENS
from tests.integration.security.guarded_group import CERTIFICATE, GuardedGroup
from tests.unit.mock_systems.identity.forge import claims_of, ec_key, header_of
from tests.unit.mock_systems.identity.forge import token as forge_token
from tests.unit.mock_systems.identity.hospital import LEDGER

SCOPES = ("billing.charges.write", "billing.charges.read")


def charge(group: GuardedGroup, reference: str) -> dict[str, Any]:
    tables: Tables = group.systems["billing"].tables  # type: ignore[attr-defined]
    code = next(one.charge_code for one in tables.charge_master.values() if not one.implant)
    return {
        "sourceReference": reference,
        "encounterId": group.group.encounters[0].id,
        "chargeCode": code,
        "quantity": 1,
        "serviceDate": "20260401",
        "departmentCode": group.group.departments[0].cost_center,
    }


def post(group: GuardedGroup, token: str, reference: str, **more: Any) -> Any:
    return group.call("billing", "POST /charges", token, charge(group, reference), **more)


def charged(group: GuardedGroup) -> list[str]:
    return [one.key for _, _, one in group.books.effects if one.kind == "billing.charge"]


def in_a_batch(group: GuardedGroup, references: Iterator[str], token: str) -> list[str]:
    """What a correct client does: on 401 a fresh token, and the same request once more."""
    used = [token]
    for reference in references:
        answer = post(group, used[-1], reference)
        if answer.status_code == 401:
            assert 'error="invalid_token"' in answer.headers["www-authenticate"]
            used.append(group.token(*SCOPES))
            answer = post(group, used[-1], reference)
        assert answer.status_code == 201, answer.text
    return used


def test_a_token_expires_in_the_middle_of_a_batch(group: GuardedGroup) -> None:
    """F41: what came before stands, what comes after is done once, with a fresh token."""
    names = [f"F41-{n}" for n in range(20)]

    def worked() -> Iterator[str]:
        for name in names:
            group.wall.move(20.0)
            yield name

    used = in_a_batch(group, worked(), group.token(*SCOPES))
    assert len(used) == 2
    assert charged(group) == names


def test_the_issuers_key_rotates_in_the_middle_of_a_batch(group: GuardedGroup) -> None:
    """F42 with overlap: tokens of the old key stay good as long as they live."""
    before = group.token(*SCOPES)
    group.hospital.provider.rotate()
    group.wall.move(70.0)
    after = group.token(*SCOPES)
    for token, name in ((before, "F42-1"), (after, "F42-2"), (before, "F42-3")):
        assert post(group, token, name).status_code == 201
    assert charged(group) == ["F42-1", "F42-2", "F42-3"]


def test_all_keys_are_replaced_in_the_middle_of_a_batch(group: GuardedGroup) -> None:
    """After a theft no token of an old key passes, not even one that passed a moment ago."""
    names = [f"theft-{n}" for n in range(4)]

    def worked() -> Iterator[str]:
        for name in names:
            if name == names[2]:
                group.hospital.provider.replace_keys()
                group.wall.move(1.0)
            yield name

    used = in_a_batch(group, worked(), group.token(*SCOPES))
    assert len(used) == 2
    assert charged(group) == names


def test_an_expired_token_is_never_remembered(group: GuardedGroup) -> None:
    token = group.token(*SCOPES)
    assert post(group, token, "ends-1").status_code == 201
    group.wall.move(299.9)
    assert post(group, token, "ends-2").status_code == 201
    group.wall.move(5.2)
    assert post(group, token, "ends-3").status_code == 401
    assert charged(group) == ["ends-1", "ends-2"]


def test_only_so_many_tokens_are_remembered(group: GuardedGroup) -> None:
    access = RememberedAccess(group.hospital.verifier, group.wall.now)
    token = group.token("erp.items.read")
    for _ in range(2):
        assert access.authorize(f"Bearer {token}").scopes == ("erp.items.read",)
    access._known.update({(str(n), ""): next(iter(access._known.values())) for n in range(1000)})
    group.wall.move(2.0)
    access.authorize(f"Bearer {token}")
    assert len(access._known) <= MOST_TOKENS


@pytest.mark.parametrize(
    "header",
    ["Basic aHViOmh1Yg==", "Bearer", "Bearer a.b.c", "Bearer {0}, Bearer {0}", "bearer{0}", "{0}"],
)
def test_another_kind_of_authorisation(group: GuardedGroup, header: str) -> None:
    told = {"Authorization": header.format(group.token(*SCOPES))}
    assert post(group, "", "other-kind", headers=told).status_code == 401
    assert not group.books.effects


def test_a_token_in_the_url(group: GuardedGroup) -> None:
    """Addresses end up in logs (RFC 9700 section 4.3.2)."""
    line = f"POST /charges?access_token={group.token(*SCOPES)}"
    assert group.call("billing", line, "", charge(group, "url")).status_code == 401


def test_a_token_for_the_integrations_own_interface(group: GuardedGroup) -> None:
    group.token(*SCOPES)
    assertion = group.hospital.assertion(
        {"kid": "hub-1"}, {"iss": "hub", "sub": "hub"}, ec_key("hub")
    )
    theirs = group.hospital.token(
        scope=" ".join(SCOPES), client_assertion=assertion, resource=LEDGER
    )
    assert post(group, theirs, "audience").status_code == 401
    assert not group.books.effects


def test_a_client_assertion_is_no_token(group: GuardedGroup) -> None:
    assert post(group, group.hospital.assertion(), "assertion").status_code == 401


def test_a_refusal_says_nothing_of_the_token(group: GuardedGroup) -> None:
    token = group.token(*SCOPES)
    answer = post(group, token[:-4] + "AAAA", "tampered")
    assert answer.json() == {
        "title": "Unauthorized",
        "status": 401,
        "detail": "the access token is not valid",
        "error": "invalid_token",
    }
    assert token[:40] not in answer.text + str(answer.headers)


def test_a_caller_cannot_choose_its_name(group: GuardedGroup) -> None:
    """The name comes from the token; headers say nothing."""
    answer = post(group, group.token(*SCOPES), "named", headers={"X-Client-Id": "ehr"})
    assert answer.status_code == 201
    assert {caller for _, caller, _ in group.books.effects} == {"hub"}


def test_a_key_of_another_client_gives_nobody_its_answer(group: GuardedGroup) -> None:
    """Idempotency keys are each client's own, even if both think of the same one."""
    key = {"Idempotency-Key": "0001"}
    hub, other = group.token(*SCOPES), group.token(*SCOPES, client="other")
    first = post(group, hub, "key-hub", headers=key)
    again = post(group, hub, "key-hub", headers=key)
    theirs = post(group, other, "key-other", headers=key)
    assert [one.status_code for one in (first, again, theirs)] == [201, 201, 201]
    assert again.content == first.content != theirs.content
    assert charged(group) == ["key-hub", "key-other"]


def test_a_token_bound_to_a_certificate_with_another_certificate(group: GuardedGroup) -> None:
    """RFC 8705; over real TLS in tests/live/security."""
    bound = group.token(*SCOPES, certificate="thumbprint-of-the-hub")
    for header, status in (
        ({}, 401),
        ({CERTIFICATE: "thumbprint-of-a-thief"}, 401),
        ({CERTIFICATE: "thumbprint-of-the-hub"}, 201),
    ):
        assert post(group, bound, "bound", headers=header).status_code == status
    assert charged(group) == ["bound"]


def test_one_clients_haste_costs_no_other_client_anything() -> None:
    """429 with Retry-After for the one (API4); the other one never waits."""
    with closing(GuardedGroup(calls=5)) as group:
        hasty = group.token("erp.suppliers.read", client="hasty")
        calm = group.token("erp.suppliers.read", client="calm")
        statuses = [group.call("erp", "GET /suppliers", hasty).status_code for _ in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        refused = group.call("erp", "GET /suppliers", hasty)
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-type"] == "application/problem+json"
        assert group.call("erp", "GET /suppliers", calm).status_code == 200
        group.wall.move(1.0)
        assert group.call("erp", "GET /suppliers", hasty).status_code == 200
        assert group.gate.refused[429] == 4


@pytest.mark.parametrize("member", ["jku", "x5u"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"])
def test_nobody_fetches_a_key_from_where_a_token_says(
    group: GuardedGroup, member: str, host: str
) -> None:
    """No server side request forgery by a token (API7): nothing knocks at the door it names."""
    good = group.token(*SCOPES)
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.0)
        url = f"http://{host}:{door.getsockname()[1]}/jwks.json"
        header = {**header_of(good), member: url, "kid": "theirs"}
        forged = forge_token(header, claims_of(good), ec_key("attacker"))
        assert post(group, forged, "ssrf").status_code == 401
        with pytest.raises(BlockingIOError):
            door.accept()
    assert not group.books.effects
