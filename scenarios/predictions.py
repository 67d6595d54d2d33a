"""What each circumstance does to each integration that ships, said before anything has run.

Made from what a model is known to lack and what a circumstance does. `testbed matrix` runs them,
and both a failure that nobody foretold and a foretold one that stays away are differences. The
mutants of the zoo have the kill matrix instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.experiment.foretold import Cause, Foretold

LOST = ("lineage", "liveness", "loss", "variance")
"""What is lost in silence leads nowhere, never ends, and is missing in the books."""
DOUBLED = ("consistency", "duplicates", "variance")

Causes = Mapping[str, tuple[Cause, ...]]

# ---------------------------------------------------------------- why

CHARGES_ALONE = Cause(
    "It serves the charges of usages alone: their costs, prices, suppliers, orders, receipts, "
    "invoices, payments never arrive.",
    (*LOST, "consistency", "saga", "staleness"),
)
NEXT_NIGHT = Cause(
    "What is agreed by day, prices above all, is unknown to its targets until the next night's "
    "load.",
    ("staleness",),
)
POSTS_AGAIN = Cause(
    "It has neither memory nor look: after a lost answer, or when an event comes again, all of it "
    "is posted again.",
    DOUBLED,
)
GIVEN_UP = Cause(
    "What its sender gives up after the last failed try nobody asks for: it stands by luck, or "
    "does not.",
    (),
    may=("indeterminate", "liveness"),
)
NEVER_AT_REST = Cause(
    "What it posted before a throttled call is posted again with every delivery; a decision that "
    "procurement refuses to take twice keeps its event coming for ever, so the books never rest.",
    ("duplicates", "variance"),
    may=("consistency", "liveness"),
)
MENDED_COMES_AGAIN = Cause(
    "A mended record comes once more although a try of its sender got through meanwhile; what has "
    "no memory posts it twice.",
    DOUBLED,
)
BOTH_LOOK = Cause(
    "It looks but remembers nothing: two copies of an event that come together both look, find "
    "nothing, and post.",
    DOUBLED,
)
LOOKS_IN_SILENCE = Cause(
    "It looks for what it may have done at an invoice or in a list, without naming the document, "
    "so nobody can tell whether it found out.",
    (),
    may=("indeterminate",),
)
STALLS = Cause(
    "While a system is away or throttles, the request stalls in its sender, which gives up after "
    "hours; what was posted before it stands alone.",
    (*LOST, "consistency", "saga"),
    may=("indeterminate", "staleness"),
)
NO_KEY = Cause(
    "A retry without key or look after a lost answer is a second posting.",
    DOUBLED,
)
IN_NO_HANDS = Cause(
    "It acknowledges before it stores: what still fails after four tries in a minute is in "
    "nobody's hands.",
    (*LOST, "consistency"),
    may=("indeterminate", "saga", "staleness"),
)
TIMEOUT_IS_DONE = Cause(
    "A call without answer counts as done: a request that never arrived is lost for good.",
    (*LOST, "consistency", "indeterminate"),
    may=("saga", "staleness"),
)
OVERTAKEN = Cause(
    "Versions of one supplier that come within moments are written side by side: nothing keeps "
    "their order, and an older one may be the last.",
    ("order", "staleness"),
    may=("consistency", "liveness", "loss", "saga", "variance"),
)
UNTIL_ITS_MOVE = Cause(
    "Until its move a flow has the old interfaces, which post again after a lost answer or a "
    "second delivery.",
    DOUBLED,
)


def unconnected(what: str, *besides: str) -> Cause:
    """A flow that the compared models never connected: all of it is lost."""
    return Cause(f"It never connected {what}.", (*LOST, *besides))


# ---------------------------------------------------------------- to whom

CALM: Causes = {
    "reference": (),
    "point_to_point": (),
    "nightly_batch": (NEXT_NIGHT,),
    "api_led": (),
    "template": (CHARGES_ALONE,),
    "retries_without_key": (),
    "acks_before_commit": (),
    "drops_on_timeout": (),
}
"""Nothing goes wrong: the defects sleep, what is connected is right."""

ROUGH: Causes = {
    **CALM,
    "point_to_point": (POSTS_AGAIN, GIVEN_UP),
    "nightly_batch": (NEXT_NIGHT, LOOKS_IN_SILENCE),
    "api_led": (BOTH_LOOK, STALLS),
    "retries_without_key": (NO_KEY,),
    "acks_before_commit": (IN_NO_HANDS,),
    "drops_on_timeout": (TIMEOUT_IS_DONE,),
}
"""Systems away for hours, throttling, doubled and late deliveries, lost requests and answers."""


def without(cause: Cause, causes: Causes = CALM) -> Causes:
    """The same where the compared models also lack a flow."""
    compared = ("point_to_point", "nightly_batch", "api_led")
    return {**causes, **{name: (*causes[name], cause) for name in compared}}


SITES = without(unconnected("acquired sites", "consistency"))

DEMONSTRATION = Foretold("month_end", ROUGH, faults="rough_month", scale=0.015)

PREDICTIONS: tuple[Foretold, ...] = (
    Foretold("ordinary_day", CALM),
    Foretold(
        "supplier_shortage",
        without(unconnected("the suppliers' EDI, so no order reaches them and no answer comes")),
    ),
    Foretold("lot_recall", without(unconnected("notices of recalls"))),
    Foretold("demand_surge", without(unconnected("the EHR and the shelves' proposals"))),
    Foretold(
        "connected_week",
        without(unconnected("eleven of the nineteen flows", "consistency", "staleness")),
    ),
    Foretold("contract_repricing", CALM),
    Foretold("month_end", CALM),
    DEMONSTRATION,
    Foretold("year_end", CALM),
    Foretold(
        "erp_outage",
        {**ROUGH, "nightly_batch": (NEXT_NIGHT,), "api_led": (STALLS,)},
    ),
    Foretold(
        "vendor_throttling",
        {
            **CALM,
            "point_to_point": (NEVER_AT_REST,),
            "api_led": (STALLS,),
            "acks_before_commit": (IN_NO_HANDS,),
        },
    ),
    Foretold(
        "unreliable_webhooks",
        {**CALM, "point_to_point": (POSTS_AGAIN,), "api_led": (BOTH_LOOK,)},
    ),
    Foretold("payer_flood", without(unconnected("care and cash", "consistency"))),
    Foretold("vendor_release", without(unconnected("care and cash", "consistency"))),
    Foretold(
        "poison_message",
        {**CALM, "point_to_point": (MENDED_COMES_AGAIN,), "acks_before_commit": (IN_NO_HANDS,)},
    ),
    Foretold(
        "acquisition",
        {
            **SITES,
            "point_to_point": (*SITES["point_to_point"], OVERTAKEN),
            "api_led": (*SITES["api_led"], OVERTAKEN),
            "acks_before_commit": (OVERTAKEN,),
        },
    ),
    Foretold(
        "erp_migration",
        {
            **SITES,
            "point_to_point": (*SITES["point_to_point"], OVERTAKEN, POSTS_AGAIN, GIVEN_UP),
            "api_led": (*SITES["api_led"], OVERTAKEN, STALLS),
            "acks_before_commit": (OVERTAKEN, IN_NO_HANDS),
        },
    ),
    Foretold(
        "modernisation",
        {
            **without(
                unconnected("acquired sites", "consistency"),
                {
                    **ROUGH,
                    "point_to_point": (POSTS_AGAIN,),
                    "api_led": (BOTH_LOOK,),
                },
            ),
            "acks_before_commit": (),
            "modernising": (UNTIL_ITS_MOVE,),
        },
    ),
)
"""Every scenario that ships, in their order, but those LEFT_OUT."""

LEFT_OUT = {
    "retry_storm": "a storm of retries takes minutes for each integration that makes one",
    "soak": "a year takes hours for each integration; a month of it is as `month_end`",
}
