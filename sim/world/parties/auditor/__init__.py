"""The group's outside auditor, who keeps checkpoints of the integration's audit."""
