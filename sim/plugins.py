"""Finds what a name stands for: an entry of a table, or a stranger's own `module:object`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.mistake import Mistake
from sim.naming import nearest


class UnknownName(Mistake, LookupError):
    """Nobody knows the name. The message names what was expected and the nearest valid name."""


def find(name: str, table: Mapping[str, str], what: str) -> Any:
    """The object that `name` stands for in `table`, or that `module:object` names.

    Raises UnknownName, also when the module or the object in it does not exist.
    """
    target = table.get(name)
    if target is None and ":" not in name:
        raise UnknownName(
            f"unknown {what} {name!r}: expected a listed name or your own module:object; "
            f"{nearest(name, table)}"
        )
    return load(target or name, what)


def load(target: str, what: str) -> Any:
    """Imports `module:object`, looking in the current folder too."""
    module_name, _, attribute = target.partition(":")
    if str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        raise UnknownName(
            f"{what} {target!r}: no module {error.name!r} here; is it on PYTHONPATH?"
        ) from error
    try:
        return getattr(module, attribute)
    except AttributeError as error:
        valid = [name for name in vars(module) if not name.startswith("_")]
        raise UnknownName(
            f"{what} {target!r}: {module_name} has no {attribute!r}; {nearest(attribute, valid)}"
        ) from error


def first_sentence(target: str) -> str:
    """The first sentence of the documentation of the module behind `module:object`."""
    documentation = import_module(target.partition(":")[0]).__doc__ or ""
    return " ".join(documentation.split("\n\n")[0].split())
