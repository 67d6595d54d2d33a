"""A table is a dict, and under a release it is the release's dict."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from integration_under_test.reference.mediation import crosswalk, notation
from integration_under_test.reference.mediation.received import Received
from integration_under_test.reference.orchestration.documents import flow_of
from integration_under_test.reference.orchestration.flows import FLOWS
from integration_under_test.reference.policies import AP_DESK, Healing, healing_of, owner_of
from integration_under_test.reference.releases.release import (
    FIRST_RELEASE,
    Release,
    changed_sets,
    following,
)
from integration_under_test.reference.releases.table import FIRST, number_in_force, under
from integration_under_test.reference.releases.tables import SETS, TABLES
from integration_under_test.reference.settings import Settings
from tests.unit.integration_under_test.reference.fakes import ITEM, UNBILLED
from tests.unit.integration_under_test.reference.fakes import crosswalk as walk


def second(changes: Mapping[str, Mapping[str, Any]]) -> Release:
    return following(FIRST_RELEASE, 2, changes)


def test_without_a_release_tables_are_as_the_code_has_them() -> None:
    assert notation.PROCUREMENT_UNITS == {"each": "EA", "box": "BX", "case": "CS"}
    assert {out: notation.PROCUREMENT_UNITS_OUT[out] for out in ("EA", "CS")} == {
        "EA": "each",
        "CS": "case",
    }
    assert number_in_force() == FIRST


def test_under_a_release_a_table_has_its_rows_read_either_way() -> None:
    release = second({"mappings.procurement_unit": {"case": None, "carton": "CS"}})
    with under(release):
        assert notation.PROCUREMENT_UNITS["carton"] == "CS"
        assert notation.PROCUREMENT_UNITS_OUT["CS"] == "carton"
        assert "case" not in notation.PROCUREMENT_UNITS
        assert number_in_force() == 2
    assert "case" in notation.PROCUREMENT_UNITS


def test_a_release_of_another_set_leaves_a_table_alone() -> None:
    with under(second({"policies.type_owner": {"refused": AP_DESK}})):
        assert notation.PROCUREMENT_UNITS["case"] == "CS"
        assert owner_of("refused", "P09") == AP_DESK
    assert owner_of("refused", "P09") != AP_DESK


def test_scopes_nest_and_none_stands_for_the_first() -> None:
    release = second({"mappings.bank_account": {"1": "BU2"}})
    with under(release):
        with under(None):
            assert number_in_force() == FIRST
        assert number_in_force() == 2


def test_tasks_side_by_side_each_work_under_their_own() -> None:
    release = second({"mappings.procurement_unit": {"case": None, "carton": "CS"}})

    async def word(one: Release) -> str:
        with under(one):
            await asyncio.sleep(0)
            return notation.PROCUREMENT_UNITS_OUT["CS"]

    async def both() -> list[str]:
        return list(await asyncio.gather(word(release), word(FIRST_RELEASE)))

    assert asyncio.run(both()) == ["carton", "case"]


def test_a_release_overrules_the_masters() -> None:
    masters = walk()
    changes = {
        "mappings.charge_code": {UNBILLED: "SUP00009"},
        "mappings.cost_center": {"H01-OR": "CC-9"},
    }
    with under(second(changes)):
        assert masters.charge_code(UNBILLED) == "SUP00009"
        assert masters.may_be_billed(UNBILLED)
        assert masters.charge_code(ITEM) == "SUP00001"
        assert masters.cost_center("H01-OR") == "CC-9"
    assert masters.charge_code(UNBILLED) == ""
    assert masters.cost_center("H01-OR") == "CC-1010"
    assert dict(crosswalk.CHARGE_CODES) == {}


def test_a_new_sender_is_routed_as_a_built_in_one() -> None:
    received = Received("GRANTS", "journal", "1", None)
    assert flow_of(received) is None
    with under(second({"routes.documents": {"journal from GRANTS": "journal from PAYROLL"}})):
        found = flow_of(received)
    assert found is not None
    assert (found.id, found.kind, found.sender) == ("P16", "journal", "GRANTS")
    assert found.send_back is not None


def test_the_rows_of_a_release_come_first() -> None:
    with under(second({"policies.healing": {"UNKNOWN_ORDER": "refused"}})):
        assert healing_of("UNKNOWN_ORDER") == Healing("UNKNOWN_ORDER", "refused")
        assert healing_of("UNKNOWN_ORDER_LINE") == healing_of("UNKNOWN_ORDER_X")


def test_waits_overrule_the_settings_of_the_run() -> None:
    settings = Settings(retry_horizon_h=12.0, settle_s=60.0)
    assert settings.in_force() is settings
    with under(second({"policies.waits": {"retry_horizon_h": 24.0}})):
        assert settings.in_force() == Settings(retry_horizon_h=24.0, settle_s=60.0)


def test_a_release_stands_on_its_parent() -> None:
    child = following(
        second({"policies.waits": {"settle_s": 50.0}}), 3, {"policies.waits": {"retry_cap_s": 90.0}}
    )
    assert child.all_rows("policies.waits") == {"retry_cap_s": 90.0, "settle_s": 50.0}
    assert child.parent == 2


def test_digests_tell_which_set_a_release_changes() -> None:
    changes = {"routes.documents": {"journal from GRANTS": "journal from PAYROLL"}}
    digests = second(changes).digests
    differing = [name for name in SETS if digests[name] != FIRST_RELEASE.digests[name]]
    assert differing == ["routes"]
    assert changed_sets(changes) == ("routes",)
    assert digests == second(changes).digests


def test_a_row_that_is_restated_has_another_digest_only_if_it_says_something_else() -> None:
    same = second({"policies.waits": {}})
    assert same.digests == FIRST_RELEASE.digests


def test_a_table_that_there_is_not_is_refused() -> None:
    with pytest.raises(LookupError, match=r"no table 'mappings\.moon'"):
        second({"mappings.moon": {"a": "b"}})


def test_every_table_belongs_to_a_set_and_is_read_as_it_tells() -> None:
    for name, table in TABLES.items():
        assert name.partition(".")[0] in SETS
        for key, told in table.told().items():
            assert table.read(key, told) == table.built_in[key]


def test_an_event_that_lost_its_route_is_nobodys() -> None:
    with under(second({"routes.events": {"erp.item.changed": None}})):
        assert FLOWS.get("erp.item.changed") is None
    assert FLOWS.get("erp.item.changed") is not None
