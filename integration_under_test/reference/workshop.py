"""What attempts are made with: the lanes to everybody, the masters, the gateways, the store.

Whoever makes attempts has one of these: the one process of a small integration, or each worker of
many (`cluster/`).
"""

from __future__ import annotations

from dataclasses import replace

from integration_under_test.reference.gateway.effect_once import Road
from integration_under_test.reference.gateway.enquiries import Enquiries
from integration_under_test.reference.gateway.lanes import Lanes
from integration_under_test.reference.gateway.mail import Mail
from integration_under_test.reference.gateway.mailboxes import Mailboxes
from integration_under_test.reference.observability.audit import Audit
from integration_under_test.reference.observability.control_room import ControlRoom
from integration_under_test.reference.observability.reconciliation.lists import nightly_lanes
from integration_under_test.reference.parts import Parts
from integration_under_test.reference.store.store import Store


class Workshop:
    """Built on the ports that the control room watches; `life` as in Audit."""

    def __init__(self, parts: Parts, room: ControlRoom, life: str = "") -> None:
        settings = parts.settings
        mailboxes = Mailboxes(room.ports.partners, settings, room.circuit_changed)
        self.ports = ports = replace(room.ports, partners=mailboxes)
        lanes = Lanes(ports.systems, settings)
        room.watch(lanes)
        self.audit = Audit(ports.storage, ports.clock, ports.partners, life)
        self.store = Store(ports.storage, self.audit.note)
        self.masters = parts.masters(lanes, settings.masters_refresh_s, ports.partners)
        self.by_day = Road(lanes, parts.gateway(lanes, self.masters, self.store))
        enquiries = Enquiries(lanes, self.masters, self.store)
        self.mail = Mail(mailboxes, enquiries, self.store, ports.clock)
        nightly = nightly_lanes(lanes, ports.systems, settings, room.circuit_changed)
        self.by_night = Road(nightly, parts.gateway(nightly, self.masters, self.store))
