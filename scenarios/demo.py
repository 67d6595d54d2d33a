"""The demonstration: one month end with a rough fault plan, against every integration that ships.

`EXPECTED` says what each checker must find, and why, before anything has run; the command prints
it beside what was found. The template connects one flow of eight on purpose.
"""

from __future__ import annotations

SCENARIO = "month_end"
FAULT_PLAN = "rough_month"
SEED = 1
SCALE = 0.015
INTEGRATIONS = (
    "reference",
    "point_to_point",
    "nightly_batch",
    "api_led",
    "template",
    "retries_without_key",
    "acks_before_commit",
    "drops_on_timeout",
)

EXPECTED: dict[str, dict[str, str]] = {
    # Everything passes: inbox, outbox, look before retry, order per key.
    "reference": {},
    # A lost answer or a late acknowledgement makes it post again; where the system refuses its own
    # repetition (409) it never acknowledges, and the sender gives up after six hours.
    "point_to_point": {
        "consistency": "fail",
        "duplicates": "fail",
        "liveness": "fail",
        "variance": "fail",
    },
    # Its books are right, since it loads at night when the systems are back and looks before it
    # repeats; but prices agreed by day are unknown to their targets until the next morning.
    "nightly_batch": {"staleness": "fail"},
    # It looks before it posts but remembers nothing: two copies of an event that come together both
    # post. While procurement has its bad day a request stalls until its sender gives up.
    "api_led": {
        "consistency": "fail",
        "duplicates": "fail",
        "liveness": "fail",
        "variance": "fail",
    },
    # Charges are the one flow it serves; everything else that is owed never happens.
    "template": {
        "consistency": "fail",
        "loss": "fail",
        "staleness": "fail",
        "variance": "fail",
    },
    # M05: a retry without key or look is a second posting.
    "retries_without_key": {"consistency": "fail", "duplicates": "fail", "variance": "fail"},
    # M02: acknowledged before it was stored; gone when the system stays away longer than its tries.
    "acks_before_commit": {
        "consistency": "fail",
        "liveness": "fail",
        "loss": "fail",
        "variance": "fail",
    },
    # A time-out counts as done: lost requests are lost for good, and a master stays as it was.
    "drops_on_timeout": {
        "consistency": "fail",
        "liveness": "fail",
        "loss": "fail",
        "staleness": "fail",
        "variance": "fail",
    },
}
"""Integration -> checker -> outcome; a checker that is not named is expected to pass."""
