"""Canaries: identities of patients that the group's own books hold, by which a leak is known.

Every patient is one. An `encounter` is the pseudonym under which care and charges go; a `person`
is who is named in its claims, by member number and name, as pseudonymous as anything here and yet
what a bill must not tell anybody but the payer. No draw, no row and no document is added for them,
so a run with canaries is the same as one without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from mock_systems.billing.claim_files import pseudonym_of
from mock_systems.service import Effect

ENCOUNTER, PERSON = "encounter", "person"
KNOWN_BY = frozenset({"billing.encounter", "billing.open_account", "ehr.admission"})
"""Kinds of effects whose key is a new patient's encounter."""
SHAPES = re.compile(rb"ENC-[A-Z0-9]+-[IOE]\d+|M\d{10}|P\d{9}")
"""What any of them looks like, also one that nobody has."""


class Canary(NamedTuple):
    """What was found: its kind, and the word itself."""

    kind: str
    word: str


class Canaries:
    """All patients of a run; a listener of the recorder learns of those who come."""

    def __init__(self, encounters: Iterable[str] = ()) -> None:
        self._kinds: dict[bytes, str] = {}
        self.patients = 0
        for encounter in encounters:
            self.add(encounter)

    def add(self, encounter: str) -> None:
        """A patient is in the house. One who is known already is no news."""
        word = encounter.encode()
        if word not in self._kinds:
            self.patients += 1
            self._kinds[word] = ENCOUNTER
            for name in pseudonym_of(encounter):
                self._kinds[name.encode()] = PERSON

    def on_effect(self, system: str, effect: Effect) -> None:
        """Takes note of whoever is registered."""
        if effect.kind in KNOWN_BY:
            self.add(effect.key)

    def found_in(self, content: bytes) -> tuple[Canary, ...]:
        """The canaries in a text, each once. What merely looks like one is none."""
        words = dict.fromkeys(SHAPES.findall(content))
        known = [(self._kinds[word], word) for word in words if word in self._kinds]
        return tuple(Canary(kind, word.decode()) for kind, word in known)
