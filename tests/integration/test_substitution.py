"""P12 in whole runs: a substitute that was offered, approved, delivered, accrued, billed; a line
that was cancelled and ordered elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.experiment.run import Judged
from tests.couriers.edi import EdiCourier
from tests.couriers.house import effects, outcomes, serve, states
from tests.couriers.substitution import SubstitutionCourier

PARTY = ("edi_suppliers",)


class Parameters(dict[str, float]):
    """Parameters of a scenario by which a run can be remembered."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


OFFERED = Parameters(substitution_share=0.04)
"""Every back order is answered by an offer."""


PATIENCE_LOST = Parameters(back_order_rerouted_share=0.9)
"""Nearly every back order is ordered elsewhere."""


class KeepsCancelledLines(SubstitutionCourier):
    """Leaves the ERP committed to what is ordered elsewhere."""

    async def release(self, data: Mapping[str, Any], today: str) -> None:
        return


CONFIRMED_FOR_LESS = Parameters(order_price_discrepancy_share=0.4, price_to_other_error_ratio=3.0)
"""Many lines at another price, a third as many cut."""


class KeepsOldPrices(SubstitutionCourier):
    """Puts the substitute on the ERP's order at the price of what was ordered."""

    async def change(
        self, data: Mapping[str, Any], lines: list[dict[str, Any]], today: str
    ) -> None:
        kept = [{k: v for k, v in line.items() if k != "UnitPrice"} for line in lines]
        await super().change(data, kept, today)


class Forgets(SubstitutionCourier):
    """Hears of an approved substitute and tells nobody."""

    async def commit(self, data: Mapping[str, Any], today: str) -> None:
        return

    async def stock(self, data: Mapping[str, Any], reference: str, today: str) -> None:
        return

    async def charge(self, data: Mapping[str, Any], reference: str, today: str) -> None:
        return


class TakesTheOrderedCode(SubstitutionCourier):
    """Cross-references in the wrong direction."""

    async def charge(self, data: Mapping[str, Any], reference: str, today: str) -> None:
        turned = {
            **data,
            "ordered-item-number": data["substitute-item-number"],
            "substitute-item-number": data["ordered-item-number"],
        }
        await super().charge(turned, reference, today)


def served(
    courier: type[SubstitutionCourier], parameters: Parameters = OFFERED, days: int = 8
) -> Judged:
    return serve((EdiCourier, courier), PARTY, days=days, parameters=parameters)[0]


def evidence(found: Judged, checker: str) -> set[str]:
    """The flows that a failed checker names."""
    finding = next(f for f in found.verdict.findings if f.checker == checker)
    assert finding.outcome == "fail", finding.summary
    return {one.flow for one in finding.evidence}


def test_an_approved_substitute_is_known_everywhere() -> None:
    found = served(SubstitutionCourier)
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent
    met = states(found, "P12")
    assert states(found, "P04").keys() == {
        "procurement.budget_decision met",
        "erp.encumbrance met",
    }
    assert set(met) == {
        "erp.order_change met",
        "inventory.cross_reference met",
        "billing.cross_reference met",
    }
    assert met["erp.order_change met"] >= 4


def test_people_approve_and_reject() -> None:
    found = served(SubstitutionCourier)
    decided = effects(found, "procurement.substitution")
    approved = effects(found, "procurement.order_change")
    assert set(decided.values()) == {1}
    assert 0 < len(approved) < len(decided)


def test_the_substitute_comes_and_is_accrued_and_billed_as_offered() -> None:
    """The extra deliveries are numbered from 100; their bills match the order as it stands."""
    found = served(SubstitutionCourier)
    rows = found.history.effects
    lots = effects(found, "inventory.movement")
    assert any("-10" in key.rpartition("/")[2] for key in lots)
    owed = states(found, "P06")
    assert {key.partition(" ")[2] for key in owed} == {"met"}
    billed = rows[rows["f"] == "erp.invoice"]["effect_key"].astype(str)
    assert any(key.rpartition("-")[2].startswith("10") for key in billed)


def test_a_substitute_that_nobody_is_told_of_is_lost() -> None:
    found = served(Forgets)
    assert "P12" in evidence(found, "loss")
    assert not any("cross_reference met" in key for key in states(found, "P12"))


def test_a_turned_cross_reference_is_lost_and_a_phantom() -> None:
    found = served(TakesTheOrderedCode)
    assert evidence(found, "loss") == {"P12"}
    assert evidence(found, "phantoms") == {"P12"}


def test_without_offers_nothing_of_p12_is_owed() -> None:
    found, _ = serve((), ())
    assert not states(found, "P12")


def test_what_is_ordered_elsewhere_is_no_longer_committed() -> None:
    found = served(SubstitutionCourier, PATIENCE_LOST, 4)
    assert found.verdict.outcome == "pass", outcomes(found)
    released = effects(found, "suppliers.line_released")
    assert len(released) > 3
    assert released == effects(found, "procurement.order_cancellation")
    rows = found.history.effects
    callers = rows[rows["f"] == "procurement.requisition"]["process"].astype(str)
    assert (callers == "world/buyer/rerouting").any()


def test_a_cancelled_line_that_stays_committed_is_lost() -> None:
    found = served(KeepsCancelledLines, PATIENCE_LOST, 4)
    assert evidence(found, "loss") == {"P12"}
    assert evidence(found, "consistency")


def test_a_line_that_was_confirmed_for_less_is_ordered_for_less() -> None:
    found = served(SubstitutionCourier, CONFIRMED_FOR_LESS, 4)
    assert found.verdict.outcome == "pass", outcomes(found)
    released = effects(found, "suppliers.line_released")
    assert len(released - effects(found, "procurement.order_cancellation")) > 3


def test_a_substitute_at_the_old_price_is_accrued_for_too_much() -> None:
    found = served(KeepsOldPrices)
    assert evidence(found, "consistency")
    assert evidence(found, "variance") & {"P06", "P12"}
