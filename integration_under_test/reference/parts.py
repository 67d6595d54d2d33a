"""The parts of the reference that a run may have replaced, by a safeguard's absence or a defect."""

from __future__ import annotations

from typing import NamedTuple

from integration_under_test.reference.events.dead_letters import DeadLetters
from integration_under_test.reference.events.inbox import Inbox
from integration_under_test.reference.events.workers import Workers
from integration_under_test.reference.gateway.effect_once import EffectOnce
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.settings import Settings
from integration_under_test.reference.store.lease import Lease


class Parts(NamedTuple):
    """Classes to build, and the settings to build them with."""

    settings: Settings = Settings()
    inbox: type[Inbox] = Inbox
    workers: type[Workers] = Workers
    dead_letters: type[DeadLetters] = DeadLetters
    gateway: type[EffectOnce] = EffectOnce
    masters: type[MastersCache] = MastersCache
    lease: type[Lease] = Lease
