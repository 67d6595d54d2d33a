"""The examples of the page for authors run as they are printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from integration_under_test.boundary import Integration
from sim.clock import VirtualClock
from tests.conformance import walks
from tests.conformance.hospital import Hospital

README = Path(__file__).parents[2] / "integration_under_test" / "README.md"


def examples() -> list[dict[str, Any]]:
    """What each Python block of the page defines."""
    defined = []
    for block in re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL):
        names: dict[str, Any] = {}
        exec(compile(block, str(README), "exec"), names)
        defined.append(names)
    return defined


def test_the_first_example_is_an_integration_that_hears_of_usages(hospital: Hospital) -> None:
    made = examples()[0]["MyClass"]()
    assert isinstance(made, Integration)
    hospital.host(made)
    walks.use(hospital)
    hospital.run_s(60)
    assert len(hospital.called("find_costs")) == 1
    assert not hospital.refusals


def test_the_second_example_sees_a_key_once() -> None:
    remember = examples()[1]["remember"]
    with VirtualClock() as clock:
        hospital = Hospital(clock)
        seen = [clock.run(remember(hospital.storage, "k")) for _ in range(3)]
    assert seen == [True, False, False]
