"""What an integration may offer to be seen from within: the optional attribute `vitals`.

    class MyClass:
        async def start(self, ports):
            self.vitals = MyVitals()    # the three methods below

It is asked for figures at every scrape, so it answers from memory. Names and keys of figures become
labels: put flows, systems and kinds there, never a document's key or anything of a patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

Figures = Mapping[str, float | Mapping[str, float]]
"""Name -> a number, or numbers by what they are of."""


@runtime_checkable
class Vitals(Protocol):
    """How an integration is, in its own words."""

    def circuits(self) -> Mapping[str, str]:
        """System -> `closed`, `open` or `half_open`."""

    def figures(self) -> Figures:
        """What it counts of itself. `oldest_waiting_s` is shown as the age of what waits."""

    async def check(self) -> None:
        """Raises what keeps it from taking anything in, such as a store that does not commit."""


class _NoVitals:
    """Of an integration that offers none."""

    def circuits(self) -> Mapping[str, str]:
        return {}

    def figures(self) -> Figures:
        return {}

    async def check(self) -> None:
        return


NONE = _NoVitals()


def vitals_of(integration: object) -> Vitals:
    """What it offers; nothing to see if it offers none, or has not started."""
    offered = getattr(integration, "vitals", None)
    return offered if isinstance(offered, Vitals) else NONE
