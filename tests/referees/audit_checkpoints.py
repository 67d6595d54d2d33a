"""A second reader of audit checkpoints, by the shape of their text."""

from __future__ import annotations

import json
import re
from hashlib import blake2b

SHAPES = {
    "chain": r'"[a-z-]+"',
    "block": r"\d+",
    "digest": r'"[0-9a-f]{64}"',
    "entries": r"[1-9]\d*",
    "sealedAt": r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00"',
    "before": r'null|\{"block":\d+,"digest":"[0-9a-f]{64}"\}',
    "check": r'"[0-9a-f]{32}"',
}


def checkpoint_errors(text: str) -> list[str]:
    """What is wrong with a checkpoint; empty for a sound one."""
    body = json.loads(text)
    errors = [
        f"{name}: {found}"
        for name, shape in SHAPES.items()
        if not re.fullmatch(shape, found := json.dumps(body.get(name), separators=(",", ":")))
    ]
    unchecked = re.sub(r'"check":"[0-9a-f]+",', "", text)
    if body.get("check") != blake2b(unchecked.encode(), digest_size=16).hexdigest():
        errors.append("its check is of something else")
    return errors
