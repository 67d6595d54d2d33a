"""Mutant M23: what is not billed on its own is billed as something else.

The real mistake: an item without a charge code stopped the interface one night, so a default code
was put into the mapping. Since then gloves and drapes that belong to the room are charged one by
one, to patients who owe nothing for them. The checker of phantoms must kill it.
"""

from __future__ import annotations

from integration_under_test.faulty.mutant import Mutant
from integration_under_test.reference import Reference
from integration_under_test.reference.gateway.masters_cache import MastersCache
from integration_under_test.reference.mediation.crosswalk import Crosswalk
from integration_under_test.reference.mediation.master_data.lists import Lists
from integration_under_test.reference.parts import Parts


class DefaultCode(MastersCache):
    """Every item has a charge code, if need be that of another one that is no implant."""

    def build(self, lists: Lists) -> Crosswalk:
        crosswalk = super().build(lists)
        codes = crosswalk.charge_codes
        plain = (code for number, code in codes.items() if not crosswalk.items[number].implant)
        default = next(plain, "")
        crosswalk.charge_codes = {**dict.fromkeys(crosswalk.items, default), **codes}
        return crosswalk


class BillsEverything(Reference):
    """The reference, with a default in its crosswalk of charge codes."""

    mutant = Mutant("M23", killed_by="phantoms", scale=0.003)
    parts = Parts(masters=DefaultCode)
