"""The catalogue of events holds what the code announces, in the form in which it comes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import mock_systems
from mock_systems import SYSTEMS
from mock_systems.announced import announced, event_types
from sim.cli.announcements import listen
from sim.cli.request import RunRequest, build_spec
from sim.reference.catalogue import Gathered

SOURCES = Path(mock_systems.__file__).parent


def emitted() -> Iterator[str]:
    """First words of every type that is emitted, whole where it is written out."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "emit":
                yield from _texts(node.args[0])


def _texts(node: ast.expr) -> Iterator[str]:
    """A name that was computed elsewhere says nothing here."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value)


def fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """As far as the catalogue's schemas go."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    names |= {list: "array", dict: "object", type(None): "null"}
    name = names[type(value)]
    if name not in kinds and not (name == "integer" and "number" in kinds):
        return False
    if isinstance(value, list):
        return all(fits(one, schema["items"]) for one in value)
    if isinstance(value, dict):
        members = schema.get("properties", {})
        known = all(name in members and fits(one, members[name]) for name, one in value.items())
        return known and set(schema.get("required", ())) <= set(value)
    return True


def test_every_event_that_is_emitted_is_in_the_catalogue() -> None:
    for words in emitted():
        assert any(type_.startswith(words) for type_ in announced()), words


def test_every_entry_is_of_a_system_and_its_example_fits_its_form() -> None:
    for type_, entry in announced().items():
        system = type_.partition(".")[0]
        assert type_ in event_types(system)
        assert system in SYSTEMS
        assert entry["example"]["type"] == type_
        assert fits(entry["example"]["data"], entry["schema"])


def test_what_a_day_announces_has_the_form_that_is_stated() -> None:
    gathered = Gathered()
    listen(build_spec(RunRequest("ordinary_day", "reference", 7, 0.005, days=1)), gathered)
    entries = dict(gathered.entries())
    assert len(entries) > 5
    for type_, entry in entries.items():
        assert fits(entry["example"]["data"], announced()[type_]["schema"]), type_


def test_a_value_of_another_form_does_not_fit() -> None:
    schema = announced()["inventory.usage.recorded"]["schema"]
    data = announced()["inventory.usage.recorded"]["example"]["data"]
    assert not fits({**data, "qty": "3"}, schema)
    assert not fits({name: one for name, one in data.items() if name != "lot"}, schema)
