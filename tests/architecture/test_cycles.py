"""No import cycle, neither between modules nor between packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.architecture.imports import imports, known_modules
from tests.architecture.sources import Sources, Violation, assert_none, own, planted

Graph = Mapping[str, set[str]]


def module_graph(all_sources: Sources) -> dict[str, set[str]]:
    """What each module loads when it is loaded."""
    known = known_modules(all_sources)
    return {
        source.module: {i.target for i in imports(source, known) if i.loads and i.target in known}
        - {source.module}
        for source in all_sources
    }


def package_graph(modules: Graph) -> dict[str, set[str]]:
    """The same between packages of the second level, such as sim.world."""
    graph: dict[str, set[str]] = {}
    for module, targets in modules.items():
        package = _package(module)
        graph.setdefault(package, set()).update(_package(target) for target in targets)
        graph[package].discard(package)
    return graph


def cycles(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Groups of nodes that all reach each other."""
    reach = {node: _reachable(graph, node) for node in graph}
    seen: set[str] = set()
    for node in sorted(graph):
        if node in seen:
            continue
        group = {node} | {other for other in reach[node] if node in reach.get(other, ())}
        seen |= group
        if len(group) > 1:
            yield tuple(sorted(group))


def _package(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _reachable(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found


def violations(graph: Graph, what: str) -> Iterator[Violation]:
    for group in cycles(graph):
        names = " <-> ".join(group)
        yield Violation(
            group[0].replace(".", "/"),
            1,
            f"{what} import each other: {names}",
            "move what both need to a third that imports neither",
        )


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    assert_none(violations(module_graph(own()), "modules"))


def test_packages_do_not_import_each_other_in_a_circle() -> None:
    assert_none(violations(package_graph(module_graph(own())), "packages"))


def test_a_circle_of_three_is_found() -> None:
    circle = planted(sim__a="import sim.b", sim__b="from sim import c", sim__c="import sim.a")
    assert list(cycles(module_graph(circle))) == [("sim.a", "sim.b", "sim.c")]


def test_imports_for_types_or_inside_functions_make_no_circle() -> None:
    pair = planted(
        sim__a="if TYPE_CHECKING:\n    import sim.b\ndef f():\n    import sim.b",
        sim__b="import sim.a",
    )
    assert list(cycles(module_graph(pair))) == []
