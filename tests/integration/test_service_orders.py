"""P07 in whole runs: services match on two; what was billed twice or withdrawn is cancelled;
credits that cover an invoice leave nothing to pay.
"""

from __future__ import annotations

from typing import ClassVar

import pytest

from integration_under_test.boundary import Event, Subscription
from integration_under_test.reference.mediation.erp import orders
from integration_under_test.reference.mediation.procurement import invoices
from sim.experiment.run import Judged
from sim.world.origins import Origins
from tests.couriers.erp_origin import ErpOriginCourier
from tests.couriers.house import Courier, effects, outcomes, serve, states
from tests.couriers.payables import PayablesCourier
from tests.integration.test_bank import Parameters

BUSY = {
    "service_requisition_share": 1.0,
    "service_visit_mean_h": 4.0,
    "service_billed_twice_share": 0.3,
    "requisition_approval_adhoc_median_h": 1.0,
    "hold_release_median_h": 2.0,
}
DISPUTED = {
    "invoice_price_discrepancy_share": 0.5,
    "invoice_lag_median_d": 1.0,
    "dispute_share": 1.0,
    "dispute_answer_mean_h": 2.0,
}
DESKS = ("payables_desk", "service_desk")
WITHDRAWN = Parameters(BUSY | DISPUTED | {"dispute_rebilled_share": 1.0})
WAIVED = Parameters(DISPUTED | {"dispute_rebilled_share": 0.0, "dispute_waived_share": 1.0})


def judged(days: int = 6, *kinds: type[Courier]) -> Judged:
    return serve((PayablesCourier, *kinds), DESKS, days=days, parameters=WITHDRAWN)[0]


def statuses(found: Judged) -> set[tuple[str, int]]:
    """Keys with versions that procurement was told."""
    rows = found.history.effects
    told = rows[rows["f"] == "procurement.invoice_status"]
    return set(zip(told["effect_key"].astype(str), told["agg_version"].astype(int), strict=True))


def test_a_service_is_ordered_accepted_and_paid_without_receipt() -> None:
    found = judged()
    assert outcomes(found) == {}
    accepted = effects(found, "procurement.service_entry")
    billed = {key for key in effects(found, "erp.invoice") if "/FS-" in key}
    assert len(accepted) >= 20
    assert len(billed) >= 20
    held = {key for key in effects(found, "payables.hold") if "/FS-" in key}
    assert {key.rpartition("/")[2] for key in held} == {"QTY_ORDERED"}
    assert all(key.partition("/QTY")[0].endswith("-R") for key in held)


def test_a_hold_of_a_service_under_contract_is_told_there_too() -> None:
    holds = effects(judged(), "contracts.invoice_hold")
    assert any("/FS-" in key for key in holds)


def test_what_was_billed_twice_or_withdrawn_is_shown_as_cancelled() -> None:
    found = judged()
    cancelled = set(effects(found, "erp.invoice_cancellation"))
    twice = {key for key in cancelled if key.endswith("-R")}
    anew = {key for key in effects(found, "erp.invoice") if key.endswith("-C")}
    assert len(twice) >= 3
    assert len(anew) >= 3
    assert {key.removesuffix("-C") for key in anew} <= cancelled - twice
    assert {(key, 2) for key in cancelled} <= statuses(found)
    assert not any("lost" in state for state in states(found, "P07"))


def test_credits_that_cover_an_invoice_are_no_payment() -> None:
    found, _ = serve((PayablesCourier,), ("payables_desk",), scale=0.01, days=45, parameters=WAIVED)
    assert outcomes(found) == {}
    rows = found.history.effects
    assert (rows[rows["f"] == "erp.payment"]["amount_minor"] > 0).all()
    memos = effects(found, "erp.credit_memo")
    covered = {key for key, version in statuses(found) if version == 3}
    assert len(covered) >= 3
    assert len(covered) <= len(memos)


def test_services_may_be_ordered_by_the_erp() -> None:
    found, _ = serve(
        (ErpOriginCourier,),
        ("service_desk",),
        days=4,
        origins=Origins(orders="erp"),
        parameters=Parameters(BUSY),
    )
    assert outcomes(found) == {}
    assert len(effects(found, "procurement.service_entry")) >= 10


class EntersAcceptances(Courier):
    """Thinks that an accepted service is an invoice."""

    subscriptions: ClassVar[tuple[Subscription, ...]] = (
        Subscription("procurement", ("procurement.service.accepted",)),
    )

    async def on_event(self, event: Event) -> None:
        data = event.data
        system = self.ports.systems["erp"]
        asked = {"SourceOrderNumber": data["po-number"]}
        found = (await system.call("find_purchase_orders", asked))["items"]
        if not found:
            return
        line = {"LineNumber": 1, "OrderLineNumber": data["line-num"], "Quantity": "1"}
        day = self.ports.clock.now().date().isoformat()
        body = {
            "InvoiceNumber": data["entry-number"],
            "SupplierNumber": data["erp-supplier-number"],
            "InvoiceDate": day,
            "AccountingDate": day,
            "InvoiceAmount": data["amount"],
            "SourceOrderNumber": data["po-number"],
            "OrderNumber": found[0]["OrderNumber"],
            "BusinessUnit": found[0]["BusinessUnit"],
            "Lines": [{**line, "UOMCode": "EA", "UnitPrice": data["amount"]}],
        }
        await system.call("create_invoice", body)


def test_an_acceptance_entered_as_an_invoice_is_found() -> None:
    assert "never owed" in outcomes(judged(3, EntersAcceptances))["phantoms"]


def falsified(days: int) -> dict[str, str]:
    """What is found in a run that nobody else may see."""
    made = serve.__wrapped__(
        (PayablesCourier,), DESKS, "ordinary_day", 0.02, days=days, parameters=WITHDRAWN
    )
    return outcomes(made[0])


def test_a_cancelled_invoice_shown_as_held_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {**invoices.STATUSES, "CANCELLED": "on-hold"}
    monkeypatch.setattr(invoices, "STATUSES", told)
    assert "conditions are broken" in falsified(5)["consistency"]


def test_a_service_ordered_as_goods_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        orders,
        "_what",
        lambda line: {"ItemNumber": line.item} if line.item else {"Description": line.description},
    )
    assert "conditions are broken" in falsified(3)["consistency"]
