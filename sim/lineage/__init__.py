"""The way of one document through a stored run, told from what the testbed saw of it.

    trace(history, "PO-00000012").steps

Nothing of an integration is asked: the keys and correlation ids of the History are all there is.
"""

from sim.lineage.trace import Step, Trace, nearest_keys, trace

__all__ = ["Step", "Trace", "nearest_keys", "trace"]
