"""S09 and P05 in whole runs: orders leave as 850, come back as 997 and 855.

The stand-in is the reference plus a desk for EDI with a writer and a reader of its own: the two
sides of a wire share no code. What the suppliers send is judged by a grammar that is not theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from integration_under_test.boundary import (
    Document,
    Event,
    Ports,
    Rejected,
    Resolution,
    Subscription,
)
from integration_under_test.reference import Reference
from sim.cli import RunRequest, build_spec
from sim.experiment.run import Judged, run
from sim.streams import Streams
from sim.world.calendar import Calendar
from sim.world.calibration import load_parameters
from sim.world.enterprise import build_enterprise
from tests.unit.mock_systems.standards.x12.grammar import body_errors
from tests.unit.mock_systems.standards.x12.referee import envelope_errors

UNITS = {"each": "EA", "box": "BX", "case": "CA"}
CUSTOMER = "0614141000005"
SPEC = build_spec(RunRequest("ordinary_day", "reference"))


@lru_cache
def docks() -> dict[str, str]:
    """The suite's ship-to -> GLN."""
    calendar = Calendar(SPEC.scenario.first_day)
    group = build_enterprise(Streams(SPEC.seed), load_parameters({}), SPEC.scale, calendar)
    return {facility.ship_to: facility.gln for facility in group.facilities}


class EdiDesk:
    """The reference for everything else."""

    subscriptions: Sequence[Subscription] = Reference.subscriptions
    defaults: Mapping[str, Any] = Reference.defaults
    copies = 1

    def __init__(self) -> None:
        self.reference = Reference()
        self.received: list[str] = []

    async def start(self, ports: Ports) -> None:
        self.ports = ports
        await self.reference.start(ports)

    async def on_event(self, event: Event) -> None:
        partner = self.ports.partners.get(event.data.get("erp-supplier-number", ""))
        if event.type == "procurement.order.issued" and partner is not None:
            for copy in range(self.copies):
                control = await self._control_number(f"{event.subject}/{copy}")
                content = written(event.data, event.time, control)
                name = f"850-{control}"
                await partner.send(Document(name, CUSTOMER, "application/edi-x12", content))
        await self.reference.on_event(event)

    async def on_document(self, document: Document) -> None:
        text = document.content.decode("ascii")
        if "~ST*855*" in text:
            await self._record(acknowledgement(text), document.id)
        self.received.append(text)

    async def on_resolution(self, resolution: Resolution) -> None:
        await self.reference.on_resolution(resolution)

    async def stop(self) -> None:
        await self.reference.stop()

    async def _record(self, body: dict[str, Any], key: str) -> None:
        procurement = self.ports.systems["procurement"]
        try:
            await procurement.call("record_acknowledgement", body, idempotency_key=key)
        except Rejected as rejected:
            if rejected.code != "DUPLICATE_ACKNOWLEDGEMENT":
                raise

    async def _control_number(self, key: str) -> int:
        async with self.ports.storage.transaction() as tx:
            number = tx.get("edi.numbers", key)
            if number is None:
                number = (tx.get("edi.last", "number") or 0) + 1
                tx.put("edi.last", "number", number)
                tx.put("edi.numbers", key, number)
        return int(number)


class SendsTwice(EdiDesk):
    """As after a time-out, but under a new control number."""

    copies = 2


def written(order: Mapping[str, Any], instant: str, control: int) -> bytes:
    """The 850 of an order."""
    day, clock = instant[:10].replace("-", ""), instant[11:16].replace(":", "")
    month, of_month, year = order["issued-on"].split("/")
    supplier = order["erp-supplier-number"]
    body = [
        "ST*850*0001",
        f"BEG*00*SA*{order['po-number']}**{year}{month}{of_month}",
        f"N1*ST*RECEIVING DOCK*UL*{docks()[order['ship-to']]}",
    ]
    for line in order["lines"]:
        price = line["unit-price"].rstrip("0").rstrip(".").lstrip("0") or "0"
        goods = f"{line['quantity']}*{UNITS[line['uom']]}*{price}**IN*{line['item-number']}"
        body.append(f"PO1*{line['line-num']}*{goods}")
    body.append(f"CTT*{len(order['lines'])}")
    ends = f"ZZ*{CUSTOMER:15}*ZZ*{supplier:15}"
    segments = [
        f"ISA*00*{'':10}*00*{'':10}*{ends}*{day[2:]}*{clock}*U*00401*{control:09d}*0*P*:",
        f"GS*PO*{CUSTOMER}*{supplier}*{day}*{clock}*{control}*X*004010",
        *body,
        f"SE*{len(body) + 1}*0001",
        f"GE*1*{control}",
        f"IEA*1*{control:09d}",
    ]
    return "".join(segment + "~" for segment in segments).encode("ascii")


