"""hl7apy as an independent referee: the official 2.5.1 structures, data types, cardinalities."""

from __future__ import annotations

from hl7apy.consts import VALIDATION_LEVEL  # type: ignore[import-untyped]
from hl7apy.core import Message  # type: ignore[import-untyped]
from hl7apy.parser import parse_message  # type: ignore[import-untyped]


def parsed(text: str) -> Message:
    """Raises hl7apy's exceptions for anything outside the standard."""
    message = parse_message(text, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True)
    assert message.version == "2.5.1"
    assert message.validate()
    return message
