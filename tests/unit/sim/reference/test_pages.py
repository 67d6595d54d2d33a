"""The generated reference: complete, and as committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration_under_test import INTEGRATIONS
from integration_under_test.reference import interfaces
from mock_systems import SYSTEMS
from scenarios import SCENARIOS
from sim.checkers import CHECKERS
from sim.faults import FAULTS
from sim.obligations import FLOWS
from sim.plugins import load
from sim.reference.interfaces import Declared
from sim.reference.markdown import table
from sim.reference.pages import pages
from sim.world.calibration import read_table

COMMITTED = Path(__file__).parents[4] / "docs" / "reference"
PAGES = pages(SCENARIOS, INTEGRATIONS, Declared(interfaces.register(), interfaces.documents()))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_committed_page_is_what_the_code_says(name: str) -> None:
    committed = (COMMITTED / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], "run `testbed docs` and commit docs/reference"


def test_every_flow_operation_parameter_and_plugin_has_its_line() -> None:
    for id_ in FLOWS:
        assert f"## {id_} " in PAGES["flows.md"]
    for target in SYSTEMS.values():
        for operation in load(target, "system").operations:
            assert f"| `{operation}` |" in PAGES["systems.md"]
    for parameter in read_table():
        assert f"| `{parameter}` |" in PAGES["parameters.md"]
    for name in (*SCENARIOS, *INTEGRATIONS, *FAULTS, *CHECKERS):
        assert any(f"| `{name}` |" in text for text in PAGES.values())


def test_cells_are_escaped_and_on_one_line() -> None:
    assert table(("a",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"
