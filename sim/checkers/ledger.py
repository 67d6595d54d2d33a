"""The ERP's ledger, read straight from its tables: S01 keeps double entry.

Every entity's debits equal its credits in each period; each subledger equals its control account;
no single journal is out of balance.
"""

from __future__ import annotations

import pandas as pd

from sim.checkers.verdict import Evidence, Finding, first_few
from sim.history.reading import History

BALANCE = "erp.gl_balance"
SUBLEDGER = "erp.subledger"
JOURNAL = "erp.journal_out_of_balance"
TEXT = ("f", "effect_key", "facility", "period", "account")


def check_ledger(history: History) -> Finding:
    """Unknown when the books were not read at the end."""
    closing = history.books[history.books["op"] == "book_closing"]
    closing = closing.astype(dict.fromkeys(TEXT, str))
    balances = closing[closing["f"] == BALANCE]
    if balances.empty:
        return Finding("ledger", "unknown", f"no closing {BALANCE} rows in this run")
    journals = closing[closing["f"] == JOURNAL]
    sides = _unequal_sides(balances)
    controls = _off_control(balances, closing[closing["f"] == SUBLEDGER])
    measured = {
        "balances": len(balances),
        "journals_out_of_balance": len(journals),
        "entity_periods_out_of_balance": len(sides),
        "subledgers_off_control": len(controls),
        "off_control_minor": int(controls["difference_minor"].abs().sum()),
    }
    evidence = first_few([*_journals(journals), *_sides(sides), *_controls(controls)])
    if evidence:
        return Finding("ledger", "fail", evidence[0].message, measured, evidence)
    return Finding("ledger", "pass", f"{len(balances)} balances are in order", measured)


def _unequal_sides(balances: pd.DataFrame) -> pd.DataFrame:
    sums = balances.groupby(["facility", "period"], as_index=False).agg(
        amount_minor=("amount_minor", "sum"), i=("i", "first")
    )
    return sums[sums["amount_minor"] != 0]


def _off_control(balances: pd.DataFrame, subledgers: pd.DataFrame) -> pd.DataFrame:
    """A subledger is compared with its control account summed over all periods."""
    by = ["facility", "account"]
    detail = subledgers.groupby(by).agg(detail_minor=("amount_minor", "sum"), i=("i", "first"))
    control = balances.groupby(by)["amount_minor"].sum().rename("control_minor")
    joined = detail.join(control).fillna({"control_minor": 0}).reset_index()
    joined["difference_minor"] = (joined["detail_minor"] - joined["control_minor"]).astype("int64")
    return joined[joined["difference_minor"] != 0]


def _journals(lines: pd.DataFrame) -> list[Evidence]:
    return [
        Evidence("", key, f"journal {key} is out of balance by {amount} cents", (int(i),))
        for key, amount, i in zip(lines.effect_key, lines.amount_minor, lines.i, strict=True)
    ]


def _sides(lines: pd.DataFrame) -> list[Evidence]:
    found = []
    for unit, period, amount, i in zip(
        lines.facility, lines.period, lines.amount_minor, lines.i, strict=True
    ):
        message = f"{unit} {period}: debits exceed credits by {amount} cents"
        found.append(Evidence("", f"{unit}/{period}", message, (int(i),)))
    return found


def _controls(lines: pd.DataFrame) -> list[Evidence]:
    found = []
    for _, line in lines.iterrows():
        key = f"{line['facility']}/{line['account']}"
        message = (
            f"{key}: subledger {line['detail_minor']} cents, "
            f"control account {int(line['control_minor'])} cents"
        )
        found.append(Evidence("", key, message, (int(line["i"]),)))
    return found
