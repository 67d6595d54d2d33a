"""What keeps the books right, each piece by name, so that a run may leave exactly one away.

An ablation: the setting `without = "inbox"` shows what the inbox is worth, and what it costs.
"""

from __future__ import annotations

from enum import StrEnum


class Safeguard(StrEnum):
    """Each is consulted in one place; the comment names the trouble that it is there for."""

    INBOX = "inbox"
    """An event or document that comes again changes nothing (F01)."""
    OUTBOX = "outbox"
    """What is owed is stored before it is acknowledged, and outlives a crash (F22)."""
    LOOK_BEFORE_RETRY = "look_before_retry"
    """After an outcome that nobody knows the target is asked first (F04, F10)."""
    VERSIONS = "versions"
    """A version older than the one that took effect is left out (F02)."""
    RETRY = "retry"
    """What certainly did not take effect is tried again (F03, F46)."""
    DEAD_LETTERS = "dead_letters"
    """What nobody can send becomes a work item with an owner, and is kept (F19)."""
    RECONCILIATION = "reconciliation"
    """Books are compared at night, and what is missing is asked for once more."""
    UNIT_CONVERSION = "unit_conversion"
    """Quantities and prices are converted between purchase units and eaches (F35)."""
    LOCAL_CUT_OFF = "local_cut_off"
    """The accounting day is that of the facility, not of Greenwich."""


class Relief(StrEnum):
    """What keeps the load bearable. Without it the books are right as well: it shows in the calls
    that a system gets while it is away, and in the work that piles up here."""

    CIRCUIT_BREAKER = "circuit_breaker"
    """A system that does not answer is left in peace until a probe gets through (F46)."""
    NARROWING = "narrowing"
    """A system that leaves calls unanswered gets fewer at a time, until it keeps up again (F46)."""
    BACK_PRESSURE = "back_pressure"
    """Beyond a bound of unfinished work senders keep what they have, for a while (F46)."""
    ORDERING = "ordering"
    """Commands of one key are sent one after the other: sent side by side, the later ones are
    refused until the earlier ones stand, and versions keep what was overtaken out (F02, F21)."""
    RECONCILIATION_LANE = "reconciliation_lane"
    """The nightly comparison makes its calls beside those that patients wait for."""
