"""Every process type, system and party has its id in code, in a test, on a generated page."""

from __future__ import annotations

import pytest

from mock_systems import SYSTEMS
from sim.obligations import FLOWS
from sim.plugins import load
from sim.world.parties import PARTIES
from tests.architecture.sources import ROOT, own_tests

PROCESS_TYPES = [f"P{number:02d}" for number in range(1, 20)]
LATER = {"S15", "S16"}
"""Master data service, part of the integration; identity provider, part of the live arm."""
PAGES = ("systems", "parties")
ENTERPRISE = [f"S{number:02d}" for number in range(1, 22) if f"S{number:02d}" not in LATER]


def named() -> set[str]:
    """The ids of all systems and parties that can be loaded."""
    systems = {load(target, "system").id for target in SYSTEMS.values()}
    return systems | {load(target, "party").id for target in PARTIES.values()}


def mentioned(id_: str) -> list[str]:
    """Tests outside this folder that name an id."""
    outside = (s for s in own_tests() if not s.path.startswith("tests/architecture/"))
    return [source.path for source in outside if id_ in source.text]


def test_every_process_type_is_a_flow() -> None:
    assert sorted(FLOWS) == PROCESS_TYPES


def test_every_row_of_the_enterprise_is_a_system_or_a_party() -> None:
    assert sorted(named()) == ENTERPRISE


@pytest.mark.parametrize("id_", [*PROCESS_TYPES, *ENTERPRISE])
def test_every_id_is_in_a_test(id_: str) -> None:
    assert mentioned(id_), f"{id_} is served by code, yet no test names it"


@pytest.mark.parametrize("flow", PROCESS_TYPES)
def test_every_flow_is_on_the_generated_page(flow: str) -> None:
    page = (ROOT / "docs/reference/flows.md").read_text("utf8")
    assert f"\n## {flow} " in page


@pytest.mark.parametrize("id_", ENTERPRISE)
def test_every_system_or_party_is_on_a_generated_page(id_: str) -> None:
    pages = [(ROOT / f"docs/reference/{name}.md").read_text("utf8") for name in PAGES]
    assert any(id_ in page for page in pages)
