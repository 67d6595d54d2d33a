"""What of a request or event may be shown: nothing that tells of a patient.

Members that name a patient, a stay or what was done there are masked by their names, and whatever
looks like a patient's identity by its shape, wherever it stands. A document that is no JSON is
masked as a whole.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import from_json

from sim.world.canaries import SHAPES

MASKED = "(masked)"
_NAMES = re.compile(
    r"patient|encounter|diagnos|procedure|^claims?$|^claim_?id|guarantor|subscriber|birth"
    r"|member_?(id|name|number)|person",
    re.IGNORECASE,
)
_SHAPES = re.compile(SHAPES.pattern.decode())


def masked_text(text: str) -> str:
    """Without what looks like a patient's identity."""
    return _SHAPES.sub(MASKED, text)


def masked(value: Any) -> Any:
    """A JSON value without what tells of a patient."""
    if isinstance(value, dict):
        return {k: MASKED if _NAMES.search(k) else masked(v) for k, v in value.items()}
    if isinstance(value, list):
        return [masked(one) for one in value]
    return masked_text(value) if isinstance(value, str) else value


def shown(content: bytes, in_clear: bool, is_document: bool = False) -> Any:
    """A body for people: JSON as such, also the beginning of one; else text."""
    if not content:
        return None
    if is_document and not in_clear:
        return f"{MASKED}: a document of {len(content)} bytes"
    try:
        value = from_json(content, allow_partial=True)
    except ValueError:
        value = content.decode("utf-8", "replace")
        return value if in_clear else f"{MASKED}: {len(content)} bytes that are no JSON"
    return value if in_clear else masked(value)
