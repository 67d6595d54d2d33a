"""Imports point one way: the folder tree of DESIGN.md is the architecture."""

from __future__ import annotations

from collections.abc import Iterator

from tests.architecture.imports import Import, imports, known_modules
from tests.architecture.sources import (
    PACKAGES,
    Source,
    Sources,
    Violation,
    assert_none,
    own,
    planted,
)

BOUNDARY = "integration_under_test.boundary"
COMPOSITION_ROOT = "sim.cli"
PURE = ("sim.checkers", "sim.measures")
"""Functions of the History: they may not reach what produced it."""
MADE_OF = {
    "integration_under_test.faulty": ("integration_under_test.reference",),
    "integration_under_test.modernising": (
        "integration_under_test.point_to_point",
        "integration_under_test.reference",
    ),
}
"""Integrations that are others with a change: the zoo, and the one that moves from one to another
flow by flow, for which both must be what they are alone."""
PRODUCERS = (
    "mock_systems",
    "sim.cable",
    "sim.clock",
    "sim.experiment",
    "sim.host",
    "sim.world",
    BOUNDARY,
)


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def wrong_arrows(all_sources: Sources) -> Iterator[Violation]:
    """Every import that DESIGN.md does not allow."""
    known = known_modules(all_sources)
    for source in all_sources:
        for found in imports(source, known):
            remedy = _remedy(source, found)
            if remedy:
                rule = f"{source.module} imports {found.target}"
                yield Violation(source.path, found.line, rule, remedy)


def _remedy(source: Source, found: Import) -> str:
    """What to do instead, '' for an allowed import."""
    target = found.target
    if target.split(".")[0] not in PACKAGES:
        return ""
    if private := _private_of_another(source, found):
        return f"{private} is private to its package, use the public name or make it one"
    if is_within(source.module, COMPOSITION_ROOT):
        return ""
    if is_within(target, COMPOSITION_ROOT) and not found.main_only:
        return "only `__main__` blocks may use the composition root"
    return _REMEDIES[source.module.split(".")[0]](source.module, target)


def _private_of_another(source: Source, found: Import) -> str:
    parts = [*found.target.split("."), *found.names]
    hidden = [p for p in parts if p.startswith("_") and not p.startswith("__")]
    same = found.target.split(".")[:2] == source.module.split(".")[:2]
    return "" if same or not hidden else hidden[0]


def _of_mock_systems(_module: str, target: str) -> str:
    if is_within(target, "mock_systems"):
        return ""
    return "mock systems know nothing of ours but themselves, take it as a port"


def _of_integration(module: str, target: str) -> str:
    own_package = ".".join(module.split(".")[:2])
    allowed = (BOUNDARY, own_package, *MADE_OF.get(own_package, ()))
    if any(is_within(target, package) for package in allowed):
        return ""
    return "an integration sees only boundary.py (it may be in any language)"


def _of_sim(module: str, target: str) -> str:
    if any(is_within(module, p) for p in PURE) and any(is_within(target, p) for p in PRODUCERS):
        return "checkers and measures are functions of the History, read sim.history instead"
    if any(is_within(target, p) for p in ("sim", "mock_systems", BOUNDARY)):
        return ""
    return "sim sees mock_systems and the boundary, name the object as 'module:object' instead"


def _of_scenarios(_module: str, target: str) -> str:
    if any(is_within(target, p) for p in ("sim", "scenarios")):
        return ""
    return "a scenario imports sim alone"


_REMEDIES = {
    "mock_systems": _of_mock_systems,
    "integration_under_test": _of_integration,
    "sim": _of_sim,
    "scenarios": _of_scenarios,
}


def test_imports_follow_the_arrows_of_the_design() -> None:
    assert_none(wrong_arrows(own()))


def test_each_wrong_arrow_is_found() -> None:
    found = wrong_arrows(
        planted(
            mock_systems__erp="import sim.world",
            sim__cable="from integration_under_test.reference import x",
            sim__checkers__late="def f():\n    from sim.world import y",
            scenarios__day="from sim.cli import main\nfrom mock_systems import erp",
            integration_under_test__api_led__a="import integration_under_test.reference.b",
            integration_under_test__modernising__a="import integration_under_test.api_led.b",
            sim__world="from sim.cable.delay import _hidden",
        )
    )
    assert [violation.path for violation in found] == [
        "mock_systems/erp.py",
        "sim/cable.py",
        "sim/checkers/late.py",
        "scenarios/day.py",
        "scenarios/day.py",
        "integration_under_test/api_led/a.py",
        "integration_under_test/modernising/a.py",
        "sim/world.py",
    ]


def test_allowed_arrows_pass() -> None:
    assert_none(
        wrong_arrows(
            planted(
                integration_under_test__boundary="import asyncio",
                integration_under_test__faulty__x="import integration_under_test.reference.y",
                integration_under_test__modernising__x="import integration_under_test.reference.y",
                scenarios__day='if __name__ == "__main__":\n    from sim.cli import main',
                sim__cli="import scenarios, integration_under_test.reference",
                sim__host="from integration_under_test import boundary",
            )
        )
    )
