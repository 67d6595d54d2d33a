"""The outside auditor's mailbox: what it is told of the audit."""
