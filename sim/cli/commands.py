"""A group of commands, each imported when somebody asks for it.

What a command stands on takes seconds to import: nobody pays for the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from sim.plugins import load


class Commands(Mapping[str, Any]):
    """Name -> command, as a group keeps them; of a table of functions as `module:function`."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table

    def __getitem__(self, name: str) -> Any:
        one = typer.Typer(add_completion=False)
        one.command(name)(load(self._table[name], "command"))
        return get_command(one)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def group_of(table: Mapping[str, str]) -> type[TyperGroup]:
    """The command that has all others."""

    class Group(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**{**attributes, "commands": Commands(table)})

    return Group
