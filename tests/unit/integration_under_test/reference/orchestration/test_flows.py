"""The table of flows names what exists."""

from __future__ import annotations

from integration_under_test.reference.gateway.commands import COMMANDS
from integration_under_test.reference.orchestration.flows import FLOWS, subscriptions
from integration_under_test.reference.orchestration.usage_to_charge import on_usage_recorded
from integration_under_test.reference.policies import FLOW_OWNERS
from tests.unit.integration_under_test.reference.fakes import (
    ITEM,
    UNBILLED,
    crosswalk,
    usage_event,
)


def test_every_event_is_subscribed_at_its_system() -> None:
    subscribed = {(s.system, t) for s in subscriptions() for t in s.types}
    assert subscribed == {(flow.system, type_) for type_, flow in FLOWS.items()}


def test_every_flow_has_an_owner() -> None:
    assert {flow.id for flow in FLOWS.values()} == set(FLOW_OWNERS)
    assert {kind.flow for kind in COMMANDS.values()} == set(FLOW_OWNERS)


def test_a_usage_of_an_unbilled_item_owes_a_cost_only() -> None:
    kinds = [s.kind for s in on_usage_recorded(usage_event(item=UNBILLED), crosswalk())]
    assert kinds == ["post_cost"]
    kinds = [s.kind for s in on_usage_recorded(usage_event(item=ITEM), crosswalk())]
    assert kinds == ["create_charge", "post_cost"]
