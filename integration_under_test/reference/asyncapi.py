"""The events that the reference integration takes, as AsyncAPI 3.0, out of its table of flows."""

from __future__ import annotations

from typing import Any

from integration_under_test.reference import policies
from integration_under_test.reference.orchestration.flows import FLOWS, Flow

_TEXT = {"type": "string"}


def asyncapi() -> dict[str, Any]:
    """The whole document, as JSON values."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of the reference integration",
            "version": "1",
            "description": "CloudEvents 1.0 of the systems, each taken at least once.",
        },
        "channels": {name: _channel(name, flow) for name, flow in FLOWS.items()},
        "operations": {f"on.{name}": _operation(name, flow) for name, flow in FLOWS.items()},
        "components": {"messages": {name: _message(name, flow) for name, flow in FLOWS.items()}},
    }


def _channel(name: str, flow: Flow) -> dict[str, Any]:
    return {
        "address": f"/{flow.system}/events",
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
    }


def _operation(name: str, flow: Flow) -> dict[str, Any]:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{name}"},
        "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
        "tags": [{"name": flow.id}],
        "x-owner": policies.FLOW_OWNERS[flow.id],
    }


def _message(name: str, flow: Flow) -> dict[str, Any]:
    properties = {
        "specversion": {"const": "1.0"},
        "id": _TEXT,
        "source": {"const": f"/{flow.system}"},
        "type": {"const": name},
        "time": {"type": "string", "format": "date-time"},
        "subject": _TEXT,
        "data": {"type": "object"},
    }
    return {
        "name": name,
        "contentType": "application/cloudevents+json",
        "payload": {"type": "object", "required": list(properties), "properties": properties},
    }
