"""All generated pages, and their writing to a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.checkers import CHECKERS
from sim.measures import MEASURES
from sim.reference.events import ASYNCAPI, asyncapi_text, events_page
from sim.reference.faults import faults_page
from sim.reference.flows import flows_page
from sim.reference.interfaces import Declared, interfaces_page
from sim.reference.parameters import parameters_page
from sim.reference.parties import parties_page
from sim.reference.plugins import plugins_page
from sim.reference.predictions import Predicted, predictions_page
from sim.reference.runbooks import runbooks_page
from sim.reference.systems import systems_page
from sim.reference.vendors import vendors_page


def pages(
    scenarios: Mapping[str, str],
    integrations: Mapping[str, str],
    declared: Declared,
    predicted: Predicted,
) -> dict[str, str]:
    """File name to text. The tables, what the reference declares of itself and what is foretold
    come from packages that the simulator cannot see."""
    interfaces = tuple(declared.interfaces)
    return {
        "flows.md": flows_page(),
        "systems.md": systems_page(),
        "events.md": events_page(interfaces),
        ASYNCAPI: asyncapi_text(),
        "vendors.md": vendors_page(),
        "parties.md": parties_page(),
        "parameters.md": parameters_page(),
        "scenarios.md": plugins_page(
            "Scenarios", "`testbed run NAME --integration ...`", scenarios
        ),
        "integrations.md": plugins_page(
            "Integrations", "`testbed run ... --integration NAME`", integrations
        ),
        "faults.md": faults_page(),
        "checkers.md": plugins_page("Checkers", "Each judges every run.", CHECKERS),
        "measures.md": plugins_page("Measures", "Pure functions of a History.", MEASURES),
        "predictions.md": predictions_page(predicted),
        "interfaces.md": interfaces_page(interfaces),
        "runbooks.md": runbooks_page(declared.exceptions),
        **declared.files,
    }


def write_pages(
    folder: Path,
    scenarios: Mapping[str, str],
    integrations: Mapping[str, str],
    declared: Declared,
    predicted: Predicted,
) -> list[Path]:
    """Writes every page; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages(scenarios, integrations, declared, predicted).items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    return written
