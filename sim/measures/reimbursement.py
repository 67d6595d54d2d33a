"""What payers made of claims: paid against charged, denied, and how long it took, by payer.

A remittance line's key is payer, trace, claim, line, occurrence. Days to reimbursement run from the
claim to its first line; claims of before the run count from its start, hence apart. Reasons of
denial are in documents that the recording keeps no more than the hash of.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.history.reading import History
from sim.measures.kaplan_meier import spread
from sim.measures.milestones import of_kind

LINE, CLAIM, OLD = "billing.remittance_line", "billing.claim", "billing.open_claim"
COLUMNS = (
    *("payer", "claims", "lines", "lines_unpaid", "unpaid_share", "charged_minor", "paid_minor"),
    *("paid_share", "new_claims", "p50_days", "p90_days"),
)
EVERYBODY = "all"
DAY_US = 86_400_000_000


def reimbursement(history: History) -> pd.DataFrame:
    """Columns `COLUMNS`: a line per payer, the last for `all`, of claims that got an answer;
    `lines_unpaid` were answered with nothing. The quantiles are over answered new claims."""
    answered = of_kind(history, LINE)
    keys = [key.split("/") for key in answered.index]
    lines = pd.DataFrame(
        {
            "payer": pd.Series([key[0] for key in keys], dtype=str),
            "claim": pd.Series(["/".join(key[2:3]) for key in keys], dtype=str),
            "t_us": answered["t_us"].to_numpy(),
            "paid_minor": answered["amount_minor"].to_numpy(),
        }
    )
    claims = pd.concat([of_kind(history, CLAIM), of_kind(history, OLD).assign(t_us=-1)])
    claims = claims[~claims.index.duplicated()]
    told = lines.groupby(["payer", "claim"], sort=True).agg(
        t_us=("t_us", "min"),
        paid_minor=("paid_minor", "sum"),
        lines=("paid_minor", "size"),
        lines_unpaid=("paid_minor", lambda paid: int((paid == 0).sum())),
    )
    told = told.reset_index()
    known = claims.reindex(told["claim"])
    told["charged_minor"] = known["amount_minor"].fillna(0).to_numpy(dtype=np.int64)
    told["since_us"] = known["t_us"].fillna(-1).to_numpy(dtype=np.int64)
    groups = [*told.groupby("payer", sort=True), (EVERYBODY, told)]
    return pd.DataFrame([_line(str(payer), own) for payer, own in groups], columns=list(COLUMNS))


def _line(payer: str, own: pd.DataFrame) -> dict[str, float | str]:
    new = own[own["since_us"] >= 0]
    taken_days = ((new["t_us"] - new["since_us"]) / DAY_US).to_numpy(dtype=np.float64)
    figures = spread(taken_days, np.ones(len(new), dtype=bool))
    sums = own[["lines", "lines_unpaid", "charged_minor", "paid_minor"]].sum().astype("int64")
    return {
        "payer": payer,
        "claims": len(own),
        **{str(name): int(value) for name, value in sums.items()},
        "unpaid_share": sums["lines_unpaid"] / (sums["lines"] or float("nan")),
        "paid_share": sums["paid_minor"] / (sums["charged_minor"] or float("nan")),
        "new_claims": len(new),
        "p50_days": figures["p50_s"],
        "p90_days": figures["p90_s"],
    }
