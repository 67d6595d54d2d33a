"""The contract that every listed integration keeps, and any stranger's must keep as well."""

from __future__ import annotations

import pytest

from integration_under_test import INTEGRATIONS
from integration_under_test.boundary import Event, Integration, Subscription
from integration_under_test.nightly_batch import NightlyBatch
from sim.plugins import load
from tests.conformance import walks
from tests.conformance.hospital import Hospital
from tests.conformance.masters import CATHETER

UNRELATED = Event("x-1", "/inventory", "inventory.unheard.of", "2026-04-01T05:00:00+00:00", "x", {})

TEN_MINUTES_S = 600.0
A_NIGHT_S = 36 * 3600.0
"""From any hour of the day until the next batch is through, with the documents of today."""


def settle(hospital: Hospital, integration: Integration) -> None:
    """Ten minutes; only a batch, which promises nothing sooner, is given its night."""
    hospital.run_s(A_NIGHT_S if isinstance(integration, NightlyBatch) else TEN_MINUTES_S)


@pytest.fixture(params=sorted(INTEGRATIONS))
def integration(request: pytest.FixtureRequest) -> Integration:
    made: Integration = load(INTEGRATIONS[request.param], "integration")()
    return made


def test_it_is_constructed_without_arguments_and_offers_the_boundary(
    integration: Integration,
) -> None:
    assert isinstance(integration, Integration)


def test_its_subscriptions_are_data_before_it_starts(integration: Integration) -> None:
    assert integration.subscriptions
    for subscription in integration.subscriptions:
        assert isinstance(subscription, Subscription)
        assert all(type_.startswith(subscription.system) for type_ in subscription.types)


def test_its_settings_are_data(integration: Integration) -> None:
    assert all(isinstance(name, str) for name in getattr(integration, "defaults", {}))


def test_it_acknowledges_an_event_that_it_does_not_know(
    integration: Integration, hospital: Hospital
) -> None:
    hospital.host(integration)
    before = len(hospital.calls)
    hospital.deliver(UNRELATED)
    assert len(hospital.calls) == before


def test_it_charges_a_usage_once(integration: Integration, hospital: Hospital) -> None:
    hospital.host(integration)
    usage = walks.use(hospital, CATHETER)
    settle(hospital, integration)
    assert hospital.posted("billing.charge") == {usage: 1}


def test_it_survives_a_second_delivery(integration: Integration, hospital: Hospital) -> None:
    hospital.host(integration)
    walks.use(hospital, CATHETER)
    settle(hospital, integration)
    hospital.deliver(hospital.events[0])
    settle(hospital, integration)
    usage = walks.use(hospital, CATHETER)
    settle(hospital, integration)
    assert hospital.posted("billing.charge")[usage] == 1


def test_it_starts_again_on_the_same_storage(integration: Integration, hospital: Hospital) -> None:
    hospital.host(integration)
    walks.use(hospital, CATHETER)
    settle(hospital, integration)
    hospital.host(type(integration)())
    usage = walks.use(hospital, CATHETER)
    settle(hospital, integration)
    assert hospital.posted("billing.charge")[usage] == 1
