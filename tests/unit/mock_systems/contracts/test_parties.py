"""Parties: created or replaced by whatever is sent last."""

from __future__ import annotations

import pytest

from tests.unit.mock_systems.contracts.stage import Platform
from tests.unit.mock_systems.procurement.stage import Body

NEW: Body = {
    "erpSupplierNumber": "30000009",
    "name": "Acme",
    "taxId": "98-7654321",
    "status": "ACTIVE",
    "sourceVersion": 3,
}


def test_a_new_party_gets_the_next_id() -> None:
    platform = Platform()
    assert platform.ok("put_party", NEW) == {"partyId": "PTY-000008", **NEW}
    (effect,) = platform.effects("contracts.party")
    assert (effect.key, effect.version) == ("30000009", 3)


def test_an_older_version_overwrites_a_newer_one_under_the_same_id() -> None:
    platform = Platform()
    platform.ok("put_party", NEW)
    platform.ok("put_party", NEW | {"sourceVersion": 2, "name": "Old"})
    read = platform.ok("get_party", {"erpSupplierNumber": "30000009"})
    assert (read["partyId"], read["name"], read["sourceVersion"]) == ("PTY-000008", "Old", 2)
    assert [effect.version for effect in platform.effects("contracts.party")] == [3, 2]


def test_an_unknown_party_is_not_found() -> None:
    answer = Platform().refused("get_party", {"erpSupplierNumber": "39999999"})
    assert answer.status == 404
    assert answer.text == (
        '{"error":{"code":"UNKNOWN_PARTY","message":"no party has the ERP supplier number '
        '\'39999999\'","target":"erpSupplierNumber"}}'
    )


@pytest.mark.parametrize(
    "changed",
    [{"status": "active"}, {"sourceVersion": "3"}, {"name": ""}, {"email": "x"}, {"taxId": None}],
)
def test_a_bad_party_is_refused(changed: Body) -> None:
    answer = Platform().refused("put_party", NEW | changed)
    assert answer.status == 422
    assert f'"target":"{next(iter(changed))}"' in answer.text
