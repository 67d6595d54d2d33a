"""The reference integration: the layers L1 to L5, each in its folder.

A usage's way through the files: `reference.on_event` -> `orchestration/usage_to_charge` ->
`mediation/inventory` -> `events/inbox` -> `events/workers` -> `delivery` ->
`gateway/effect_once` -> `mediation/billing`.
"""

from integration_under_test.reference.reference import Reference

__all__ = ["Reference"]
