"""Mutant M13: a box is taken for one piece.

The real mistake: the mapping of units has no factor, because in the test data every item is bought
by the piece. Receipts in eaches go on as so many boxes, and accruals are ten, fifty, a hundred
times too high. The checker of variance must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.ablations import CountsEaches
from integration_under_test.reference.parts import Parts


class CountsBoxes(Reference):
    """The reference, with every factor of a purchase unit one."""

    mutant = Mutant("M13", killed_by="variance", scale=0.003)
    parts = Parts(masters=CountsEaches)
