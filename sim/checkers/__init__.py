"""Checkers: pure functions from a History to a Finding, one property per file.

Each entry is `module:object`, loaded when first asked for.
"""

CHECKERS = {
    "consistency": "sim.checkers.consistency:check_consistency",
    "duplicates": "sim.checkers.duplicates:check_duplicates",
    "ledger": "sim.checkers.ledger:check_ledger",
    "liveness": "sim.checkers.liveness:check_liveness",
    "loss": "sim.checkers.loss:check_loss",
    "phantoms": "sim.checkers.phantoms:check_phantoms",
    "staleness": "sim.checkers.staleness:check_staleness",
    "stock": "sim.checkers.stock:check_stock",
    "variance": "sim.checkers.variance:check_variance",
}

__all__ = ["CHECKERS"]
