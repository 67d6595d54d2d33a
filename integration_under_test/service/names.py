"""What a name stands for: a listed integration, or a stranger's own `module:Class`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

LISTED = "integration_under_test:INTEGRATIONS"


class UnknownName(LookupError):
    """Nobody knows the name. The message says what was expected, and the nearest valid name."""


def integration_class(name: str) -> type[Any]:
    """The class that a listed name, or `module:Class`, stands for. Raises UnknownName."""
    listed = _load(LISTED)
    if name not in listed and ":" not in name:
        raise UnknownName(
            f"unknown integration {name!r}: expected a listed name or your own module:Class; "
            f"{nearest(name, listed)}"
        )
    found = _load(listed.get(name, name))
    if not isinstance(found, type):
        raise UnknownName(f"{name!r}: expected a class, got {found!r}")
    return found


def nearest(name: str, valid: Iterable[str]) -> str:
    """A hint such as `did you mean 'create_charge'? valid: create_charge, find_charges`."""
    names = sorted(valid)
    close = get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}valid: {', '.join(names[:30])}{', ...' if len(names) > 30 else ''}"


def _load(target: str) -> Any:
    """What `module:object` names, looking in the current folder too. Raises UnknownName."""
    module_name, _, attribute = target.partition(":")
    if str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        raise UnknownName(f"{target!r}: no module {error.name!r}; is it on PYTHONPATH?") from error
    try:
        return getattr(module, attribute)
    except AttributeError as error:
        valid = [name for name in vars(module) if not name.startswith("_")]
        raise UnknownName(f"{target!r}: {nearest(attribute, valid)}") from error
