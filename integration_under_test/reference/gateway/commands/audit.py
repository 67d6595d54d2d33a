"""What the outside auditor keeps (P13): checkpoints of the audit, out of our own reach."""

from __future__ import annotations

from collections.abc import Mapping

from integration_under_test.reference.gateway.command_kind import Letter, SendKind
from integration_under_test.reference.mediation.auditor import checkpoints
from integration_under_test.reference.mediation.canonical.audit_checkpoints import AuditCheckpoint
from integration_under_test.reference.mediation.context import Context


def letter(checkpoint: AuditCheckpoint) -> Letter:
    """A checkpoint for the auditor's mailbox."""
    return Letter(
        checkpoints.name(checkpoint),
        checkpoints.SENDER,
        checkpoints.CONTENT_TYPE,
        checkpoints.write(checkpoint),
    )


def _checkpoint(checkpoint: AuditCheckpoint, context: Context) -> Letter:
    return letter(checkpoint)


COMMANDS: Mapping[str, SendKind] = {
    "send_checkpoint": SendKind(
        "P13", mailbox=lambda checkpoint: checkpoints.MAILBOX, write=_checkpoint, versioned=True
    ),
}
