"""Effects that mark a step of a document's life, of the kinds that measures of documents ask for.

They are few beside charges, movements and masters, so they are read once and kept.
"""

from __future__ import annotations

import pandas as pd

from sim.history.reading import History

KINDS = (
    *("procurement.requisition", "procurement.requisition_decision"),
    *("procurement.supplier_request", "procurement.supplier_screening"),
    *("procurement.supplier_onboarding", "procurement.dispute_opened"),
    *("procurement.acknowledgement", "procurement.order_change"),
    *("procurement.invoice", "erp.invoice", "invoice_capture.expense_invoice"),
    *("erp.invoice_cancellation", "erp.hold_release", "erp.credit_memo"),
    *("payables.hold", "payables.hold_release"),
    *("erp.payment", "erp.payment_clearing", "erp.payment_rejection"),
    *("bank.payment_expected", "bank.return", "contracts.spend", "contracts.spend_reversal"),
    *("suppliers.order_expected", "suppliers.order_received"),
    *("suppliers.ship_notice", "suppliers.invoice"),
    *("inventory.replenishment", "inventory.replenishment_order", "inventory.replenishment_end"),
    *("ehr.discharge", "ehr.coding"),
    *("billing.claim", "billing.open_claim", "billing.denial", "billing.appeal"),
    *("payers.claim_expected", "billing.claim_answer"),
    *("payers.remittance_line", "billing.remittance_line"),
)
COLUMNS = ("t_us", "f", "process", "effect_key", "count", "amount_minor", "facility")


def milestones(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`, in order of the recording; text, not categories."""
    return history.derive(_milestones)


def of_kind(history: History, kind: str) -> pd.DataFrame:
    """The first effect of each key of a kind that came to be, by its key."""
    rows = milestones(history)
    rows = rows[(rows["f"] == kind) & (rows["count"] > 0)].drop_duplicates("effect_key")
    return rows.set_index("effect_key")


def _milestones(history: History) -> pd.DataFrame:
    found = [
        rows.loc[rows["f"].isin(KINDS), list(COLUMNS)].astype(
            {"f": str, "process": str, "effect_key": str, "facility": str}
        )
        for rows in history.effects_in_parts()
    ]
    return pd.concat(found, ignore_index=True)
