"""Integrations that the testbed can judge, each behind the one boundary.

An outsider names theirs as `module:object`; these are the ones that ship.
"""

INTEGRATIONS = {
    "reference": "integration_under_test.reference:Reference",
    "point_to_point": "integration_under_test.point_to_point:PointToPoint",
    "nightly_batch": "integration_under_test.nightly_batch:NightlyBatch",
    "api_led": "integration_under_test.api_led:ApiLed",
    "modernising": "integration_under_test.modernising:Modernising",
    "template": "integration_under_test.template:Template",
    "retries_without_key": "integration_under_test.faulty.retries_without_key:RetriesWithoutKey",
    "acks_before_commit": "integration_under_test.faulty.acks_before_commit:AcksBeforeCommit",
    "drops_on_timeout": "integration_under_test.faulty.drops_on_timeout:DropsOnTimeout",
}

EXTERNAL = {
    "nodejs": ("node", "nodejs/src/main.js"),
}
"""Integrations in other languages, for live runs: the program and its script below `external`."""