def acknowledgement(text: str) -> dict[str, Any]:
    """The request of `record_acknowledgement` for an 855."""
    body: dict[str, Any] = {"lines": []}
    for segment in text.split("~"):
        name, *values = segment.split("*")
        if name == "BAK":
            body |= {"po-number": values[2], "ack-number": values[7]}
        elif name == "PO1":
            body["lines"].append({"line-num": int(values[0])})
        elif name == "ACK":
            body["lines"][-1] |= {"code": values[0], "quantity": int(values[1])}
    return body


@lru_cache
def judged(kind: type[Any], arm: str = "direct", faults: str = "none") -> tuple[Judged, list[str]]:
    spec = build_spec(RunRequest("ordinary_day", "reference", faults=faults, arm=arm))
    scenario = replace(spec.scenario, parties=("edi_suppliers",))
    integration = kind()
    found = run(replace(spec, scenario=scenario), integration, None)
    return found, getattr(integration, "received", [])


def outcomes(found: Judged) -> dict[str, str]:
    return {finding.checker: finding.outcome for finding in found.verdict.findings}


def effects(found: Judged, kind: str) -> Counter[str]:
    """How often each key took effect."""
    rows = found.history.effects
    return Counter(rows[rows["f"] == kind]["effect_key"].astype(str))


def test_a_desk_that_speaks_edi_passes() -> None:
    found, _ = judged(EdiDesk)
    assert found.verdict.outcome == "pass", outcomes(found)
    assert found.recorded.quiescent


def test_each_order_of_an_edi_supplier_is_received_once() -> None:
    found, _ = judged(EdiDesk)
    expected = effects(found, "suppliers.order_expected")
    assert len(expected) > 20
    assert effects(found, "suppliers.order_received") == expected
    assert expected.keys() < effects(found, "procurement.order").keys()


def test_what_the_suppliers_acknowledge_the_suite_records() -> None:
    found, _ = judged(EdiDesk)
    said = effects(found, "suppliers.acknowledgement")
    recorded = effects(found, "procurement.acknowledgement")
    assert Counter(key.partition("/")[0] for key in recorded.elements()) == said
    assert 0 < sum(said.values()) <= effects(found, "suppliers.order_received").total()


def test_every_document_of_the_suppliers_satisfies_the_grammar() -> None:
    _, received = judged(EdiDesk)
    assert {text.partition("~ST*")[2][:3] for text in received} == {"855", "997"}
    for text in received:
        assert body_errors(text) == []
        assert envelope_errors(text) == []


def test_an_integration_that_ignores_the_partners_loses_their_orders() -> None:
    found, _ = judged(Reference)
    assert outcomes(found)["loss"] == "fail"
    assert not effects(found, "suppliers.order_received")


def test_an_order_sent_twice_is_a_duplicate_and_answered_twice() -> None:
    found, _ = judged(SendsTwice)
    assert outcomes(found)["duplicates"] == "fail"
    assert set(effects(found, "suppliers.order_received").values()) == {2}
    assert set(effects(found, "suppliers.acknowledgement").values()) == {2}


def test_lost_and_repeated_documents_do_no_harm() -> None:
    found, _ = judged(EdiDesk, faults="rough_day")
    assert found.verdict.outcome == "pass", outcomes(found)
    crossed = found.history.deliveries
    crossed = crossed[crossed["f"] == "application/edi-x12"]
    sent = crossed["source"] == "integration"
    assert crossed[sent]["event_id"].duplicated().any()
    assert (crossed[~sent]["outcome"] == "info").any()


def test_direct_and_asgi_give_the_same_history() -> None:
    asgi, _ = judged(EdiDesk, "asgi")
    assert asgi.recorded.history_hash == judged(EdiDesk)[0].recorded.history_hash


def test_without_the_party_nobody_owes_an_order_to_a_supplier() -> None:
    found = run(SPEC, Reference(), None)
    assert found.verdict.outcome == "pass", outcomes(found)
    assert not effects(found, "suppliers.order_expected")
