"""P15 Denial investigation: behind each denied supply stands where it came from.

For a denied line that bills a usage (S04) the chain usage, lot, receipt, order (S02), contract
(S03), charge is attached to the denial (S05). The chain is part of the key: a wrong link is one
effect too few, and one that nobody owed.
"""

from collections.abc import Iterable

from mock_systems.service import Effect
from sim.obligations.flow import HOUR_S, Duty, Flow, Owed, Register
from sim.obligations.known import Known


def _chains(effect: Effect, known: Known) -> Iterable[Owed]:
    for line, charge, source in effect.facts["lines"]:
        origin = known.lineage.origin(source)
        if origin is not None:
            yield Owed("/".join((effect.key, str(line), source, *origin, charge)))


FLOW = Flow(
    "P15",
    "Denial investigation",
    Register(
        owner="denials desk",
        system_of_record="S05",
        documents=("835 remittance", "denial evidence"),
        pattern=("event", "human in the loop"),
        criticality="medium",
        compliance="appeal deadlines of payers, traceability of implants",
        fallback="the chain is looked up by hand in four systems",
        consequence="a denial that cannot be appealed, or is appealed with the wrong papers",
    ),
    (Duty("billing.denial", "billing.denial_evidence", 24 * HOUR_S, _chains),),
)
