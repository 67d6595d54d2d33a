"""Which facilities a request or an answer is about, for whoever may see only some of them.

Two ways lead to a facility: a value that names it, in the terms of any system (its GLN, a business
unit, a ship-to, a department's location or cost centre), and the id of a document that belongs to
it, which the system itself looks up (`System.places`). Ids that nobody knows lead nowhere.

    places = Places({"BU100": "0614141000012", "H01-OR": "0614141000012"})
    places.of(erp, operation, {"InvoiceId": 300000000000001})      # {"0614141000012"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_systems.service.operation import Operation
from mock_systems.service.system import System

GLN_DIGITS = 13
MOST_DEPTH = 32
"""Of JSON that is looked through; systems refuse what is deeper."""


class Places:
    """Knows whose every own code is: `owners` maps it to the facility's GLN."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        self._owners = dict(owners)

    def of(self, system: System, operation: Operation, body: Any) -> set[str]:
        """GLNs of the facilities that a body names, itself or by a document's id."""
        found = self.named(body)
        for members in _objects(body):
            codes = map(str, system.places(operation, members))
            found.update(self._owners[code] for code in codes if code in self._owners)
        return found

    def named(self, body: Any) -> set[str]:
        """GLNs of the facilities that a body names itself."""
        return set(self._named(body, 0))

    def _named(self, value: Any, depth: int) -> Iterator[str]:
        if isinstance(value, str):
            if value in self._owners and not _is_number(value):
                yield self._owners[value]
        elif depth < MOST_DEPTH:
            for part in _parts(value):
                yield from self._named(part, depth + 1)


def _is_number(value: str) -> bool:
    """Whether a text may as well be a number, such as a page's limit; a GLN is too long for it."""
    return value.isdigit() and len(value) < GLN_DIGITS


def _objects(body: Any) -> Iterator[Mapping[str, Any]]:
    """A body and the entries of its lists, where ids of documents stand."""
    if isinstance(body, dict):
        yield body
        for value in body.values():
            if isinstance(value, list):
                yield from (one for one in value if isinstance(one, dict))


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
