"""The generated reference: complete, and as committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration_under_test import INTEGRATIONS
from integration_under_test.reference import interfaces, policies
from integration_under_test.reference.observability import runbooks, slas
from mock_systems import SYSTEMS
from scenarios import SCENARIOS
from scenarios.predictions import LEFT_OUT, PREDICTIONS
from sim.checkers import CHECKERS
from sim.faults import FAULTS
from sim.obligations import FLOWS
from sim.plugins import load
from sim.reference.interfaces import Declared
from sim.reference.markdown import table
from sim.reference.pages import pages
from sim.reference.predictions import Predicted
from sim.reference.runbooks import Exceptions
from sim.world.calibration import read_table

COMMITTED = Path(__file__).parents[4] / "docs" / "reference"
EXCEPTIONS = Exceptions(runbooks.register(), slas.desks())
DECLARED = Declared(interfaces.register(), interfaces.documents(), EXCEPTIONS)
PAGES = pages(SCENARIOS, INTEGRATIONS, DECLARED, Predicted(PREDICTIONS, LEFT_OUT))


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


def test_every_type_of_exception_has_its_owner_escalation_runbook_remedy_and_action() -> None:
    lines = {
        line.split("|")[1].strip().strip("`"): [cell.strip() for cell in line.split("|")[1:-1]]
        for line in PAGES["runbooks.md"].splitlines()
        if line.startswith("| `")
    }
    for type_, runbook in runbooks.RUNBOOKS.items():
        line = lines[type_]
        assert all(line)
        assert [runbook.look_at, runbook.remedy, runbook.answer] == line[-3:]
        assert f"{runbook.supervisor_h:g} h" in line[3]
    for flow in FLOWS:
        owner, tier = lines[flow][1:3]
        assert (owner, tier) == (policies.desk_of(flow), slas.SLAS[flow].tier.name)
    assert lines["P13/send_checkpoint"][1] == policies.INTEGRATION_DESK


def test_cells_are_escaped_and_on_one_line() -> None:
    assert table(("a",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"
