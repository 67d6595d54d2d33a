"""Mutant M14: the day of a posting is that of UTC.

The real mistake: the server's clock is in UTC, so is every timestamp, and the accounting date is
cut off from one. On the last evening of a month what arrives after six in the evening is posted
into the next one, in one of two time zones an hour earlier than in the other. The checker of
variance must kill it: the period of the posting is not the one that is owed.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.ablations import LivesInGreenwich
from integration_under_test.reference.parts import Parts


class ClosesInGreenwich(Reference):
    """The reference, with one time zone for all facilities."""

    mutant = Mutant("M14", killed_by="variance", scenario="month_end", days=30, scale=0.002)
    parts = Parts(masters=LivesInGreenwich)
