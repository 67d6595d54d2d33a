"""What the systems announce, as a page and as AsyncAPI 3.0, out of the catalogue of events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mock_systems import SYSTEMS
from mock_systems.announced import announced, event_types
from sim.reference.markdown import page, section, table

ASYNCAPI = "events.json"
ENVELOPE = ("specversion", "id", "source", "type", "time", "subject", "data")
TEXT = {"type": "string"}
Row = Mapping[str, str]


def events_page(interfaces: Iterable[Row]) -> str:
    """The Markdown of `events.md`; rows of interfaces say which flow the reference uses one for."""
    introduction = (
        "Every type of event that can be subscribed to, with the members of its `data`; a `?` "
        "marks what may be absent or null. The forms were gathered from runs and tests of the "
        "systems. *flow* is what the reference integration takes an event for; nobody needs the "
        f"others. As JSON Schema with an example of each: [AsyncAPI]({ASYNCAPI})."
    )
    flows = {row["id"]: row["flow"] for row in interfaces if row["kind"] == "event"}
    flows |= {row["operation"]: row["flow"] for row in interfaces if row["kind"] == "event"}
    sections = (
        section(name, table(("event", "flow", "subject", "data"), _rows(name, flows)))
        for name in SYSTEMS
        if event_types(name)
    )
    return page("Events", introduction, *sections)


def asyncapi_text() -> str:
    """The whole document as it is stored."""
    types = announced()
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of the systems",
            "version": "1",
            "description": "CloudEvents 1.0 in structured mode, signed after Standard Webhooks.",
        },
        "channels": {name: _channel(name) for name in types},
        "operations": {f"send.{name}": _operation(name) for name in types},
        "components": {"messages": {name: _message(name, one) for name, one in types.items()}},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _rows(system: str, flows: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    for type_ in event_types(system):
        entry = announced()[type_]
        data = ", ".join(_members(entry["schema"]))
        yield f"`{type_}`", flows.get(type_, ""), f"`{entry['example']['subject']}`", data


def _members(schema: Mapping[str, Any]) -> Iterable[str]:
    """`name: type` of an object's members, lists with what is in them."""
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        kinds = [member["type"]] if isinstance(member["type"], str) else list(member["type"])
        is_sure = name in required and "null" not in kinds
        told = "/".join(kind for kind in kinds if kind != "null") or "null"
        inner = member.get("items", {}) if told == "array" else member
        if inner.get("properties"):
            told += f" of ({', '.join(_members(inner))})"
        yield f"`{name}`{'' if is_sure else '?'}: {told}"


def _channel(name: str) -> dict[str, Any]:
    return {"address": "/events", "messages": {name: _ref("components", "messages", name)}}


def _operation(name: str) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": _ref("channels", name),
        "messages": [_ref("channels", name, "messages", name)],
    }


def _message(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    system = name.partition(".")[0]
    properties = {
        "specversion": {"const": "1.0"},
        "id": TEXT,
        "source": {"const": f"/{system}"},
        "type": {"const": name},
        "time": {"type": "string", "format": "date-time"},
        "subject": TEXT,
        "correlation": TEXT,
        "data": entry["schema"],
    }
    return {
        "name": name,
        "contentType": "application/cloudevents+json",
        "payload": {"type": "object", "required": list(ENVELOPE), "properties": properties},
        "examples": [{"payload": entry["example"]}],
    }


def _ref(*path: str) -> dict[str, str]:
    return {"$ref": "#/" + "/".join(path)}
