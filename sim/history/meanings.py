"""What each column and each `op` of the History says, for those who write one elsewhere.

    MEANINGS["amount_minor"].unit      # "minor units of the currency"
    OPS_SAID["owe"].needs              # what such a row cannot do without

Kept beside the schema as data, so that the JSON Schema, the documentation and the refusals of a
malformed file all say the same.
"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """One column; `unit` is empty for words and keys."""

    says: str
    unit: str = ""


class Said(NamedTuple):
    """One `op`; `needs` are the columns that such a row must fill."""

    says: str
    needs: tuple[str, ...] = ()


REQUIRED = ("t_us", "op", "f")
"""Columns that every row states; each of the others may be absent, and then has its default."""

MEANINGS = {
    "i": Meaning("number of the row, from 0 without gaps; may be left out", "rows"),
    "t_us": Meaning("when, since the start of the recording; never runs backwards", "µs"),
    "op": Meaning("what sort of thing happened"),
    "f": Meaning("operation, event type, kind of effect (`system.noun`), fault, item type ..."),
    "process": Meaning("who did it: `integration` (what is judged), `world/NAME` (a person)"),
    "flow": Meaning("flow whose obligation it is, such as P09"),
    "hop": Meaning("the way of a call or delivery, `source>target`"),
    "source": Meaning("sender; the system in whose book an effect stands or a duty arises"),
    "target": Meaning("receiver; the system that owes the effect"),
    "business_key": Meaning("the document it is about; of an `owe` row, what raised it"),
    "effect_key": Meaning("what makes an effect the same one; of an item, its id"),
    "idem_key": Meaning("idempotency key that was sent along"),
    "event_source": Meaning("who issued the event or document; empty for calls"),
    "event_id": Meaning("id of the event or document at its source; empty for calls"),
    "invoke_i": Meaning("number of the `invoke` row that is answered; -1 elsewhere", "rows"),
    "attempt": Meaning("which try it is, from 1", "attempts"),
    "causation_id": Meaning("id of the event that caused it"),
    "correlation_id": Meaning("id that follows a document through all systems"),
    "agg_id": Meaning("kind of an alert"),
    "agg_version": Meaning("version of the document that was owed or written", "versions"),
    "count": Meaning("effects: 1 made, -1 reversed; of `owe` rows always 1", "effects"),
    "amount_minor": Meaning("money, positive", "minor units of the currency"),
    "currency": Meaning("ISO 4217"),
    "quantity": Meaning("goods, positive; differences of a condition", "units of `uom`"),
    "uom": Meaning("unit of measure"),
    "account": Meaning("ledger account"),
    "period": Meaning("accounting period, YYYY-MM"),
    "facility": Meaning("hospital, clinic or legal entity"),
    "due_us": Meaning("of `owe` rows: by when; -1 elsewhere", "µs"),
    "mode": Meaning("of `owe` rows: `once` (exactly one effect) or `latest` (a version as new)"),
    "status": Meaning("HTTP status of an answer"),
    "payload_hash": Meaning("short hash of what was sent or answered"),
    "fault_ids": Meaning("faults that touched this call, separated by commas"),
    "detail": Meaning("what else is worth saying, for people"),
    "t_wall_ns": Meaning("when it was written down; the only column outside the hash", "ns"),
}

_ASKED = ("source", "target")
_ANSWER = ("invoke_i",)
OPS_SAID = {
    "invoke": Said("a call or delivery is sent", _ASKED),
    "ok": Said("it was answered: done", _ANSWER),
    "fail": Said("it was answered: definitely not done", _ANSWER),
    "info": Said("no answer, or one that leaves open what was done", _ANSWER),
    "effect": Said(
        "something was committed in a book of record", ("source", "effect_key", "count")
    ),
    "owe": Said(
        "an effect is owed from now on",
        ("flow", "target", "effect_key", "count", "mode", "due_us"),
    ),
    "world": Said("something happened outside the systems"),
    "fault_on": Said("a fault begins"),
    "fault_off": Said("a fault ends"),
    "fault_witness": Said("a fault was seen to act, on this key", ("business_key",)),
    "item_opened": Said("a person is asked, in an exception queue", ("effect_key",)),
    "item_closed": Said("the item is done", ("effect_key",)),
    "integration": Said("the integration started, stopped, raised or hung"),
    "book_opening": Said("a line of a system's tables before the first event", ("source",)),
    "book_closing": Said("a line of a system's tables after the last one", ("source",)),
}

_KEYED = ("process", "effect_key", "agg_version", "count", "mode", "due_us")
_EXCHANGED = ("source", "target", "business_key", "event_source", "event_id", "invoke_i")
_CONTENT = ("amount_minor", "quantity", "uom", "period", "facility")
NEEDS = {
    "consistency": ("effect_key", "quantity"),
    "divergence": (*_KEYED, *_EXCHANGED, "idem_key", "payload_hash", *_CONTENT),
    "duplicates": (*_KEYED, "amount_minor"),
    "indeterminate": (*_EXCHANGED, "status"),
    "ledger": ("effect_key", "account", "amount_minor", "facility", "period"),
    "lineage": (*_KEYED, *_EXCHANGED, "correlation_id"),
    "liveness": (*_KEYED, *_EXCHANGED),
    "loss": (*_KEYED, "business_key"),
    "order": (*_KEYED, "source", "period"),
    "phantoms": _KEYED,
    "privacy": ("target", "business_key"),
    "saga": (*_KEYED, "source", "business_key"),
    "staleness": (*_KEYED, "source", "business_key"),
    "stock": ("effect_key", "count", "quantity"),
    "variance": (*_KEYED, "source", "target", "amount_minor", "quantity", "uom", "period"),
}
"""Checker -> columns, beside the required ones, without which its answer would be a guess."""
