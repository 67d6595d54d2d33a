"""Each faulty integration does the harm that its docstring says, and the reference does not."""

from __future__ import annotations

import pytest

from integration_under_test import INTEGRATIONS
from sim.plugins import load
from tests.conformance import walks
from tests.conformance.hospital import Fault, Hospital, answer_lost, refused, request_lost
from tests.conformance.masters import GLOVES


def costs(hospital: Hospital, name: str, fault: Fault) -> int:
    """How often one usage's cost is posted when the call meets a fault."""
    hospital.host(load(INTEGRATIONS[name], "integration")())
    hospital.faults["erp", "post_cost"] = fault
    walks.use(hospital, GLOVES)
    hospital.run_s(7200)
    fault.left = 0
    hospital.run_s(7200)
    return sum(hospital.posted("erp.cost").values())


@pytest.mark.parametrize(
    ("name", "fault", "expected"),
    [
        ("reference", answer_lost(), 1),
        ("reference", request_lost(), 1),
        ("reference", refused(10_000), 1),
        ("retries_without_key", answer_lost(), 2),
        ("drops_on_timeout", request_lost(), 0),
        ("acks_before_commit", refused(10_000), 0),
        ("point_to_point", answer_lost(), 2),
        ("api_led", answer_lost(), 1),
        ("api_led", request_lost(), 1),
    ],
)
def test_one_usage_is_posted_as_often_as_the_safeguards_allow(
    hospital: Hospital, name: str, fault: Fault, expected: int
) -> None:
    assert costs(hospital, name, fault) == expected


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("retries_without_key", request_lost()),
        ("drops_on_timeout", answer_lost()),
        ("drops_on_timeout", refused(20)),
        ("acks_before_commit", answer_lost()),
    ],
)
def test_a_faulty_integration_has_exactly_one_safeguard_broken(
    hospital: Hospital, name: str, harmless: Fault
) -> None:
    assert costs(hospital, name, harmless) == 1


def test_a_retry_without_key_charges_twice(hospital: Hospital) -> None:
    hospital.host(load(INTEGRATIONS["retries_without_key"], "integration")())
    hospital.faults["billing", "create_charge"] = answer_lost()
    usage = walks.use(hospital)
    hospital.run_s(7200)
    assert hospital.posted("billing.charge") == {usage: 2}
