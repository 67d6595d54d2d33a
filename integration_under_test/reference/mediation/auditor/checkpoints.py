"""A checkpoint as the auditor's mailbox takes it: a JSON document that ends in its own digest.

The digest shows damage on the way. It is no signature: whoever can write the document can write it
as well. What proves something is that the auditor keeps what it took.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from integration_under_test.reference.mediation.canonical.audit_checkpoints import AuditCheckpoint

MAILBOX = "AUDITOR"
SENDER = "GROUP"
CONTENT_TYPE = "application/json;layout=audit-checkpoint"
CHAIN = "integration-audit"


def name(checkpoint: AuditCheckpoint) -> str:
    """What the document is called, however often it is sent."""
    return f"audit-{checkpoint.number:09d}.json"


def write(checkpoint: AuditCheckpoint) -> bytes:
    """The same bytes for the same checkpoint."""
    body = {
        "before": _before(checkpoint),
        "block": checkpoint.number,
        "chain": CHAIN,
        "digest": checkpoint.digest,
        "entries": checkpoint.entries,
        "sealedAt": checkpoint.sealed_at,
    }
    check = blake2b(_text(body), digest_size=16).hexdigest()
    return _text({**body, "check": check})


def _before(checkpoint: AuditCheckpoint) -> Mapping[str, Any] | None:
    if checkpoint.before_number < 0:
        return None
    return {"block": checkpoint.before_number, "digest": checkpoint.before_digest}


def _text(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")
