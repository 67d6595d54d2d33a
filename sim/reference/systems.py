"""The page of systems: every operation, out of the declarations that the APIs are made from."""

from __future__ import annotations

from mock_systems import SYSTEMS
from mock_systems.service import Operation, System
from sim.plugins import load
from sim.reference.markdown import page, section, table


def systems_page() -> str:
    """The Markdown of `systems.md`."""
    introduction = (
        "Operations as `testbed serve SYSTEM` offers them; the OpenAPI page there shows the "
        "fields. *Key* is what the network counts attempts by. An operation marked *key header* "
        "honours `Idempotency-Key`; all others make a second effect of a second request."
    )
    kinds: list[type[System]] = [load(target, "system") for target in SYSTEMS.values()]
    return page("Systems", introduction, *(_section(kind) for kind in kinds))


def _section(kind: type[System]) -> str:
    headings = ("operation", "method and path", "key", "key header", "what it does")
    return section(
        f"{kind.id} {kind.name}: {kind.title}",
        table(headings, [_row(operation) for operation in kind.operations.values()]),
    )


def _row(operation: Operation) -> tuple[str, ...]:
    return (
        f"`{operation.name}`",
        f"{operation.method} `{operation.path}`",
        ", ".join(operation.key),
        "yes" if operation.idempotent_by_key else "",
        operation.summary,
    )
