"""Nightly batch: interfaces that run by the clock, each from one system to one other.

By day nothing moves but trigger files and file drops. At night each interface extracts what
changed since its high-water mark, maps it by table and loads it row by row under control totals;
a batch that broke off is restarted, and looks for each row before it posts it.
"""

from integration_under_test.nightly_batch.scheduler import NightlyBatch

__all__ = ["NightlyBatch"]
