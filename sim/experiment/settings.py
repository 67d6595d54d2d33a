"""Settings of a run: from a TOML file or `--set`, checked against what exists.

Two tables are known: `[world]` overrides calibration parameters by name, `[integration]` goes to
the integration, which states its own names in `defaults`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.mistake import Mistake
from sim.naming import nearest

TABLES = ("world", "integration")


class SettingsError(Mistake, ValueError):
    """A setting is malformed or unknown. The message names place, expectation and remedy."""


@dataclass(frozen=True)
class Settings:
    """Overrides of the world's parameters and of the integration's settings."""

    world: Mapping[str, float] = field(default_factory=dict)
    integration: Mapping[str, Any] = field(default_factory=dict)


def load_settings(path: Path | None, assignments: Iterable[str] = ()) -> Settings:
    """Reads the file, then the `table.name=value` assignments, which win.

    Raises SettingsError naming file, line and key.
    """
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    if path is not None:
        for name, values in _read(path).items():
            tables[name].update(values)
    for assignment in assignments:
        table, name, value = _assignment(assignment)
        tables[table][name] = value
    for name, value in tables["world"].items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SettingsError(f"world.{name}: expected a number, got {value!r}")
    world = {name: float(value) for name, value in tables["world"].items()}
    return Settings(world, tables["integration"])


def check_integration_settings(settings: Mapping[str, Any], integration: object) -> None:
    """Refuses a setting that the integration does not state in its `defaults`."""
    defaults = getattr(integration, "defaults", {})
    for name in settings:
        if name not in defaults:
            raise SettingsError(f"integration.{name} is unknown; {nearest(name, defaults)}")


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}{_place(text, error)}: not valid TOML: {error}") from error
    for name, values in document.items():
        line = _line_of(text, name)
        if name not in TABLES:
            raise SettingsError(
                f"{path}:{line}: unknown table or key {name!r}; {nearest(name, TABLES)}"
            )
        if not isinstance(values, dict):
            raise SettingsError(f"{path}:{line}: {name} must be a table, write [{name}]")
    return document


def _place(text: str, error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(error))
    line = int(found.group(1)) if found else text.count("\n") + 1
    source = text.splitlines()[line - 1] if 0 < line <= len(text.splitlines()) else ""
    key = source.split("=")[0].strip()
    return f":{line}" + (f" (key {key})" if key else "")


def _line_of(text: str, name: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[?\s*{re.escape(name)}\b", line):
            return number
    return 1


def _assignment(text: str) -> tuple[str, str, Any]:
    path, equals, literal = text.partition("=")
    table, dot, name = path.strip().partition(".")
    if not equals or not dot or table not in TABLES or not name:
        raise SettingsError(f"--set {text!r}: expected world.NAME=VALUE or integration.NAME=VALUE")
    try:
        return table, name, tomllib.loads(f"value = {literal}")["value"]
    except tomllib.TOMLDecodeError:
        return table, name, literal
