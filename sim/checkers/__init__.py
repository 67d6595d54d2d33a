"""Checkers: pure functions from a History to a Finding, one property per file.

Each entry is `module:object`, loaded when first asked for.
"""

CHECKERS = {
    "consistency": "sim.checkers.consistency:check_consistency",
    "divergence": "sim.checkers.divergence:check_divergence",
    "duplicates": "sim.checkers.duplicates:check_duplicates",
    "indeterminate": "sim.checkers.indeterminate:check_indeterminate",
    "ledger": "sim.checkers.ledger:check_ledger",
    "lineage": "sim.checkers.lineage:check_lineage",
    "liveness": "sim.checkers.liveness:check_liveness",
    "loss": "sim.checkers.loss:check_loss",
    "order": "sim.checkers.order:check_order",
    "phantoms": "sim.checkers.phantoms:check_phantoms",
    "privacy": "sim.checkers.privacy:check_privacy",
    "saga": "sim.checkers.saga:check_saga",
    "staleness": "sim.checkers.staleness:check_staleness",
    "stock": "sim.checkers.stock:check_stock",
    "variance": "sim.checkers.variance:check_variance",
}

__all__ = ["CHECKERS"]
