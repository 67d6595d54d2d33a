"""C09: payers were silent for a week, then pay everything at once.

Stands for a clearinghouse that comes back after an attack or a failed migration: for eight days no
835 arrives while claims go on being sent; then each payer's next payment run holds all that became
due, hundreds of claims in one file, with the deposits that belong to them.

A weak integration chokes on the size of a file, posts a part of it and starts again from its first
line, or matches deposits before their remittance. `duplicates`, `loss` and the conditions on cash
(K-numbers of P10) tell, with latency of P10, backlog over time, days to reimbursement.
"""

from __future__ import annotations

from datetime import date

from sim.experiment.scenario import Scenario

PAYER_FLOOD = Scenario(
    name="payer_flood",
    circumstance="C09",
    title="Payers pay a week at once",
    first_day=date(2026, 4, 13),
    days=12,
    parties=("ehr", "billing_office", "payers", "bank"),
    parameters={"payments_held_d": 8.0, "opening_claims_d": 12.0},
    expects={"P09": 900, "P10": 2000},
)

if __name__ == "__main__":
    from sim.cli import run_scenario

    run_scenario("payer_flood")
