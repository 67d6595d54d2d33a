"""What the systems announce: every type of event, with the form of its data and an example.

`events.json` was gathered from runs (`testbed docs --events`); tests hold it against the code that
emits, and against what other runs announce.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def announced() -> Mapping[str, Mapping[str, Any]]:
    """Type -> `schema` (JSON Schema of its data) and `example` (a CloudEvent)."""
    text = files(__package__).joinpath("events.json").read_text("utf8")
    found: dict[str, Mapping[str, Any]] = json.loads(text)
    return found


def event_types(system: str) -> tuple[str, ...]:
    """All that a system announces, in order of their names."""
    return tuple(type_ for type_ in announced() if type_.partition(".")[0] == system)
