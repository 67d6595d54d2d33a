"""Pages of what can be named: scenarios, faults, checkers and so on, by their own first words."""

from __future__ import annotations

from collections.abc import Mapping

from sim.plugins import first_sentence
from sim.reference.markdown import page, table


def plugins_page(title: str, introduction: str, names: Mapping[str, str]) -> str:
    """A page of one table: the name, where it is, what its file says it is."""
    rows = [(f"`{name}`", first_sentence(at), f"`{at}`") for name, at in names.items()]
    return page(title, introduction, table(("name", "what it is", "where"), rows))
