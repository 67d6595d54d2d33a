"""The reference integration: the layers L2 to L4, each in its folder.

A usage's way through the files: `reference.on_event` -> `orchestration/usage_to_charge` ->
`mediation/inventory` -> `events/inbox` -> `events/workers` -> `delivery` ->
`gateway/effect_once` -> `mediation/billing`.
"""

from integration_under_test.reference.reference import Reference

__all__ = ["Reference"]
